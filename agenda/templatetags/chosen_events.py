"""What the block « Liste d’événements » shows."""

from collections.abc import Iterable

from django import template
from wagtail.models import Page

from core.languages import DEFAULT_LANGUAGE, foreign
from core.parts import Item
from evenements.event_dates import told_state
from evenements.models import EventPage
from evenements.presentation import next_dates, place_words, when_words, with_event

register = template.Library()


@register.simple_tag
def event_items(pages: Iterable[Page | None]) -> list[Item]:
    """The events an editor chose that are still published, in that order, each with its next date or else its last."""
    keys = [page.translation_key for page in pages if page is not None]
    ids = dict(EventPage.objects.published().filter(translation_key__in=keys).values_list("translation_key", "pk"))
    dates = next_dates(ids.values())
    with_event(dates.values())
    chosen = [dates[ids[key]] for key in dict.fromkeys(keys) if ids.get(key) in dates]
    return [
        Item(
            title=date.title or date.event.words.title,
            url=date.event.reading_path,
            lang=foreign(DEFAULT_LANGUAGE if date.title else date.event.words_lang),
            lines=list(filter(None, [when_words(date), place_words(date.event, date)])),
            state=told_state(date, date.event),
            publics=list(date.event.audiences.all()),
            example=date.event.example,
        )
        for date in chosen
    ]
