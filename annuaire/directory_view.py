"""What the directory's page shows of a selection: its actors, its facets, its map."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from annuaire.cards import cards_found
from annuaire.directory_map import live_map_found, map_found, towns_found
from annuaire.filters import DirectoryForm
from annuaire.listing import CHOSEN_ONE, Directory, Listing, listing, read_directory
from annuaire.models import ActorPage
from annuaire.nearby import HERE, Spot
from annuaire.selection import FACETS, Selection
from core.languages import choose
from core.navigation import paths
from core.parts import Chip, Choice, Facet, Filters, Link, Problem, View
from core.territory import territory

PER_PAGE = 24
# Boxes shown before the others are folded.
SHOWN = {"genre": 10, "public": 6, "service": 4, "equipement": 4}
MAP_VIEW = "carte"


def directory_context(data: QueryDict, position: Spot | None = None) -> dict[str, Any]:
    """The context of the page for the query string DATA, and the reader's POSITION when it came with the request."""
    directory = read_directory()
    form = DirectoryForm(data, directory.labels)
    selection = form.selection
    found = listing(directory, selection, position)
    page = Paginator[int](found.actors, PER_PAGE).get_page(data.get("page"))  # type: ignore[arg-type]
    actors = ActorPage.objects.with_card().in_bulk(page.object_list)
    shows_map = data.get("vue") == MAP_VIEW
    path = paths()["directory"]
    filters = _filters(form, directory, found, selection, shows_map)
    return {
        "problems": _problems(form, filters),
        "selection": selection,
        "total": len(found.actors),
        "page_obj": page,
        "cards": cards_found((actors[pk] for pk in page.object_list), found),
        "filters": filters,
        "chips": _chips(directory, selection),
        "clear_url": selection.cleared().at(path),
        "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
        "map": map_found(directory, found, selection),
        "live_map": live_map_found(directory, selection, found, page.number),
        "towns": towns_found(directory, found, selection) if shows_map else [],
        "near": _near(directory, selection, found),
        "asks_position": selection.pres == HERE,
        "views": _views(selection, shows_map),
        "shows_map": shows_map,
        "ways_out": _ways_out(directory, selection) if not found.actors else [],
        "files": _files(selection),
        "licence": Link(choose(territory().data["licence"]["name"]), territory().data["licence"]["url"]),
    }


