"""The dates of a selection as files, as its page names them."""

from typing import Any

from django.utils.translation import gettext as _

from agenda.channels import Channel
from agenda.exports import SCHEMA_PATH
from agenda.selection import Selection
from core.languages import choose
from core.navigation import paths
from core.parts import Link
from core.territory import territory


def files(channel: Channel, selection: Selection) -> dict[str, Any]:
    """The links to the files of SELECTION, and their licence (components/files.html)."""
    licence, is_dated = territory().data["licence"], selection.du or selection.au
    held = _("ces dates (CSV)") if is_dated else _("ces dates, et celles des douze derniers mois (CSV)")
    return {
        "files": [
            Link(held, selection.at(f"{channel.folder}agenda.csv")),
            Link(_("les mêmes, pour un programme (JSON)"), selection.at(f"{channel.folder}agenda.json")),
            Link(_("ce que veulent dire les colonnes du premier fichier (Table Schema)"), SCHEMA_PATH),
            Link(_("comment lire ces fichiers"), f"{paths()['data']}#jeu-evenements"),
        ],
        "licence": Link(choose(licence["name"]), licence["url"]),
    }
