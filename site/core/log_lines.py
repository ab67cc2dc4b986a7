"""The log: one line an event, whatever a request holds, and a traceback only under what went wrong here."""

import copy
import logging


class LineFormatter(logging.Formatter):
    """Writes control characters as escapes, and no traceback for a request that was answered by refusing it (4xx)."""

    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "status_code", 500) < 500:
            record = copy.copy(record)
            record.exc_info = record.exc_text = record.stack_info = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line of RECORD; the traceback, if there is one, comes under it."""
        return printable(super().formatMessage(record))


def printable(text: str) -> str:
    """TEXT on one line: what is not printable in it, as Python escapes it."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
