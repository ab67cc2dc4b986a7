"""Entering an actor in the admin: a sentence on each wrong field, nothing typed lost, doubts told after saving."""

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from annuaire.models import ActorPage, DirectoryPage
from core.models import Action, Audience
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory, CommuneFactory, ServiceFactory, UserFactory, translate

pytestmark = pytest.mark.django_db
NORTH, WEST = settings.TERRITORY.bounds[3], settings.TERRITORY.bounds[0]


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def entry(**more):
    """What the form sends for an actor, with MORE."""
    body = nested_form_data({"body": streamfield([("text", rich_text("<p>Bonjour</p>"))])})
    words = {"title": "Le Club", "slug": "le-club", "summary": "Ce que fait ce club."}
    return {**words, **body, "kind": "association", "action-publish": "1", **more}


def add_url():
    directory = DirectoryPage.objects.get(locale__language_code="fr")
    return reverse("wagtailadmin_pages:add", args=["annuaire", "actorpage", directory.pk])


def edit_url(actor):
    return reverse("wagtailadmin_pages:edit", args=[actor.pk])


def new_form(sent):
    """The form of a new actor, filled with what was SENT."""
    directory = DirectoryPage.objects.get(locale__language_code="fr")
    data = QueryDict(mutable=True)
    data.update(sent)
    form_class = ActorPage.get_edit_handler().get_form_class()
    return form_class(data, instance=ActorPage(), parent_page=directory, for_user=UserFactory(administrator=True))


