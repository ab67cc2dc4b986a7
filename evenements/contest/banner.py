"""What the home page says of the contest: the edition of the moment, where it stands, what to do now."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.clock import now as clock_now
from core.parts import Link
from core.translations import attach_words
from evenements.contest.stages import Stage
from evenements.editions import current_edition, stage_of, told_stage, with_laureates
from evenements.models import ContestPage

# How long before it opens an edition is announced, and how long after its results they are.
ANNOUNCED = dt.timedelta(days=60)
RECALLED = dt.timedelta(days=60)


@dataclass(frozen=True)
class Banner:
    """The edition, with its words; its stage in a sentence; its one action."""

    edition: ContestPage
    sentence: str
    call: Link


def banner() -> Banner | None:
    """The banner at this minute; None when there is nothing to announce."""
    editions = list(ContestPage.objects.published().select_related("locale"))
    laureates = with_laureates(editions) if editions else set()
    edition = _to_tell(editions, laureates)
    if edition is None or not _is_news(edition, edition.pk in laureates):
        return None
    attach_words([edition])
    has_laureates = edition.pk in laureates
    stage, sentence = told_stage(edition, has_laureates=has_laureates)
    return Banner(edition, sentence, Link(_label(edition, stage, has_laureates), edition.reading_path))


def _to_tell(editions: Sequence[ContestPage], laureates: Collection[int]) -> ContestPage | None:
    """The edition one can enter; else that whose results are fresh, whatever comes next; else that of the moment."""
    current = current_edition(editions, laureates)
    if current is None or stage_of(current, current.pk in laureates) == Stage.OPEN:
        return current
    told = [edition for edition in editions if edition.pk in laureates and edition.results_at]
    fresh = [edition for edition in told if stage_of(edition, True) == Stage.RESULTS and _is_news(edition, True)]
    return max(fresh, key=lambda edition: (edition.results_at, edition.year), default=current)


def _is_news(edition: ContestPage, has_laureates: bool) -> bool:
    now, stage = clock_now(), stage_of(edition, has_laureates)
    if stage == Stage.COMING:
        return edition.opens_at is not None and now >= edition.opens_at - ANNOUNCED
    if stage == Stage.RESULTS:
        return edition.results_at is not None and now < edition.results_at + RECALLED
    return stage == Stage.OPEN or edition.results_at is not None


def _label(edition: ContestPage, stage: Stage, has_laureates: bool) -> str:
    if stage == Stage.OPEN:
        return _("Voir comment candidater")
    if stage == Stage.RESULTS and has_laureates:
        return _("Voir le palmarès")
    return _("Voir cette édition")
