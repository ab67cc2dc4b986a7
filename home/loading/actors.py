"""The demonstration's actors: real ones with what the sources say, and examples."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from annuaire.models import ActorPage, DirectoryPage
from core.models import Action, Audience, Equipment, Service, Skill
from home.loading.demo import DemoPages, Entry, section, sources
from home.loading.files import read
from home.loading.words import body

FIELDS = (
    "slug", "title", "acronym", "kind", "summary", "street", "complement", "postcode", "latitude", "longitude",
    "area_of_action", "opening_hours", "accessibility", "phone", "email", "website", "siret", "programmes", "example",
)  # fmt: skip
# What few entries say, as the national schema writes it.
NATIONAL = ("typologies", "itinerancy", "fees", "access_modes", "support_modes", "special_care")
LISTS = {"services": Service, "skills": Skill, "equipment": Equipment, "audiences": Audience, "actions": Action}


def load_actors(pages: DemoPages, today: dt.date) -> dict[str, ActorPage]:
    """Every actor of demo/actors.json, added where it is missing, by its slug in the data."""
    directory = section(DirectoryPage)
    actors: dict[str, ActorPage] = {}
    for order, entry in enumerate(read("demo/actors")["actors"]):
        page = pages.find("actors", entry["slug"], directory["fr"])
        if page is None:
            page = pages.add("actors", build_actor(pages, entry, today - dt.timedelta(days=order)), directory)
        actors[entry["slug"]] = page
    return actors


def build_actor(pages: DemoPages, entry: Entry, verified_on: dt.date) -> ActorPage:
    """The page of ENTRY, not saved. Nobody has verified a real actor yet: only an example says when it was, most on
    VERIFIED_ON, a few so long ago that they are asked about or marked.
    """
    verified_on -= relativedelta(months=entry.get("verified_months_ago", 0))
    page = ActorPage(
        **{name: entry[name] for name in FIELDS},
        **{name: entry[name] for name in NATIONAL if name in entry},
        commune=pages.commune(entry["commune"]),
        body=body(entry["body"]),
        verified_on=verified_on if entry["example"] else None,
        sources=sources(entry),
    )
    for name, model in LISTS.items():
        setattr(page, name, pages.chosen(model, entry[name]))
    return page
