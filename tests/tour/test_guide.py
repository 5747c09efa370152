"""The guide in the admin."""

import re

import pytest
from django.conf import settings
from PIL import Image

from tests.factories import StagePageFactory, UserFactory
from tour.views.guide import GUIDE, anchor, rendered


@pytest.fixture
def text():
    return GUIDE.read_text("utf-8")


def test_guide_is_read_by_whoever_keeps_a_page(client, db):
    organiser = UserFactory()
    StagePageFactory().team.group.user_set.add(organiser)
    client.force_login(organiser)
    assert "Guide des organisateurs</h1>" in client.get("/admin/guide/").content.decode()


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Publier l’étape", "publier-létape"),
        ("À faire, pas à pas", "à-faire-pas-à-pas"),
        ("Quand rien ne va : demandez", "quand-rien-ne-va--demandez"),
    ],
)
def test_anchor_is_the_heading_in_small_letters_without_signs(heading, expected):
    assert anchor(heading) == expected


def test_heading_is_rendered_with_its_anchor():
    assert rendered("## Publier\n\ntexte") == '<h2 id="publier">Publier</h2>\n<p>texte</p>\n'


def test_links_of_the_guide_lead_to_its_headings_once(text):
    html = rendered(text)
    headings = re.findall(r'<h\d id="([^"]+)"', html)
    assert len(set(headings)) == len(headings)
    linked = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert linked - set(headings) == set()
    assert len(linked) > 20


def test_pictures_of_the_guide_exist_are_light_and_described(text):
    pictures = re.findall(r"!\[([^\]]*)\]\(\.\./(static/img/guide/[^)]+)\)", text)
    assert len(pictures) > 15
    assert {path for _, path in pictures} == {
        str(path.relative_to(settings.BASE_DIR)) for path in (settings.BASE_DIR / "static/img/guide").iterdir()
    }
    for described, path in pictures:
        file = settings.BASE_DIR / path
        assert len(described) > 20, path
        assert file.stat().st_size <= 80 * 1024, path
        assert Image.open(file).width <= 1200, path


def test_guide_keeps_the_spaces_of_french_typography(text):
    assert re.findall(r".{0,20}(?: [:;?!»]|« ).{0,20}", text) == []


def test_picture_of_the_guide_is_served_with_its_size(client, db):
    client.force_login(UserFactory(national=True))
    html = client.get("/admin/guide/").content.decode()
    assert 'src="/static/img/guide/mes-pages.webp" width="1200" height="807" loading="lazy"' in html
