"""Contents of a page, from its headings."""

from home.toc import with_contents

PAGE = '<h2 data-block-key="a">Qui décide</h2><p>x</p><h2>Les moyens</h2><h2 id="ici">Ici</h2><h2>Les moyens</h2>'


def test_headings_get_an_anchor_each_and_the_list_leads_to_them():
    html, links = with_contents(PAGE)

    assert [(link.label, link.url) for link in links] == [
        ("Qui décide", "#qui-decide"),
        ("Les moyens", "#les-moyens"),
        ("Les moyens", "#les-moyens-2"),
    ]
    for link in links:
        assert f'id="{link.url[1:]}"' in html


def test_a_heading_that_has_an_id_keeps_it():
    html, _ = with_contents(PAGE)

    assert html.count('id="ici"') == 1


def test_a_short_page_has_no_contents():
    assert with_contents("<h2>Un</h2><h2>Deux</h2>")[1] == []
