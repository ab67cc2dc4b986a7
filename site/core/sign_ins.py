"""One line in the log for each sign-in that was refused, for whoever counts them: fail2ban, an administrator."""

import ipaddress
import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

logger = logging.getLogger(__name__)
NAME_LENGTH = 100


@receiver(user_login_failed)
def tell_refusal(sender: str, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The address comes first: what was typed after it cannot pass for another. No password is among CREDENTIALS."""
    typed = str(credentials.get(get_user_model().USERNAME_FIELD, ""))
    name = "".join(char for char in typed if char.isprintable())[:NAME_LENGTH]
    logger.warning('refused from %s: "%s"', client_address(request) if request else "-", name)


def client_address(request: HttpRequest) -> str:
    """The IP address of who asks; "-" when the server knows none.

    Only a web server on the same machine is believed when it says who it asks for, and only its own word: the last.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer and not ipaddress.ip_address(peer).is_loopback:
        return peer
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
    return _address(said) or peer or "-"


def _address(text: str) -> str:
    """TEXT as an IP address is written, "" when it is none."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None  # RFC 4291 §2.5.5.2
    return str(mapped or found)


def client_network(request: HttpRequest) -> str:
    """The network of who asks, for counts: one subscriber has 2⁶⁴ addresses of IPv6 (RFC 6177)."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, 64), strict=False))
