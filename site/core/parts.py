"""What the components of templates/components/ show: one small object each, so that a page says everything it needs.

A view or a page's `get_context` builds them; a model may stand in for one when it has the same attributes. Sentences
are already in the reader's language; `lang` is the language of the words when it is another (else "").
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Entry:
    """A date in a list (entry.html, month_table.html, month_list.html).

    `time` is words ("14 h – 17 h", "toute la journée") and `starts` the machine's form; `state` one of the states of an
    event; `line` what kind, where, by whom; `seats` its strong words ("4 places"); `note` a sentence on the state;
    `former` the date it had, `new` the one it now has, in words.
    """

    url: str
    title: str
    time: str
    starts: str
    lang: str = ""
    state: str = "confirmed"
    is_online: bool = False
    line: str = ""
    seats: str = ""
    note: str = ""
    former: str = ""
    new: str = ""
    publics: Sequence[object] = ()
    example: bool = False


@dataclass(frozen=True)
class Day:
    """A day and its entries (day.html). `relative` is "aujourd’hui", "demain" or ""; `level` that of its heading."""

    date: dt.date
    entries: Sequence[Entry]
    relative: str = ""
    shows_year: bool = False
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class DayCount:
    """A day of the strip above a week (week_strip.html); `url` leads to its entries, "" when there are none."""

    date: dt.date
    count: int
    url: str = ""
    is_today: bool = False


@dataclass(frozen=True)
class MonthDay:
    """A day of the month's grid; `is_out` when it belongs to the month before or after.

    At `more_url` are all its dates: `more` that the grid has no room for, and `ongoing` that are told on other days.
    """

    date: dt.date
    entries: Sequence[Entry] = ()
    is_out: bool = False
    is_past: bool = False
    is_today: bool = False
    more: int = 0
    ongoing: int = 0
    more_url: str = ""


@dataclass(frozen=True)
class Month:
    """A month by whole weeks, Monday first (month_table.html, month_list.html). `caption` says which, for the table."""

    caption: str
    weeks: Sequence[Sequence[MonthDay]]

    @property
    def weekdays(self) -> list[dt.date]:
        """The seven days of the first week: their names head the columns."""
        return [day.date for day in self.weeks[0]]

    @property
    def busy_days(self) -> list[MonthDay]:
        """The days that have dates, in order: what a phone lists."""
        return [day for week in self.weeks for day in week if day.entries or day.ongoing]


@dataclass(frozen=True)
class Item:
    """A row of a list (item.html): a heading with its link, lines below, whom it is for; `number` stands before.

    `unit` is below the number ("places", or "nov." when the number `is_date`, drawn smaller). `lines` are sentences, or
    safe HTML (a <mark> in a search result); `muted` comes before them, in grey.
    """

    title: str
    url: str
    lang: str = ""
    number: str = ""
    unit: str = ""
    is_date: bool = False
    muted: str = ""
    lines: Sequence[str] = ()
    state: str = "confirmed"
    publics: Sequence[object] = ()
    links: Sequence[Link] = ()
    example: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class ActorCard:
    """An actor in a list (actor_card.html). `pin` is its number on the map; `verified` is words ("le 3 novembre").

    `stale` is a sentence, when nobody has confirmed the entry for long; `distance` is words, where distances are asked.
    `key` is how the map beside the list calls it, "" when it is not on that map.
    """

    url: str
    name: str
    kind: str
    lang: str = ""
    pin: str = ""
    place: str = ""
    offer: str = ""
    publics: Sequence[object] = ()
    verified: str = ""
    stale: str = ""
    example: bool = False
    distance: str = ""
    key: str = ""


@dataclass(frozen=True)
class Choice:
    """One choice of a facet. `count` is the number of results after choosing it; None shows none."""

    value: str
    label: str
    count: int | None = None
    checked: bool = False
    name: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Facet:
    """A question of the filters (facet.html): boxes to tick, a list to choose from, a date or words to type.

    `name` is the query parameter (a choice may have its own). After the first `shown` boxes the others are folded,
    unless one of them is ticked. `value` is what was typed, `error` what is wrong with it.
    """

    name: str
    legend: str
    kind: Literal["boxes", "select", "date", "text"] = "boxes"
    choices: Sequence[Choice] = ()
    value: str = ""
    any_label: str = ""
    hint: str = ""
    error: str = ""
    hides_legend: bool = False
    shown: int = 7
    id: str = field(default="")

    @property
    def html_id(self) -> str:
        return self.id or f"f-{self.name}"

    @property
    def first_choices(self) -> Sequence[Choice]:
        return self.choices if len(self.choices) <= self.shown + 1 else self.choices[: self.shown]

    @property
    def more_choices(self) -> Sequence[Choice]:
        return self.choices[len(self.first_choices) :]

    @property
    def more_checked(self) -> bool:
        return any(choice.checked for choice in self.more_choices)


@dataclass(frozen=True)
class Filters:
    """The form of filters (filters.html): GET to `action`; `hidden` keeps other parameters, as (name, value) pairs."""

    action: str
    facets: Sequence[Facet]
    submit: str
    active: int = 0
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Problem:
    """What an address asks and was not understood (wrong_filters.html).

    `name` is the filter's, `sentence` what is wrong, `field` the id of where to mend it, "" when the page has it not.
    """

    name: str
    sentence: str
    field: str = ""


@dataclass(frozen=True)
class Chip:
    """An active filter (chips.html); `url` is the same page without it."""

    label: str
    url: str


@dataclass(frozen=True)
class View:
    """A way to show the same selection (views.html)."""

    label: str
    url: str
    icon: str
    is_current: bool = False
