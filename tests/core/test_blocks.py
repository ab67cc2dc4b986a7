"""The blocks of a page's body: what an editor may enter, and how it is shown to everyone."""

import re

import pytest
import wagtail_factories
from django.core.files.base import ContentFile
from django.utils import translation
from wagtail.blocks import StreamBlockValidationError
from wagtail.documents import get_document_model

from core.blocks import BodyBlock
from home.models import ContentPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import translate

pytestmark = pytest.mark.django_db
BLOCK = BodyBlock()
WICKED = "<script>alert(1)</script>"


def value_of(name, value):
    return BLOCK.to_python([{"type": name, "value": value, "id": "1"}])


def shown(name, value):
    """The block as a page shows it, on one line."""
    return " ".join(str(value_of(name, value).render_as_block()).split())


def refused(name, value):
    """The fields of the block that its form refuses."""
    with pytest.raises(StreamBlockValidationError) as refusal:
        BLOCK.clean(value_of(name, value))
    return refusal.value.as_json_data()["blockErrors"][0]["blockErrors"]


def test_the_blocks_are_few_each_with_a_name_and_a_template():
    assert set(BLOCK.child_blocks) == {
        "text", "picture", "quote", "callout", "accordion", "video", "document", "events", "actors",
    }  # fmt: skip
    for block in BLOCK.child_blocks.values():
        assert str(block.label)
        assert block.meta.template.startswith("blocks/")


def test_a_body_has_no_box_around_its_blocks():
    stream = BLOCK.to_python([{"type": "text", "value": "<p>Un</p>"}, {"type": "text", "value": "<p>Deux</p>"}])

    assert re.sub(r"\s", "", str(stream.render_as_block())) == "<p>Un</p><p>Deux</p>"


def test_headings_start_below_that_of_the_page():
    features = BLOCK.child_blocks["text"].features

    assert "h2" in features
    assert not {"h1", "image", "embed", "hr"} & set(features)


def test_a_picture_says_its_alternative_its_caption_and_its_credit():
    image = wagtail_factories.ImageFactory()
    html = shown(
        "picture",
        {
            "image": {"image": image.pk, "alt_text": "Deux fileuses", "decorative": False},
            "caption": "À la Cale",
            "credit": "J. Doe",
        },
    )

    assert 'alt="Deux fileuses"' in html
    assert "<figcaption> À la Cale <span>Crédit" in html
    assert 'loading="lazy"' in html
    assert "srcset" in html
    assert re.search(r'width="\d+"', html)


def test_a_decorative_picture_is_silent():
    image = wagtail_factories.ImageFactory()
    html = shown(
        "picture", {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": "", "credit": ""}
    )

    assert 'alt=""' in html
    assert "figcaption" not in html


def test_a_picture_has_an_alternative_or_is_said_decorative():
    image = wagtail_factories.ImageFactory()

    errors = refused("picture", {"image": {"image": image.pk, "alt_text": "", "decorative": False}})

    assert "image" in errors


def test_a_quotation_says_who_speaks():
    html = shown("quote", {"text": "Un <b>seul</b> agenda.\nPour tous.", "source": "CDPL, 2019"})

    assert html.startswith('<blockquote class="quote">')
    assert "&lt;b&gt;seul&lt;/b&gt; agenda.<br>Pour tous." in html
    assert "<footer>CDPL, 2019</footer>" in html
    assert "footer" not in shown("quote", {"text": "Un seul agenda.", "source": ""})


def test_a_callout_is_a_note():
    assert shown("callout", {"text": "<p>À savoir.</p>"}) == '<div class="note stack"><p>À savoir.</p></div>'


def test_an_accordion_unfolds_without_script():
    html = shown(
        "accordion",
        {
            "title": "Questions",
            "items": [{"title": "Où ?", "text": "<p>Ici.</p>"}, {"title": "Qui ?", "text": "<p>Nous.</p>"}],
        },
    )

    assert "<h2>Questions</h2>" in html
    assert html.count("<details") == html.count("<summary>") == 2
    assert "<summary>Où ?</summary>" in html


def test_a_video_is_a_link_and_nothing_is_fetched_before_one_goes():
    html = shown(
        "video",
        {
            "title": "Visite",
            "url": "https://www.video.example/w/1",
            "duration": "4 minutes",
            "transcript": "<p>Bonjour.</p>",
        },
    )

    assert '<a href="https://www.video.example/w/1" rel="noreferrer">Visite</a>' in html
    assert "(4 minutes)" in html
    assert "Vidéo sur video.example" in html
    assert "<summary>Transcription</summary>" in html
    assert not re.search(r"<(iframe|img|video|script|object|embed)", html)


@pytest.mark.parametrize("url", ["http://video.example/1", "javascript:alert(1)", "pas une adresse"])
def test_the_address_of_a_video_is_safe(url):
    errors = refused("video", {"title": "Visite", "url": url, "duration": "", "transcript": ""})

    assert "url" in errors


def test_a_document_says_its_format_and_its_weight():
    document = get_document_model().objects.create(title="plan", file=ContentFile(b"0" * 2048, name="plan.pdf"))
    html = shown("document", {"document": document.pk, "title": "Le plan"})

    assert f'href="{document.url}"' in html
    assert "Le plan</a>" in html
    assert "(PDF, 2,0 Kio)" in html


def test_a_document_that_is_gone_leaves_nothing():
    assert shown("document", {"document": 999_999, "title": "Le plan"}) == ""


def test_a_list_of_actors_shows_those_published_in_the_order_chosen():
    first, second, draft = ActorPageFactory(title="Zinc"), ActorPageFactory(title="Abri"), ActorPageFactory(draft=True)
    html = shown("actors", {"title": "Nos lieux", "actors": [first.pk, draft.pk, second.pk, first.pk]})

    assert "<h2>Nos lieux</h2>" in html
    assert re.findall(r'class="stretch" href="/annuaire/[^"]*">(\w+)<', html) == ["Zinc", "Abri"]


def test_a_list_of_actors_is_in_the_language_being_read():
    actor = ActorPageFactory(title="Le Club")
    translation_page = translate(actor, "br", title="Ar C’hlub")

    with translation.override("br"):
        assert "Ar C’hlub" in shown("actors", {"title": "Lec’hioù", "actors": [actor.pk]})
        assert "Ar C’hlub" in shown("actors", {"title": "Lec’hioù", "actors": [translation_page.pk]})


def test_a_list_of_actors_with_nobody_left_says_nothing():
    assert shown("actors", {"title": "Nos lieux", "actors": [ActorPageFactory(draft=True).pk, 999_999]}) == ""


def test_definitions_of_blocks_stay_out_of_migrations():
    _name, path, arguments, options = ContentPage._meta.get_field("body").deconstruct()

    assert path == "core.fields.BodyField"
    assert arguments == []
    assert not {"block_types", "block_lookup"} & set(options)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quote", {"text": WICKED, "source": WICKED}),
        ("accordion", {"title": WICKED, "items": [{"title": WICKED, "text": "<p>Ici.</p>"}]}),
        ("video", {"title": WICKED, "url": "https://video.example/", "duration": WICKED, "transcript": ""}),
    ],
)
def test_what_an_editor_wrote_is_never_markup_outside_rich_text(name, value):
    assert WICKED not in shown(name, value)


def test_an_empty_body_is_a_body():
    assert len(ContentPage._meta.get_field("body").stream_block.clean(BLOCK.to_python([]))) == 0
