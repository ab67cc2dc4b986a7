import pytest

from core.blocks import BodyBlock
from core.plain_text import body_text, html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Rien à  faire", "Rien à  faire"),
        ("<p>Un</p><p>Deux<br/>trois</p>", "Un\n\nDeux\ntrois"),
        ("<p>À <b>lire</b> &amp; à <a linktype='page' id='3'>relire</a></p>", "À lire & à relire"),
        ("<h2>Titre</h2><ul><li>un</li><li>deux</li></ul><p>fin</p>", "Titre\n\n– un\n– deux\n\nfin"),
        ("<p>1 &lt; 2</p>", "1 < 2"),
        ("", ""),
    ],
)
def test_rich_text_is_read_without_a_tag(html, text):
    assert html_text(html) == text


def test_a_body_is_read_in_order():
    body = BodyBlock().to_python(
        [
            {"type": "text", "value": "<p>Un</p>"},
            {"type": "quote", "value": {"text": "Bravo", "source": "Une élève"}},
            {"type": "callout", "value": {"text": "<p>Attention</p>"}},
            {
                "type": "accordion",
                "value": {
                    "title": "Questions",
                    "items": [{"type": "item", "value": {"title": "Qui ?", "text": "<p>Tous.</p>"}}],
                },
            },
            {"type": "video", "value": {"title": "Film", "url": "https://video.example/1", "transcript": "<p>…</p>"}},
            {"type": "events", "value": {"title": "À voir", "events": []}},
        ]
    )

    expected = [
        "Un",
        "Bravo",
        "Une élève",
        "Attention",
        "Questions",
        "Qui ?",
        "Tous.",
        "Film",
        "https://video.example/1",
    ]
    assert body_text(body).split("\n\n") == expected


def test_an_empty_body_says_nothing():
    assert body_text(BodyBlock().to_python([])) == ""


def test_what_is_typed_as_plain_text_keeps_its_signs():
    typed = "Les <jeunes> & R&D : a<b et List<String> &amp;"
    body = BodyBlock().to_python(
        [
            {"type": "quote", "value": {"text": typed, "source": "Dupont <maire>"}},
            {
                "type": "accordion",
                "value": {"title": typed, "items": [{"type": "item", "value": {"title": typed, "text": ""}}]},
            },
            {"type": "video", "value": {"title": typed, "url": "https://video.example/?a=1&b=2"}},
        ]
    )

    expected = [typed, "Dupont <maire>", typed, typed, typed, "https://video.example/?a=1&b=2"]
    assert body_text(body).split("\n\n") == expected
