"""What an editor changed in a draft since the deliberation: a word of the jury, a place. The draft is then right.

`decisions` writes a decision and its draft together, so what differs afterwards was corrected on the page. The
distinction is not taken so: a ranking is departed from where the reason is asked for.
"""

from collections.abc import Iterable
from typing import Any

from evenements.contest.enums import Outcome
from evenements.contest.models import Application, Decision
from evenements.enums import Distinction

DISTINCTIONS = {Outcome.LAUREATE: Distinction.LAUREATE, Outcome.FINALIST: Distinction.FINALIST}


def corrected(application: Application) -> dict[str, Any]:
    """The fields of its decision that its draft, read with `entry__latest_revision`, says otherwise."""
    decision: Decision | None = getattr(application, "decision", None)
    content = _draft(application)
    if decision is None or content is None or decision.outcome not in DISTINCTIONS:
        return {}
    said = {"jury_words": content.get("jury_words", ""), "rank": content.get("place")}
    return {name: value for name, value in said.items() if value != getattr(decision, name)}


def take_corrections(applications: Iterable[Application]) -> None:
    """Has the decisions of APPLICATIONS say what their drafts do."""
    for application in applications:
        if said := corrected(application):
            for name, value in said.items():
                setattr(application.decision, name, value)
            application.decision.save(update_fields=list(said))


def has_strayed(application: Application) -> bool:
    """Whether the draft of APPLICATION has another distinction than what was decided of it."""
    content = _draft(application)
    decided = DISTINCTIONS.get(Outcome(application.decision.outcome), Distinction.NONE)
    return content is not None and content.get("distinction", "") != decided


def _draft(application: Application) -> dict[str, Any] | None:
    """What its page has as it was last saved; None when it has none, or a public one."""
    entry = application.entry
    if entry is None or entry.first_published_at is not None or entry.latest_revision is None:
        return None
    content: dict[str, Any] = entry.latest_revision.content
    return content
