"""An actor as schema.org tells it to search engines."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.images.models import SourceImageIOError

from annuaire.enums import ActorKind
from annuaire.models import ActorPage
from annuaire.opening_rules import Rule, read
from annuaire.phone import international
from core.addresses import absolute
from core.languages import choose
from core.navigation import paths
from core.parts import Link
from core.territory import territory

CONTEXT = "https://schema.org"
# By kind; a draft may have none yet.
TYPES: Mapping[str, str] = {
    ActorKind.COMPANY: "LocalBusiness",
    ActorKind.LOCAL_AUTHORITY: "GovernmentOrganization",
    ActorKind.PUBLIC_BODY: "GovernmentOrganization",
    ActorKind.ASSOCIATION: "NGO",
    ActorKind.EDUCATION: "EducationalOrganization",
    ActorKind.TRAINING: "EducationalOrganization",
}
LOGO = "max-600x600"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Data = dict[str, Any]


def actor_data(actor: ActorPage, words: ActorPage, lang: str, url: str, crumbs: Sequence[Link]) -> list[Data]:
    """ACTOR in WORDS, whose language is LANG, and the way to its page at URL; nothing for what is invented."""
    if actor.example:
        return []
    organization = {
        "@context": CONTEXT,
        "@type": _type(actor),
        "@id": f"{url}#acteur",
        "name": words.title,
        "alternateName": actor.acronym,
        "description": words.summary,
        "url": actor.website or url,
        "mainEntityOfPage": url,
        "logo": _logo(actor),
        "telephone": international(actor.phone),
        "email": actor.email,
        "taxID": actor.siret,
        "address": _address(actor),
        "location": _place(actor, words),
        "areaServed": words.area_of_action,
        "knowsAbout": [skill.label_in(lang) for skill in actor.skills.all()],
    }
    return [_said(organization), _breadcrumb(words.title, url, crumbs)]


def _type(actor: ActorPage) -> str:
    """What it is; a company without an address is no place of business."""
    if actor.kind == ActorKind.COMPANY and not actor.street:
        return "Organization"
    return TYPES.get(actor.kind, "Organization")


def _logo(actor: ActorPage) -> str:
    """The full address of its logo; nothing when the file is lost."""
    if actor.logo is None:
        return ""
    try:
        url = actor.logo.get_rendition(LOGO).url
    except SourceImageIOError:
        return ""
    return absolute(url) if url.startswith("/") else url


def _address(actor: ActorPage) -> Data:
    if not actor.commune:
        return {}
    return _said(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, [actor.street, actor.complement])),
            "postalCode": actor.postcode,
            "addressLocality": actor.commune.name,
            "addressRegion": territory().data["territory"]["region"],
            "addressCountry": territory().country,
        }
    )


def _place(actor: ActorPage, words: ActorPage) -> Data:
    """Where it is, as a place with its point and its hours; nothing when neither is known."""
    point = actor.has_point and {
        "@type": "GeoCoordinates",
        "latitude": actor.latitude,
        "longitude": actor.longitude,
    }
    hours = _hours(actor.opening_hours)
    if not (point or hours):
        return {}
    place = {"@type": "Place", "name": words.title, "address": _address(actor), "geo": point or {}}
    return _said(place | {"openingHoursSpecification": hours})


def _hours(expression: str) -> list[Data]:
    """The hours of each week; none when some depend on the season, on holidays or on a remark."""
    rules = [rule for rule in read(expression) or [] if not (rule.is_closed and rule.holidays)]
    if not all(map(_is_weekly, rules)):
        return []
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{CONTEXT}/{DAYS[day]}" for day in rule.weekdays or range(len(DAYS))],
            "opens": span.start.isoformat("minutes"),
            "closes": span.end.isoformat("minutes") if span.end else "23:59",
        }
        for rule in rules
        for span in rule.hours
    ]


def _is_weekly(rule: Rule) -> bool:
    special = rule.dates or rule.ranks or rule.holidays or rule.is_closed or rule.is_unknown or rule.comment
    return not special and all(span.end is not None for span in rule.hours)


def _breadcrumb(title: str, url: str, crumbs: Sequence[Link]) -> Data:
    home = Link(choose(territory().site_name), paths()["home"])
    steps = [(link.label, absolute(link.url)) for link in (home, *crumbs)] + [(title, url)]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def _said(data: Data) -> Data:
    """DATA without what it does not say."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {}, False)}
