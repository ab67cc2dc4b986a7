"""Invented volume for benchmarks: many pages at once, without revisions, logs or signals. Never for a real site."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from annuaire.enums import ActorKind
from annuaire.models import ActorPage
from annuaire.sorting import sort_key
from core.many_pages import insert
from core.models import Action, Audience, BasePage, Commune, EventKind, Service, Theme
from core.models.pages import default_locale
from evenements.enums import AttendanceMode, Frequency
from evenements.models import DateLine, EventActor, EventPage

BATCH = 500
WORDS = (
    "atelier numérique fibre données ouvertes cybersécurité impression laser découpe démarches médiation entreprise"
    " commune rencontre débat robot logiciel libre réseau formation emploi carte capteur archives école port rade quai"
).split()
PageT = TypeVar("PageT", bound=BasePage)
RowT = TypeVar("RowT")


def batches(rows: Iterable[RowT], size: int = BATCH) -> Iterator[list[RowT]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


class Volume:
    """Makes rows from a seeded generator: the same numbers give the same content."""

    def __init__(self, seed: int = 165) -> None:
        self.random = random.Random(seed)  # noqa: S311  # invented content, not a secret
        self.locale = default_locale()
        self.now = timezone.now()
        self.communes = list(Commune.objects.all())
        self.audiences = list(Audience.objects.values_list("pk", flat=True))
        self.themes = list(Theme.objects.values_list("pk", flat=True))
        self.actions = list(Action.objects.values_list("pk", flat=True))
        self.services = list(Service.objects.values_list("pk", flat=True))
        self.kinds = list(EventKind.objects.all())

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count)).capitalize()

    def _frame(self, title: str, number: int) -> dict[str, object]:
        return {
            "title": title,
            "draft_title": title,
            "slug": f"{slugify(title)[:60]}-{number}-{self.random.getrandbits(24):06x}",
            "locale": self.locale,
            "live": True,
            "translation_key": uuid.UUID(int=self.random.getrandbits(128), version=4),
            "first_published_at": self.now,
            "last_published_at": self.now,
            "example": True,
        }

    def _link(
        self, relation: type[models.Model], column: str, pages: list[PageT], choices: list[int], most: int
    ) -> None:
        rows = []
        for page in pages:
            owner = {f"{type(page)._meta.model_name}_id": page.pk}
            for choice in self.random.sample(choices, self.random.randint(1, most)):
                rows.append(relation(**owner, **{column: choice}))
        relation._default_manager.bulk_create(rows, batch_size=2000)

    def actors(self, parent: Page, count: int) -> list[ActorPage]:
        made: list[ActorPage] = []
        for numbers in batches(range(count)):
            pages = list(insert(parent, [self._actor(number) for number in numbers]))
            self._link(ActorPage.audiences.through, "audience_id", pages, self.audiences, 3)
            self._link(ActorPage.services.through, "service_id", pages, self.services, 3)
            made += pages
        return made

    def _actor(self, number: int) -> ActorPage:
        commune, name = self.random.choice(self.communes), self.words(3)
        return ActorPage(
            **self._frame(name, number),
            sort_name=sort_key(name),
            kind=self.random.choice(ActorKind.values),
            summary=self.words(20),
            verified_on=self.now.date() - dt.timedelta(days=self.random.randint(0, 300)),
            street=f"{self.random.randint(1, 90)} rue {self.random.choice(WORDS)}",
            phone=f"02 61 91 {self.random.randint(10, 99)} {self.random.randint(10, 99)}",
            opening_hours="Mo-Fr 09:00-12:00,14:00-18:00; PH off",
            commune=commune,
            postcode=commune.postcodes[0],
            latitude=commune.latitude,
            longitude=commune.longitude,
        )

    def events(self, parent: Page, count: int, hosts: list[ActorPage]) -> Iterator[list[EventPage]]:
        """COUNT events by batches; nine in ten have one date, the tenth comes back each week."""
        for numbers in batches(range(count)):
            pages = list(insert(parent, [self._event(number, hosts) for number in numbers]))
            self._link(EventPage.audiences.through, "audience_id", pages, self.audiences, 3)
            self._link(EventPage.themes.through, "theme_id", pages, self.themes, 2)
            self._link(EventPage.actions.through, "action_id", pages, self.actions, 2)
            DateLine.objects.bulk_create(
                [self._line(page, number) for page, number in zip(pages, numbers, strict=True)]
            )
            if hosts:
                EventActor.objects.bulk_create(
                    [EventActor(page=page, actor=self.random.choice(hosts)) for page in pages]
                )
            yield pages

    def _event(self, number: int, hosts: list[ActorPage]) -> EventPage:
        return EventPage(
            **self._frame(self.words(4), number),
            summary=self.words(30),
            kind=self.random.choice(self.kinds),
            mode=self.random.choice(AttendanceMode.values),
            host=self.random.choice(hosts) if hosts else None,
            is_free=self.random.random() < 0.7,
        )

    def _line(self, page: EventPage, number: int) -> DateLine:
        day = self.now.date() + dt.timedelta(days=self.random.randint(-300, 300))
        hour = self.random.randint(8, 19)
        weekly = number % 10 == 9
        return DateLine(
            page=page,
            start_date=day,
            start_time=dt.time(hour),
            end_time=dt.time(hour + 2),
            frequency=Frequency.WEEKLY if weekly else Frequency.ONCE,
            count=8 if weekly else None,
        )
