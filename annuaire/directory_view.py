"""What the directory's page shows of a selection: its actors, its facets, its map."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.cards import cards
from annuaire.filters import DirectoryForm
from annuaire.listing import CHOSEN_ONE, Directory, Listing, listing, read_directory
from annuaire.models import ActorPage
from annuaire.selection import FACETS, Selection
from core.languages import choose, current
from core.location_map import LocationMap
from core.navigation import paths
from core.outlines import Place, outline_around, territory_outline
from core.parts import Chip, Choice, Facet, Filters, Link, Problem, View
from core.territory import territory

PER_PAGE = 24
# Boxes shown before the others are folded.
SHOWN = {"genre": 10, "public": 6, "service": 4, "equipement": 4}
MAP_VIEW = "carte"


def directory_context(data: QueryDict) -> dict[str, Any]:
    """The context of the page for the query string DATA."""
    directory = read_directory()
    form = DirectoryForm(data, directory.labels)
    selection = form.selection
    found = listing(directory, selection)
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
        "cards": cards(actors[pk] for pk in page.object_list),
        "filters": filters,
        "chips": _chips(directory, selection),
        "clear_url": selection.cleared().at(path),
        "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
        "map": _map(directory, found, selection),
        "towns": _towns(directory, found, selection) if shows_map else [],
        "views": _views(selection, shows_map),
        "shows_map": shows_map,
        "ways_out": _ways_out(directory, selection) if not found.actors else [],
        "files": _files(selection),
        "licence": Link(choose(territory().data["licence"]["name"]), territory().data["licence"]["url"]),
    }


def _files(selection: Selection) -> list[Link]:
    """The same actors for programs and spreadsheets, and what the columns of the first file mean."""
    return [
        Link(_("ces acteurs, avec tout ce que dit leur fiche (CSV)"), selection.at(reverse("directory_table"))),
        Link(
            _("parmi eux, les lieux de médiation numérique, au schéma national (CSV)"),
            selection.at(reverse("national_table")),
        ),
        Link(
            _("ce que veulent dire les colonnes du premier fichier (Table Schema)"), reverse("directory_table_schema")
        ),
    ]


def _filters(
    form: DirectoryForm, directory: Directory, found: Listing, selection: Selection, shows_map: bool
) -> Filters:
    facets = [_facet(form, name, directory.labels[name], found.counts[name], selection) for name in FACETS]
    hidden = [("q", selection.q)] if selection.q else []
    if shows_map:
        hidden.append(("vue", MAP_VIEW))
    return Filters(
        action=paths()["directory"],
        facets=[*(facet for facet in facets if facet.choices), _sorts(form, selection)],
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


def _sorts(form: DirectoryForm, selection: Selection) -> Facet:
    """By name unless the reader says otherwise; when words are looked for, the best answers come first."""
    default = _("Pertinence") if selection.q else str(form.SORTS[0][1])
    offered = form.SORTS if selection.q else form.SORTS[1:]
    choices = [Choice(value, str(label), checked=value == selection.tri) for value, label in offered]
    error = form.messages.get("tri", "")
    return Facet("tri", str(form.fields["tri"].label), "select", choices, any_label=default, error=error)


def _chosen(directory: Directory, selection: Selection) -> list[tuple[str, str, str]]:
    """What narrows the list: (parameter, value, its words)."""
    words = [("q", selection.q, _("« %(words)s »") % {"words": selection.q})] if selection.q else []
    return words + [(name, value, directory.labels[name][value]) for name in FACETS for value in selection.values(name)]


def _chips(directory: Directory, selection: Selection) -> list[Chip]:
    path, chosen = paths()["directory"], _chosen(directory, selection)
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


def _numbers(directory: Directory, found: Listing) -> dict[str, int]:
    """How many of the actors found each commune has, by INSEE code."""
    counted = {
        insee: (bits & found.actors.bits).bit_count() for insee, bits in directory.actors.members["commune"].items()
    }
    return {insee: number for insee, number in counted.items() if number}


def _towns(directory: Directory, found: Listing, selection: Selection) -> list[Link]:
    """The numbers of the map in words: each commune leads to its actors, in the order of names, then all the others."""
    numbers, path = _numbers(directory, found), paths()["directory"]
    links = [
        Link(
            _("%(name)s : %(number)s") % {"name": name, "number": numbers[insee]},
            replace(selection, commune=(insee,)).at(path),
        )
        for insee, name in directory.labels["commune"].items()
        if insee in numbers
    ]
    if others := len(found.actors) - sum(numbers.values()):
        label = ngettext("%(number)s acteur sans adresse", "%(number)s acteurs sans adresse", others)
        links.append(Link(label % {"number": others}, selection.at(path)))
    return links


def _map(directory: Directory, found: Listing, selection: Selection) -> LocationMap:
    """How many of the actors found each commune has. Those without commune are said in the label: the list has them."""
    numbers = _numbers(directory, found)
    communes = [directory.communes[insee] for insee in numbers]
    marks = [Place(town.longitude, town.latitude, str(numbers[town.insee])) for town in communes]
    outline = outline_around(marks, current(), on=selection.commune) if marks else territory_outline(current())
    located = sum(numbers.values())
    return LocationMap(outline, _map_label(located, len(found.actors) - located))


def _map_label(located: int, others: int) -> str:
    label = ngettext("%(number)s acteur sur la carte", "%(number)s acteurs sur la carte", located) % {"number": located}
    if not others:
        return f"{label}."
    more = ngettext("%(number)s sans adresse est dans la liste", "%(number)s sans adresse sont dans la liste", others)
    return _("%(located)s ; %(others)s.") % {"located": label, "others": more % {"number": others}}
