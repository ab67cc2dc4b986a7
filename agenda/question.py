"""What a list asks, and the dates that answer."""

import datetime as dt
from dataclasses import dataclass

from agenda.dates import Window, begun, list_begins, list_window, selected, to_begin, within
from agenda.selection import Scope, Selection
from evenements.querysets import OccurrenceQuerySet


@dataclass(frozen=True)
class Question:
    """SELECTION in SCOPE, at the instant NOW of the day TODAY; `q` is looked for in the words of LANGUAGE."""

    selection: Selection
    scope: Scope
    language: str
    now: dt.datetime
    today: dt.date

    @property
    def window(self) -> Window:
        return list_window(self.selection, self.now, self.today)

    @property
    def begins(self) -> dt.date:
        """The day under which the list puts what began before."""
        return list_begins(self.selection, self.today)

    @property
    def depends_on_now(self) -> bool:
        """Whether the answer changes when a date begins or ends, and not only with the day."""
        return self.window.lower == self.now

    def dates(self, selection: Selection | None = None) -> OccurrenceQuerySet:
        """The dates of the list; or those another SELECTION has in the same window."""
        return within(self._selected(selection), self.window, self.today)

    def begun(self) -> OccurrenceQuerySet:
        """Those that have begun when the list does."""
        return begun(self._selected(), self.window, self.today)

    def to_begin(self) -> OccurrenceQuerySet:
        """Those that begin later, in order."""
        return to_begin(self._selected(), self.window, self.today)

    def _selected(self, selection: Selection | None = None) -> OccurrenceQuerySet:
        return selected(self.selection if selection is None else selection, self.scope, self.language)