def sentences(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_a_well_entered_actor_is_published(editor):
    commune, audience = CommuneFactory(), AudienceFactory()
    editor.post(
        add_url(),
        entry(
            siret="732 829 320 00074",
            phone="+33 (0)2 97 00 00 00",
            opening_hours="Mo-Fr 09:00-12:00; PH off",
            email="contact@club.example",
            website="club.example",
            commune=commune.pk,
            postcode=commune.postcodes[0],
            latitude="47,75",
            longitude="-3.37",
            audiences=[audience.pk],
        ),
    )

    actor = ActorPage.objects.get(title="Le Club")
    assert actor.live
    assert actor.siret == "73282932000074"
    assert actor.phone == "02 97 00 00 00"
    assert actor.website == "https://club.example"
    assert (actor.latitude, actor.longitude) == (47.75, -3.37)
    assert list(actor.audiences.all()) == [audience]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("siret", "732 829 320 00075", "sa clé est fausse"),
        ("siret", "00000000000000", "sa clé est fausse"),
        ("siret", "7328", "quatorze chiffres"),
        ("phone", "voir à l’accueil", "ne se lit pas"),
        ("opening_hours", "lundi 9h-12h", "Modèle : Mo-Fr"),
        ("email", "jeanne.legall@club.example", "celle d’une personne"),
        ("email", "contact@", "adresse de courriel valide"),
        ("website", "pas une adresse", "Modèle : https://"),
        ("rna", "561000001", "W suivi de neuf chiffres"),
        ("website", "ftp://club.example", "Modèle : https://"),
        ("postcode", "561", "cinq chiffres"),
        ("latitude", "quarante-sept", "en degrés"),
        ("latitude", "95", "inférieure ou égale à 90"),
        ("verified_on", "2999-01-01", "pas encore passée"),
        ("summary", "x" * 281, "280"),
        ("kind", "licorne", "licorne"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_on_its_field_and_nothing_typed_is_lost(field, typed, words):
    sent = entry(**{"accessibility": "Plain-pied, deux marches.", "longitude": "-3", "latitude": "47", field: typed})

    form = new_form(sent)

    assert list(form.errors) == [field]
    assert words in " ".join(form.errors[field]).replace("\N{NO-BREAK SPACE}", " ")
    assert form["accessibility"].value() == "Plain-pied, deux marches."
    assert form[field].value() == typed


def test_every_wrong_field_is_told_at_once(editor):
    wrong = {"siret": "1", "phone": "x", "opening_hours": "x", "email": "jeanne@club.example", "website": "x y"}

    response = editor.post(add_url(), entry(**wrong, accessibility="Plain-pied."))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(wrong)
    assert "Plain-pied." in response.content.decode()
    assert not ActorPage.objects.filter(title="Le Club").exists()


def test_half_a_point_is_refused_on_the_missing_half():
    form = new_form(entry(latitude="47,75"))

    assert form.errors["longitude"] == ["Il faut les deux coordonnées, ou aucune."]


def test_what_seems_wrong_is_saved_and_told(editor):
    commune = CommuneFactory(name="Le Port", postcodes=["99100"])
    response = editor.post(
        add_url(),
        entry(
            commune=commune.pk,
            postcode="99200",
            latitude=str(NORTH + 1),
            longitude=str(WEST),
            opening_hours="Mo 09:00-12:00",
        ),
    )

    told = " ".join(sentences(response))
    assert ActorPage.objects.get(title="Le Club").live
    assert "hors du territoire" in told
    assert "99200 n’est pas celui de Le Port" in told
    assert "horaires mais aucun service" in told


def test_an_actor_without_doubt_is_saved_without_remark():
    actor = ActorPageFactory(located=True, open_on_weekdays=True, services=[ServiceFactory()])

    assert actor.doubts() == []


def test_doubts_are_not_told_each_time_the_browser_saves_by_itself(editor):
    actor = ActorPageFactory(opening_hours="Mo 09:00-12:00")
    sent = entry(title=actor.title, slug=actor.slug, opening_hours=actor.opening_hours)
    del sent["action-publish"]

    response = editor.post(edit_url(actor), sent, headers={"accept": "application/json"})

    assert response["Content-Type"] == "application/json"
    assert sentences(response) == []


def test_doubts_are_those_of_the_french_page(editor):
    actor = ActorPageFactory(opening_hours="Mo 09:00-12:00")
    translation = translate(actor, "br", title="Ar C’hlub")

    response = editor.post(edit_url(translation), entry(title="Ar C’hlub", slug=translation.slug))

    assert not [sentence for sentence in sentences(response) if "horaires" in sentence]


def test_what_keeps_a_place_out_of_the_national_file_is_told():
    place = ActorPageFactory(title="Le Club", services=["demarches"])
    assert place.doubts() == [
        "Il manque le numéro et la voie, le code postal, la commune pour que ce lieu soit dans le fichier national des"
        " lieux de médiation."
    ]
    whole = ActorPageFactory(located=True, services=["demarches"])
    whole.commune.postcodes = [whole.postcode]
    said = [doubt for doubt in whole.doubts() if "SIRET" in doubt]
    assert said == ["Sans SIRET ni numéro RNA, le fichier national dira de ce lieu qu’ils sont inconnus."]
    assert not [doubt for doubt in ActorPageFactory(services=["fabrication"]).doubts() if "national" in doubt]
    assert not [
        doubt for doubt in ActorPageFactory(services=["demarches"], example=True).doubts() if "national" in doubt
    ]


def test_what_the_national_schema_asks_is_entered_in_boxes(editor):
    html = editor.get(add_url()).content.decode()
    editor.post(
        add_url(),
        entry(fees=["Gratuit"], access_modes=["Téléphoner", "Se présenter"], typologies=["BIB"], rna="W561000001"),
    )

    for name in ("fees", "access_modes", "support_modes", "special_care", "itinerancy", "typologies"):
        assert f'<input type="checkbox" name="{name}"' in html
    actor = ActorPage.objects.get(title="Le Club")
    assert (actor.fees, actor.typologies, actor.rna) == (["Gratuit"], ["BIB"], "W561000001")
    assert set(actor.access_modes) == {"Téléphoner", "Se présenter"}
    assert actor.special_care == []


def boxes(form, name):
    """The primary keys offered for a field, headings aside."""
    found = []
    for value, label in form.fields[name].choices:
        found += [choice[0].value for choice in label] if isinstance(label, list) else [value.value]
    return found


def actor_form(actor):
    form_class = ActorPage.get_edit_handler().get_form_class()
    return form_class(instance=actor, for_user=UserFactory(administrator=True))


def test_vocabularies_are_boxes(editor):
    html = editor.get(add_url()).content.decode()

    for name in ("services", "skills", "equipment", "audiences", "actions"):
        assert f'<input type="checkbox" name="{name}"' in html


def test_a_retired_entry_is_offered_only_where_it_is_chosen():
    retired = AudienceFactory(retired=True)
    with_it, without = ActorPageFactory(audiences=[retired]), ActorPageFactory()

    assert retired.pk in boxes(actor_form(with_it), "audiences")
    assert retired.pk not in boxes(actor_form(without), "audiences")
    assert set(boxes(actor_form(without), "audiences")) == set(
        Audience.objects.filter(retired=False).values_list("pk", flat=True)
    )


def test_a_retired_entry_chosen_in_a_draft_stays_chosen(editor):
    retired = AudienceFactory()
    actor = ActorPageFactory(draft=True, audiences=[retired])
    retired.retired = True
    retired.save()
    sent = entry(title=actor.title, slug=actor.slug, audiences=[retired.pk])

    editor.post(edit_url(actor), sent)

    assert list(ActorPage.objects.get(pk=actor.pk).audiences.all()) == [retired]


def test_actions_are_under_their_orientation():
    groups = actor_form(ActorPageFactory()).fields["actions"].choices

    for heading, choices in groups:
        number = heading.split(".")[0]
        actions = Action.objects.filter(pk__in=[choice[0].value for choice in choices])
        assert {action.orientation.code for action in actions} == {number}
    assert sum(len(choices) for _heading, choices in groups) == Action.objects.count()


def test_the_name_sorts_as_in_a_dictionary():
    names = ["Œil du port", "Éclair", "écluse", "L’Étal", "Le Zinc", "À bord"]
    for name in names:
        ActorPageFactory(title=name)

    found = [actor.title for actor in ActorPage.objects.filter(title__in=names).by_name()]

    assert found == ["À bord", "Éclair", "écluse", "L’Étal", "Le Zinc", "Œil du port"]


def test_a_day_that_does_not_exist_is_said_not_moved():
    form = new_form(entry(verified_on="31/02/2026"))

    assert form.errors["verified_on"] == ["Écrivez le jour ainsi : 25/06/2027."]
    assert form.fields["verified_on"].widget.get_config()["validateOnBlur"] is False


@pytest.mark.parametrize("name", ["title", "summary", "kind", "latitude", "longitude"])
def test_a_field_badly_filled_says_what_to_do(name):
    form = new_form(entry(latitude="1", longitude="1") | {name: "x" if name.endswith("itude") else ""})

    [sentence] = form.errors[name]
    assert sentence.startswith(("Écrivez", "Dites", "Choisissez"))
