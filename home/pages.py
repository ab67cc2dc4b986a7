"""What the home page, the plan and its actions show besides their words."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.cards import cards
from annuaire.enums import ActorKind
from annuaire.models import ActorPage
from core.clock import today as clock_today
from core.languages import choose, current, foreign, in_language
from core.models import Action, Ambition, Commune, Orientation
from core.navigation import paths
from core.outlines import Outline, territory_outline
from core.parts import DayCount, Item, Link
from core.territory import territory
from evenements.contest.banner import banner
from evenements.days import by_day
from evenements.enums import State
from evenements.models import EventPage, Occurrence
from evenements.presentation import with_event
from evenements.related import date_item

WEEK = 7
WEEK_ENTRIES = 6
WORKSHOPS = 3
SERVING = 10


def week_context() -> dict[str, Any]:
    """The seven days from today: how many dates each has, and the first of them."""
    today = clock_today()
    last = today + dt.timedelta(days=WEEK - 1)
    dates = Occurrence.objects.current().between(today, last)
    counts: Counter[dt.date] = Counter()
    for first_day, last_day in dates.values_list("first_day", "last_day"):
        start, end = max(first_day, today), min(last_day, last)
        counts.update(start + dt.timedelta(days=n) for n in range((end - start).days + 1))
    shown = with_event(dates.select_related("commune").order_by("start", "id")[:WEEK_ENTRIES])
    strip = [today + dt.timedelta(days=n) for n in range(WEEK)]
    return {
        "week": [
            DayCount(day, counts[day], f"{paths()['agenda']}?du={day}&au={day}" if counts[day] else "", day == today)
            for day in strip
        ],
        "days": by_day(shown, today, level=3),
        "week_total": dates.count(),
        "week_communes": set(dates.exclude(commune=None).values_list("commune__insee", flat=True)),
    }


def next_workshops() -> list[Item]:
    """The next date held of each of the next workshops, with the seats left; the number is the day."""
    held = Occurrence.objects.current().filter(is_workshop=True).exclude(state=State.CANCELLED)
    firsts = held.values_list("event").annotate(first=Min("start")).order_by("first", "event")[:WORKSHOPS]
    starts = dict(firsts)
    rows = held.filter(event__in=starts, start__in=starts.values()).select_related("commune").order_by("start", "event")
    dates = {row.event_id: row for row in rows if row.start == starts[row.event_id]}
    return [date_item(date) for date in with_event(dates.values())]


def actor_kinds() -> list[dict[str, Any]]:
    """How many actors of each kind, the most numerous first, with the directory's address for that kind."""
    counts = ActorPage.objects.published().values_list("kind").annotate(total=Count("pk")).order_by("-total", "kind")
    return [
        {"total": total, "label": ActorKind(kind).label, "url": f"{paths()['directory']}?genre={kind}"}
        for kind, total in counts
        if kind in ActorKind.values
    ]


def figures() -> list[dict[str, str]]:
    """The plan's figures, as the territory's file gives them; it may give none."""
    told = territory().data.get("figures", [])
    return [{"value": figure["value"], "label": choose(figure["label"])} for figure in told]


def home_context() -> dict[str, Any]:
    week = week_context()
    outline: Outline = territory_outline(current(), on=week["week_communes"])
    plan, contest = territory().data["plan"], banner()
    return {
        **week,
        "outline": outline,
        "workshops": next_workshops(),
        "contest": contest,
        "contest_lang": foreign(contest.edition.words_lang) if contest else "",
        "actor_kinds": actor_kinds()[:4],
        "actor_total": ActorPage.objects.published().count(),
        "communes": Commune.objects.filter(epci__siren=territory().data["territory"]["epci_siren"]),
        "figures": figures(),
        "figures_source": choose(plan["source"]),
        "search_hint": choose(territory().data["site"]["search_hint"]),
    }


def serving(action: Action) -> dict[str, Any]:
    """What serves ACTION: its dates to come, its workshops, its actors, and how many of each."""
    events = EventPage.objects.published().filter(actions=action)
    dates = Occurrence.objects.current().filter(event__in=events.values("pk"))
    past = Occurrence.objects.past().filter(event__in=events.values("pk"))
    actors = ActorPage.objects.published().filter(actions=action)
    return {
        "days": by_day(with_event(dates.select_related("commune").order_by("start", "id")[:SERVING]), level=3),
        "date_total": dates.count(),
        "past_total": past.values("event").distinct().count(),
        "actors": cards(actors.select_related("commune", "locale").prefetch_related("audiences")[:SERVING]),
        "crumbs": [Link(_("Le plan"), paths()["plan"])],
        "actor_total": actors.count(),
    }


def plan_counts() -> dict[int, dict[str, int]]:
    """For each action (by primary key): dates to come and actors that serve it. Two queries."""
    dates = Occurrence.objects.current().values_list("event__actions").annotate(total=Count("pk")).order_by()
    actors = ActorPage.objects.published().values_list("actions").annotate(total=Count("pk")).order_by()
    found: dict[int, dict[str, int]] = {}
    for name, rows in (("dates", dates), ("actors", actors)):
        for action, total in rows:
            if action is not None:
                found.setdefault(action, {})[name] = total
    return found


def _count_links(action: Action, counts: dict[str, int]) -> list[Link]:
    links = []
    if total := counts.get("dates"):
        label = ngettext("une date à venir", "%(total)s dates à venir", total) % {"total": total}
        links.append(Link(label, f"{paths()['agenda']}?action={action.code}", "calendar-days"))
    if total := counts.get("actors"):
        label = ngettext("un acteur", "%(total)s acteurs", total) % {"total": total}
        links.append(Link(label, f"{paths()['plan']}{action.code}/#acteurs", "users"))
    return links


def plan_context(action_pages: list[Any]) -> dict[str, Any]:
    """The orientations, each with its actions as rows; ACTION_PAGES are the canonical action pages, words attached."""
    counts = plan_counts()
    rows: dict[int, list[Item]] = {}
    for page in sorted(action_pages, key=lambda page: page.action.number):
        rows.setdefault(page.action.orientation_id, []).append(
            Item(
                title=page.words.title,
                url=page.reading_path,
                lang=foreign(page.words_lang),
                number=page.action.code,
                muted=in_language(page.words.schedule, page.words_lang),
                publics=[in_language(word, page.words_lang) for word in page.words.audiences_text.split(", ") if word],
                links=_count_links(page.action, counts.get(page.action_id, {})),
            )
        )
    return {
        "orientations": [
            {"term": orientation, "actions": rows.get(orientation.pk, [])} for orientation in Orientation.objects.all()
        ],
        "ambitions": Ambition.objects.all(),
        "action_total": len(action_pages),
    }
