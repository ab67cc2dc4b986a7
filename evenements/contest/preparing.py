"""The pages of what the jury retained: made as drafts from the applications, kept as the deliberation says.

A draft is made for each laureate and finalist, and for each application that is not retained whose author agreed to be
shown. Nothing of it is read by a visitor before `results` publishes it. A decision that changes changes the draft; one
that takes an application back takes its draft, its pictures and the actor proposed with it, if nobody published them.
"""

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import escape, format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import TranslatableObject

from annuaire.enums import ActorKind
from annuaire.models import ActorPage, DirectoryPage
from annuaire.validators import validate_structure_email
from core.models.pages import default_locale
from evenements.contest.audit import Who, note
from evenements.contest.corrections import DISTINCTIONS, take_corrections
from evenements.contest.enums import ApplicationState, FileKind, Outcome
from evenements.contest.jury import applications_of
from evenements.contest.models import Application, ApplicationFile
from evenements.enums import Distinction
from evenements.models import ContestEntryPage, ContestEntryPicture, ContestPage

# Of a proposed actor, by the code of the category it enters in; an editor says better before publishing it.
KINDS = {"commune": ActorKind.LOCAL_AUTHORITY, "entreprise": ActorKind.COMPANY}
LONGEST_SLUG = 80


@dataclass
class Prepared:
    """How many drafts were made, changed, taken away."""

    made: int = 0
    changed: int = 0
    removed: int = 0


def is_shown(application: Application) -> bool:
    """Whether APPLICATION has a page once the results are known: retained, or its author agreed to be shown."""
    decision = getattr(application, "decision", None)
    if decision is None or application.purged_at is not None:
        return False
    return bool(decision.outcome in DISTINCTIONS or application.consent_shown)


def is_published(application: Application) -> bool:
    """Whether its page was ever public: from then on it is changed as a page is."""
    return application.entry is not None and application.entry.first_published_at is not None


@transaction.atomic
def prepare(edition: ContestPage, user: Who = None) -> Prepared:
    """Makes the drafts that are missing in EDITION, save those of `unready`, and follows what was decided since."""
    done = Prepared()
    for application in _applications(edition):
        if is_shown(application) and application.entry is None and not _lacks(application):
            application.entry = _draft(application, edition, user)
            application.save(update_fields=["entry", "made_images"])
            done.made += 1
    take_corrections(_applications(edition))
    followed = follow(edition, user)
    done.changed, done.removed = followed.changed, followed.removed
    note(edition, "prepared", user, count=done.made)
    return done


def unready(edition: ContestPage) -> list[str]:
    """Why no draft can be made of some of the applications of EDITION that are to have one, in sentences."""
    waiting = [each for each in _applications(edition) if is_shown(each) and each.entry is None]
    return [sentence for sentence in map(_lacks, waiting) if sentence]


def _lacks(application: Application) -> str:
    """What APPLICATION needs before a draft can be made of it; "" when nothing."""
    if application.actor is None and not application.proposed_name.strip():
        said = _("La candidature n° %(number)s n’a pas d’acteur : choisissez sa fiche de l’annuaire sur sa page.")
    elif not all(row.file.storage.exists(row.file.name or "") for row in _picture_rows(application)):
        said = _("Une image de la candidature n° %(number)s est perdue : demandez-la de nouveau à qui l’a déposée.")
    else:
        return ""
    return said % {"number": application.number}


@transaction.atomic
def follow(edition: ContestPage, user: Who = None) -> Prepared:
    """Says in each application, and in its draft where it has one, what was decided of it."""
    done = Prepared()
    for application in _applications(edition):
        state = _state(application)
        if application.state != state:
            application.state = state
            application.save(update_fields=["state"])
        page = application.entry
        if page is None or is_published(application):
            continue
        if is_shown(application):
            done.changed += int(_follow(application, page, user))
        else:
            take_away(application, page)
            done.removed += 1
    return done


def _applications(edition: ContestPage) -> list[Application]:
    return list(applications_of(edition).select_related("decision", "entry__latest_revision").prefetch_related("files"))


def _state(application: Application) -> ApplicationState:
    """What the decision makes of it; submitted as long as there is none."""
    decision = getattr(application, "decision", None)
    if decision is None:
        return ApplicationState.SUBMITTED
    return ApplicationState.RETAINED if decision.outcome in DISTINCTIONS else ApplicationState.DECLINED


def _draft(application: Application, edition: ContestPage, user: Who) -> ContestEntryPage:
    """A page under EDITION with the words, the pictures and the distinction of APPLICATION; never live."""
    if application.actor is None:
        application.actor, application.made_actor = _actor(application, user)
        application.save(update_fields=["actor", "made_actor"])
    page = ContestEntryPage(
        live=False,
        locale=edition.locale,
        title=application.title,
        slug=_free_slug(edition, application.title),
        actor=application.actor,
        category=application.category,
        summary=application.summary,
        what_was_done=_body(application.what_was_done, application.video_url),
        results=_body(application.results),
        **_decided(application),
        written_in=application.language,
        example=edition.example,
    )
    page.pictures = _pictures(application)
    application.made_images = [picture.image_id for picture in page.pictures.all()]
    edition.add_child(instance=page)
    page.save_revision(user=_author(user), log_action=True)
    return page


