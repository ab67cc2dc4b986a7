"""The same dates as news: RSS 2.0, an item per event that is not over, dated by its last change and not by its day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min
from django.db.models.functions import Coalesce
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from agenda.answers import Edition
from agenda.dates import midnight, news_window, selected, within
from core.addresses import absolute
from evenements.enums import State
from evenements.event_dates import edited_state
from evenements.ical import one_line
from evenements.models import DateLine, Occurrence, Publication
from evenements.presentation import former_words, place_words, reason, when_words, with_event
from evenements.querysets import HELD, OccurrenceQuerySet

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
# News, not an archive: who wants every date has the calendar. When it is cut, it says so.
MAX_ITEMS = 500
# What XML 1.0 §2.2 cannot hold and `one_line` lets through.
NONCHARACTERS = str.maketrans(dict.fromkeys([0xFFFE, 0xFFFF]))


class _Feed(Rss201rev2Feed):
    """Django's, whose date is that of its news or of the last publication, never now."""

    def latest_post_date(self) -> dt.datetime:
        dates = [item["pubdate"] for item in self.items]
        return max(dates, default=self.feed["empty_date"])


@dataclass(frozen=True)
class About:
    """What the feed says of itself; addresses are paths."""

    title: str
    description: str
    page: str
    source: str


def clean(text: str) -> str:
    return one_line(text.translate(NONCHARACTERS))


def _dates(given: Edition) -> OccurrenceQuerySet:
    dates = selected(given.selection, given.scope, given.language)
    return within(dates, news_window(given.selection, given.today), given.today)


def _next_dates(dates: OccurrenceQuerySet, ids: list[int]) -> dict[int, Occurrence]:
    """The first of DATES of each event that is held, else the first, with its event."""
    firsts = dates.filter(event_id__in=ids).values_list("event_id")
    held = Min("start", filter=HELD)
    starts = dict(firsts.annotate(first=Coalesce(held, Min("start"))))
    found: dict[int, Occurrence] = {}
    rows = Occurrence.objects.filter(event_id__in=ids, start__in=set(starts.values())).select_related("commune")
    for date in rows.order_by("id"):
        if date.start == starts[date.event_id]:
            found.setdefault(date.event_id, date)
    with_event(found.values())
    return found


def build_rss(about: About, given: Edition) -> bytes:
    """The feed of an edition, most recent changes first."""
    dates, today = _dates(given), given.today
    changed = Publication.objects.filter(event__in=dates.values("event")).order_by("-modified", "-event_id")
    modified = dict(changed.values_list("event_id", "modified")[: MAX_ITEMS + 1])
    description = about.description
    if len(modified) > MAX_ITEMS:
        modified.popitem()
        limit = _("les %(number)s événements modifiés le plus récemment") % {"number": MAX_ITEMS}
        description = f"{description} – {limit}"
    feed = _Feed(
        title=clean(about.title),
        link=absolute(about.page),
        description=clean(description),
        language=given.language,
        feed_url=absolute(about.source),
        ttl=360,
        empty_date=given.modified or midnight(today),
    )
    uids: dict[int, str] = {}
    for event, uid in DateLine.objects.filter(page__in=modified).order_by("pk").values_list("page_id", "uid"):
        uids.setdefault(event, uid)
    following = _next_dates(dates, list(modified))
    for event, moment in modified.items():
        _add(feed, following[event], uids.get(event, ""), moment, today)
    return feed.writeString("utf-8").encode()


def _add(feed: _Feed, date: Occurrence, uid: str, modified: dt.datetime, today: dt.date) -> None:
    event = date.event
    title = date.title or event.words.title
    state = State(edited_state(date))
    if state != State.CONFIRMED:
        title = f"{state.label.upper()} – {title}"
    note = date.note or reason(date)
    former = former_words(date, today)
    former = _("Date initiale : %(date)s.") % {"date": former} if former else ""
    about = filter(None, [when_words(date, today), place_words(event, date), former, note, event.words.summary])
    feed.add_item(
        title=clean(title),
        link=absolute(event.reading_path),
        description=clean(". ".join(part.rstrip(".") for part in about) + "."),
        unique_id=uid,
        unique_id_is_permalink=False,
        pubdate=modified,
        categories=[clean(term.words) for term in (event.kind, *event.audiences.all())],
    )
