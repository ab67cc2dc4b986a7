"""What the page of an application shows: where it stands, its form while it may be changed, else what it says."""

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.clock import now as clock_now
from core.languages import current
from core.parts import Link
from core.translations import attach_words
from evenements.contest.deadline import may_enter, opened_now
from evenements.contest.enums import ApplicationState, FileKind
from evenements.contest.fields import error_of, fields_of, labels, problems_of
from evenements.contest.files import is_bared
from evenements.contest.forms import ApplicationForm, actor_label, known_actors
from evenements.contest.letters import deadline_words
from evenements.contest.links import file_path_of
from evenements.contest.models import Application, ApplicationFile
from evenements.contest.stages import Stage
from evenements.contest.start import told
from evenements.editions import stage_of, told_stage
from evenements.models import ContestPage

BEFORE = ("title", "actor", "actor_email")
TEXTS = ("summary", "what_was_done", "results", "video_url")
CONTACT = ("contact_name", "contact_email")
CONSENTS = ("consent_rules", "consent_shown")


def shown(found: Application, form: ApplicationForm, opened: str = "") -> dict[str, Any]:
    """The context of the page of FOUND, with what is wrong in FORM; OPENED is what the form sent carried."""
    edition = found.edition
    attach_words([edition])
    now = clock_now()
    changing = found.state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED) and may_enter(edition, now, opened)
    context = {
        "application": found,
        "title": _title(found),
        "lead": _lead(found, changing=changing),
        "edition": Link(edition.words.title, edition.reading_path) if edition.live else None,
        "rules_url": f"{edition.reading_path}#reglement" if edition.words.rules else "",
        "may_change": changing,
        "is_draft": found.state == ApplicationState.DRAFT,
        "may_withdraw": not (found.entry and found.entry.live),
        "is_blind": edition.anonymous,
        "files": [_file(file, blind=edition.anonymous) for file in found.files.all()],
        **told(),
    }
    return context | (_form_context(found, form, opened) if changing else {"facts": facts(found)})


def _form_context(found: Application, form: ApplicationForm, opened: str) -> dict[str, Any]:
    values = values_of(found) | ({name: str(form.data[name]) for name in form.fields if name in form.data})
    if form.is_bound:
        values |= {name: "" for name in CONSENTS if name not in form.data}
    return {
        "opened": opened or opened_now(),
        "first": fields_of(form, values, BEFORE),
        "texts": fields_of(form, values, TEXTS).values(),
        "persons": fields_of(form, values, CONTACT).values(),
        "consents": fields_of(form, values, CONSENTS).values(),
        "categories": [
            (term.pk, term.words, values["category"] == str(term.pk)) for term in found.edition.categories.all()
        ],
        "category_error": error_of(form, "category"),
        "communes": [
            (commune.pk, commune.words, values["commune"] == str(commune.pk))
            for commune in form.fields["commune"].queryset
        ],
        "commune_chosen": bool(values["commune"]),
        "commune_error": error_of(form, "commune"),
        "actors": [actor_label(actor) for actor in known_actors()],
        "problems": problems_of(form),
        "may_add": found.files.count() < settings.CONTEST_FILES,
        "most_files": settings.CONTEST_FILES,
        "most_picture": settings.CONTEST_PICTURE_MEGABYTES,
        "most_document": settings.CONTEST_DOCUMENT_MEGABYTES,
    }


def values_of(found: Application) -> dict[str, str]:
    """What FOUND says, as its form has it."""
    values = {
        name: str(getattr(found, name) or "")
        for name in ("title", "summary", "what_was_done", "results", "video_url", "contact_name", "contact_email")
    }
    values |= {name: "on" if getattr(found, name) else "" for name in CONSENTS}
    return values | {
        "actor": actor_label(found.actor) if found.actor else found.proposed_name,
        "actor_email": found.proposed_email,
        "commune": str(found.proposed_commune_id or ""),
        "category": str(found.category_id or ""),
    }


def facts(found: Application) -> list[tuple[str, str]]:
    """What FOUND says, in lines, where it can no longer be changed."""
    values, called = values_of(found), labels()
    values["category"] = found.category.words if found.category else ""
    values["commune"] = found.proposed_commune.words if found.proposed_commune else ""
    order = ("title", "actor", "commune", "category", *TEXTS, *CONTACT)
    return [(called[name], values[name]) for name in order if values[name]]


def late_words(edition: ContestPage) -> str:
    """Why nothing is taken, in a sentence."""
    return " ".join([_stage_words(edition), _("Rien n’a été changé.")])


def _stage_words(edition: ContestPage) -> str:
    """Where EDITION stands, unless it stands there for others: it is hidden, or one no longer enters it here."""
    if edition.live and edition.takes_applications:
        return told_stage(edition)[1]
    return _("On ne candidate pas sur ce site en ce moment.")


def _title(found: Application) -> str:
    titles = {
        ApplicationState.DRAFT: _("Votre candidature, en brouillon"),
        ApplicationState.SUBMITTED: _("Votre candidature est déposée"),
        ApplicationState.RETAINED: _("Votre candidature est déposée"),
        ApplicationState.DECLINED: _("Votre candidature est déposée"),
    }
    return titles[ApplicationState(found.state)]


def _lead(found: Application, *, changing: bool) -> str:
    """What the state means, in a sentence. What the jury decides is told by the results alone."""
    until = deadline_words(found.edition)
    if not changing:
        return _lead_of_closed(found)
    if stage_of(found.edition) != Stage.OPEN:
        return _("Les candidatures sont closes ; ce que vous envoyez dans la minute compte encore.")
    if found.state == ApplicationState.DRAFT and until:
        return _("Elle n’est pas encore déposée. Vous avez jusqu’au %(moment)s.") % {"moment": until}
    if found.state == ApplicationState.DRAFT:
        return _("Elle n’est pas encore déposée.")
    if until:
        return _("Vous pouvez la changer ou la retirer jusqu’au %(moment)s.") % {"moment": until}
    return ""


def _lead_of_closed(found: Application) -> str:
    """The same of an application that may not be changed now."""
    edition, stage = found.edition, _stage_words(found.edition)
    if found.state != ApplicationState.DRAFT:
        return stage
    if stage_of(edition) in (Stage.COMING, Stage.OPEN):  # Put off, or hidden for a while.
        return _("Elle n’est pas encore déposée.") + " " + stage
    return _("Elle n’a pas été déposée : le jury ne la lira pas.") + " " + stage


def _file(file: ApplicationFile, *, blind: bool) -> dict[str, Any]:
    return {
        "key": str(file.key),
        "name": file.name,
        "size": filesizeformat(file.size),
        "url": file_path_of(file, current()),
        "is_picture": file.kind == FileKind.PICTURE,
        "alternative": file.alternative,
        "is_kept_from_jury": blind and not is_bared(file),
    }