def listed_at(keys: Iterable[int], directory: Directory, selection: Selection) -> dict[int, str]:
    """The address of the card of each of KEYS in the list of SELECTION; of none when a position that is not told orders
    it.
    """
    if selection.pres == HERE and not selection.tri:
        return {}
    places = {key: place for place, key in enumerate(listing(directory, selection).actors)}
    found = {key: places[key] // PER_PAGE + 1 for key in keys if key in places}
    path = paths()["directory"]
    return {
        key: f"{selection.at(path, **({'page': str(page)} if page > 1 else {}))}#acteur-{key}"
        for key, page in found.items()
    }


def _files(selection: Selection) -> list[Link]:
    """The same actors for programs and spreadsheets, and what the columns of the first file mean."""
    selection = replace(selection, pres="")
    return [
        Link(_("ces acteurs, avec tout ce que dit leur fiche (CSV)"), selection.at(reverse("directory_table"))),
        Link(
            _("parmi eux, les lieux de médiation numérique, au schéma national (CSV)"),
            selection.at(reverse("national_table")),
        ),
        Link(_("les acteurs, pour un programme (JSON)"), selection.at(reverse("directory_objects"))),
        Link(_("les acteurs, pour une carte (GeoJSON)"), selection.at(reverse("directory_features"))),
        Link(
            _("ce que veulent dire les colonnes du premier fichier (Table Schema)"), reverse("directory_table_schema")
        ),
        Link(_("comment lire ces fichiers"), f"{paths()['data']}#jeu-acteurs"),
    ]


def _filters(
    form: DirectoryForm, directory: Directory, found: Listing, selection: Selection, shows_map: bool
) -> Filters:
    facets = [_facet(form, name, directory.labels[name], found.counts[name], selection) for name in FACETS]
    hidden = [("q", selection.q)] if selection.q else []
    if shows_map:
        hidden.append(("vue", MAP_VIEW))
    facets.insert(FACETS.index("commune") + 1, _nearby(form, directory, selection))
    offered = [facet for facet in facets if facet.choices]
    return Filters(
        action=paths()["directory"],
        facets=[*offered, _sorts(form, selection)],
        submit=_("Voir les acteurs"),
        active=sum(len(selection.values(name)) for name in FACETS),
        hidden=hidden,
    )


def _problems(form: DirectoryForm, shown: Filters) -> list[Problem]:
    """What FORM did not understand, each leading to its field: the words' stand in the head."""
    fields = {"q": "q"} | {facet.name: facet.html_id for facet in shown.facets}
    return [
        Problem(str(form.fields[name].label), message, fields.get(name, "")) for name, message in form.messages.items()
    ]


def _facet(
    form: DirectoryForm, name: str, labels: Mapping[str, str], counts: Mapping[str, int], selection: Selection
) -> Facet:
    """The values that some actor has, or that are chosen; one that gives nobody is not offered."""
    chosen = selection.values(name)
    choices = [
        Choice(value, label, count=counts[value], checked=value in chosen)
        for value, label in labels.items()
        if counts.get(value) or value in chosen
    ]
    return Facet(
        name=name,
        legend=str(form.fields[name].label),
        kind="select" if name in CHOSEN_ONE else "boxes",
        choices=choices,
        any_label=_("Toutes les communes"),
        error=form.messages.get(name, ""),
        shown=SHOWN.get(name, 7),
    )


def _nearby(form: DirectoryForm, directory: Directory, selection: Selection) -> Facet:
    """Near which commune, by name. The reader's own position is offered by a script, which alone knows it."""
    communes = directory.labels["commune"].items()
    choices = [Choice(insee, name, checked=insee == selection.pres) for insee, name in communes]
    if selection.pres == HERE:
        choices.insert(0, Choice(HERE, _("Ma position"), checked=True))
    error = form.messages.get("pres", "")
    any_label = _("N’importe où")
    return Facet("pres", str(form.fields["pres"].label), "select", choices, any_label=any_label, error=error)


def _sorts(form: DirectoryForm, selection: Selection) -> Facet:
    """By name unless the reader says otherwise; when words are looked for, the best answers come first; near somewhere,
    the nearest.
    """
    kept = {"nom", "fraicheur"} | ({"pertinence"} if selection.q else set())
    offered = [(value, label) for value, label in form.SORTS if value in kept]
    default = _("Distance") if selection.pres else str(offered.pop(0)[1])
    choices = [Choice(value, str(label), checked=value == selection.tri) for value, label in offered]
    error = form.messages.get("tri", "")
    return Facet("tri", str(form.fields["tri"].label), "select", choices, any_label=default, error=error)


def _chosen(directory: Directory, selection: Selection) -> list[tuple[str, str, str]]:
    """What narrows the list: (parameter, value, its words)."""
    words = [("q", selection.q, _("« %(words)s »") % {"words": selection.q})] if selection.q else []
    words += [(name, value, directory.labels[name][value]) for name in FACETS for value in selection.values(name)]
    return words


def _origin_in_words(directory: Directory, selection: Selection) -> str:
    """What the list is near: a commune, or the reader."""
    return _("ma position") if selection.pres == HERE else directory.labels["commune"][selection.pres]


def _near(directory: Directory, selection: Selection, found: Listing) -> str:
    """A sentence on what distances are counted from; what is missing when the reader's position is not known."""
    if not selection.pres:
        return ""
    if found.origin is None:
        return _(
            "Votre position n’est pas connue de cette page : elle n’est gardée dans aucune adresse. "
            "La liste est dans son ordre habituel."
        )
    if selection.pres == HERE:
        return _("Distances à vol d’oiseau depuis votre position, arrondie à 100 m. Ce site ne la garde pas.")
    return _("Distances à vol d’oiseau depuis le centre de la commune (%(commune)s).") % {
        "commune": directory.labels["commune"][selection.pres]
    }


def _chips(directory: Directory, selection: Selection) -> list[Chip]:
    path, chosen = paths()["directory"], _chosen(directory, selection)
    if selection.pres:
        near = _("Près de : %(origin)s") % {"origin": _origin_in_words(directory, selection)}
        chosen.append(("pres", selection.pres, near))
    return [Chip(label, selection.without(name, value).at(path)) for name, value, label in chosen]


def _ways_out(directory: Directory, selection: Selection) -> list[Link]:
    """For a list with nobody: what leaving out each filter gives, then everybody."""
    path, links = paths()["directory"], []
    for name, value, label in _chosen(directory, selection):
        wider = selection.without(name, value)
        if number := len(listing(directory, wider).actors):
            links.append(Link(_("Sans %(filter)s : %(number)s") % {"filter": label, "number": number}, wider.at(path)))
    return [*links, Link(_("Voir tout l’annuaire"), selection.cleared().at(path))]


def _views(selection: Selection, shows_map: bool) -> list[View]:
    """The list or the map: on a phone one stands in the place of the other."""
    path = paths()["directory"]
    return [
        View(_("Liste"), selection.at(path), "list", not shows_map),
        View(_("Carte"), selection.at(path, vue=MAP_VIEW), "map", shows_map),
    ]