def _decided(application: Application) -> dict[str, Any]:
    """The fields of its page that the deliberation writes."""
    decision = application.decision
    distinction = DISTINCTIONS.get(Outcome(decision.outcome), Distinction.NONE)
    place = decision.rank if distinction else None
    return {"distinction": distinction, "place": place, "jury_words": decision.jury_words}


def _author(user: Who) -> Who:
    return user if user is not None and user.is_authenticated else None


def _free_slug(parent: ContestPage | DirectoryPage, title: str) -> str:
    """An address made of TITLE that no page of PARENT has."""
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "candidature"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _body(text: str, video: str = "") -> str:
    """The StreamField of TEXT, its paragraphs kept; VIDEO is a link at the end."""
    blocks = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    html = "".join(f"<p>{escape(block).replace(chr(10), '<br/>')}</p>" for block in blocks)
    if video:
        html += format_html('<p><a href="{}">{}</a></p>', video, _("Voir la vidéo"))
    return json.dumps([{"type": "text", "value": html}] if html else [])


def _pictures(application: Application) -> list[ContestEntryPicture]:
    """Copies of its pictures, under names nobody can guess: media are public, and this is not yet."""
    return [
        ContestEntryPicture(image=_image(row, str(application)), alternative=row.alternative, sort_order=order)
        for order, row in enumerate(_picture_rows(application))
    ]


def _picture_rows(application: Application) -> list[ApplicationFile]:
    return [row for row in application.files.all() if row.kind == FileKind.PICTURE]


def _image(row: ApplicationFile, title: str) -> object:
    """The picture of ROW, under a TITLE that names nobody: the library is seen by more people than the draft."""
    with row.file.open("rb") as stored:
        data = stored.read()
    extension = row.content_type.rpartition("/")[2].replace("jpeg", "jpg")
    return get_image_model().objects.create(title=title, file=ContentFile(data, f"{uuid.uuid4().hex}.{extension}"))


def _actor(application: Application, user: Who) -> tuple[ActorPage, int | None]:
    """A draft entry of the directory for the actor that APPLICATION proposes; one for all that it sends.

    With its key when it was made here, and not chosen by an organiser for another application.
    """
    same = applications_of(application.edition).filter(
        proposed_name__iexact=application.proposed_name, contact_email=application.contact_email, actor__isnull=False
    )
    twin = same.first()
    if twin and twin.actor:
        return twin.actor, twin.made_actor if twin.made_actor == twin.actor_id else None
    directory = DirectoryPage.objects.canonical().get()
    code = application.category.code if application.category else ""
    actor = ActorPage(
        live=False,
        locale=default_locale(),
        title=application.proposed_name,
        slug=_free_slug(directory, application.proposed_name),
        kind=KINDS.get(code, ActorKind.OTHER),
        commune=application.proposed_commune,
        email=_structure_email(application.proposed_email),
    )
    directory.add_child(instance=actor)
    actor.save_revision(user=_author(user), log_action=True)
    return actor, actor.pk


def _structure_email(address: str) -> str:
    """ADDRESS, unless it is that of a person: the directory is public."""
    try:
        validate_structure_email(address)
    except ValidationError:
        return ""
    return address


def _follow(application: Application, draft: ContestEntryPage, user: Who) -> bool:
    """Whether the distinction, the place or the jury's words of DRAFT had to change."""
    page, changed = draft.get_latest_revision_as_object(), False
    for name, value in _decided(application).items():
        changed = changed or getattr(page, name) != value
        setattr(page, name, value)
    if not changed:
        return False
    page.save_revision(user=_author(user), log_action=True)
    return True


def take_away(application: Application, page: ContestEntryPage) -> None:
    """Deletes PAGE, its draft, with the pictures and the actor made for it when nothing else came of them."""
    made: list[Any] = list(get_image_model().objects.filter(pk__in=application.made_images))
    actor = application.actor if application.made_actor == application.actor_id else None
    is_ours = actor is not None and actor.first_published_at is None
    application.entry, application.made_images, application.made_actor = None, [], None
    _delete(page)
    if is_ours:
        made.append(actor)
        application.actor = None
    application.save(update_fields=["entry", "actor", "made_images", "made_actor"])
    for each in made:
        if not _is_used(each, application):
            _delete(each)


def _delete(made: Any) -> None:
    """Deletes MADE; a page with its translations, and what is kept of its words for those who translate it."""
    if isinstance(made, Page):
        for each in made.get_translations():
            each.delete()
        TranslatableObject.objects.filter(translation_key=made.translation_key).delete()
    made.delete()


def _is_used(made: Any, application: Application) -> bool:
    """Whether anything but APPLICATION, which no longer does, leads to MADE."""
    own = {"content_type": ContentType.objects.get_for_model(Application), "object_id": str(application.pk)}
    return ReferenceIndex.get_references_to(made).exclude(**own).exists()
