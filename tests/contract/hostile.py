"""What a stranger may put in an address: values already encoded, by what is wrong with them."""

from collections.abc import Sequence
from urllib.parse import quote

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"><img src=x onerror=alert(1)>'
HANDLER = "' onfocus='alert(1)' autofocus='"
# Never in an answer as they are.
MARKUP = ("<script>alert", "<img src=x", "' onfocus='")

VALUES: dict[str, str] = {
    "junk": quote("n’importe quoi"),
    "nothing like it": "zzz-zzz",
    "a number": "7",
    "a negative number": "-1",
    "a number with a sign": "%2B1",
    "a decimal number": "1e309",
    "a number too long for an int": "9" * 5000,
    "a digit that is no figure": quote("²"),
    "a figure of another script": quote("١٢"),
    "a day that does not exist": "2027-02-30",
    "the day zero": "0000-00-00",
    "the last day": "9999-12-31",
    "a day in other figures": quote("２０２７-０１-０１"),
    "an instant": quote("2027-01-01T00:00:00Z"),
    "huge": "a" * 100_000,
    "huge without a letter": "%25" * 30_000,
    "many words": "+".join(["mot"] * 2_000),
    "not UTF-8": "%FF%FE",
    "an overlong slash": "%C0%AF",
    "half of a pair": "%ED%A0%80",
    "a bad escape": "%zz%",
    "NUL": "%00",
    "NUL in words": "num%00rique",
    "line breaks": quote("a\r\nSet-Cookie: a=b\r\n\r\nb"),
    "control characters": quote("\x01\x02\x1b[31m\x7f"),
    "SQL": quote("' OR 1=1; DROP TABLE core_place;--"),
    "SQL union": quote('") UNION SELECT password FROM auth_user --'),
    "pattern": quote("%_*?\\[a-z](.+)+$"),
    "FTS": quote('NEAR(a b) AND OR NOT ^"title:*'),
    "script": quote(SCRIPT),
    "breakout": quote(BREAKOUT),
    "handler": quote(HANDLER),
    "template": quote("{{ settings.SECRET_KEY }}{% debug %}"),
    "path": quote("../../../../etc/passwd", safe=""),
    "address": quote("https://evil.example/", safe=""),
    "right to left": quote("\u202egnp.exe\u200f שלום"),
    "emoji": quote("👩‍🔧🎉\U0010ffff"),
    "combining marks": quote("Z̷̛͉a̸l̶g̵o̴" + "\u0301" * 90),
    "a brace": quote("{0.__class__}%s%(x)s"),
}
# One of each family, where trying all of them everywhere would take too long.
FAMILIES = (
    "huge", "not UTF-8", "NUL in words", "line breaks", "SQL", "FTS", "script", "handler", "right to left", "emoji",
)  # fmt: skip
WORST = {name: VALUES[name] for name in FAMILIES}
# What is not even a value: the form of the query string itself.
QUERIES: dict[str, str] = {
    "nothing": "",
    "signs alone": "&&&==;=&",
    "no value": "q&du&public",
    "no name": "=x&=%00",
    "brackets": "public[]=entreprises&du[$gt]=1&q[0]=x",
    "a name that is not UTF-8": "%FF=%FF",
    "a name with NUL": "%00=1&q%00=1",
    "a thousand names": "&".join(f"n{number}=1" for number in range(900)),
    "a second question mark": "?q=1?du=2",
    "a fragment": "q=%23&%23=q",
}


def repeated(name: str, value: str, times: int = 200) -> str:
    return "&".join([f"{name}={value}"] * times)


def in_each(names: Sequence[str], value: str, times: int = 1) -> str:
    """VALUE in each of NAMES: what one holds hides nothing of the others."""
    return "&".join(repeated(name, value, times) for name in names)
