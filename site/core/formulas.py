"""Text in a cell, which a spreadsheet would take for a formula and run.

A spreadsheet runs what begins with = + - or @ (OWASP, "CSV Injection"). A cell begins where the file says so, but also
after a semicolon, a tab or a line break inside of a quoted cell, when the file is opened with another separator than
its own, as French spreadsheets do with commas. An apostrophe before the sign makes text of it, and is the mark that
`plain` takes away: what is written then read is what it was, apostrophes of one's own included.
"""

import re

# What a spreadsheet skips before it looks at the sign: spaces, quotes; and the apostrophes already there.
SIGNS = "=+\\-@＝＋－＠"
START = r"(?:^|[;\t\r\n])[\s\"]*"
FORMULA = re.compile(rf"({START})('*[{SIGNS}])")
GUARDED = re.compile(rf"({START})'('*[{SIGNS}])")


def neutral(text: str) -> str:
    """TEXT as no spreadsheet runs it."""
    return FORMULA.sub(r"\1'\2", text)


def plain(cell: str) -> str:
    """The text that `neutral` made CELL from; any other text that a spreadsheet would not run, as it is."""
    return GUARDED.sub(r"\1\2", cell)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run TEXT, or a part of it."""
    return re.search(rf"{START}[{SIGNS}]", text) is not None
