"""What surrounds every page: addresses, meta tags, way back, menu, errors, robots, sitemap."""

import re
import time
from html import unescape

import pytest
from django.shortcuts import render
from wagtail.models import PageViewRestriction

from tests.factories import (
    EditionPageFactory,
    EditorialPageFactory,
    ImageFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    StagePageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, home):
    """The address as production has it."""
    settings.WAGTAILADMIN_BASE_URL = "https://tour.example"
    site = home.get_site()
    site.hostname, site.port = "tour.example", 443
    site.save()
    settings.ALLOWED_HOSTS = ["tour.example", "testserver"]


def meta(html):
    """{name or property: content} of the meta tags."""
    return {
        name: unescape(content)
        for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    }


def links(html, within):
    """The (address, words) of the links inside an element of a class."""
    inside = re.search(rf'<(\w+) class="{within}"[^>]*>(.*?)</\1>', html, re.DOTALL)[2]
    return [
        (href, re.sub(r"<[^>]+>", "", words).strip())
        for href, words in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', inside, re.DOTALL)
    ]


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (lambda: EditionPageFactory(slug="tour-2014"), "/tour-2014/"),
        (lambda: StagePageFactory(parent=EditionPageFactory(slug="tour-2014"), slug="mende"), "/tour-2014/mende/"),
        (
            lambda: PressReleasePageFactory(
                slug="communique", parent=StagePageFactory(parent=EditionPageFactory(slug="tour-2014"), slug="mende")
            ),
            "/tour-2014/mende/communique/",
        ),
        (lambda: PartnerPageFactory(title="ZeVillage"), "/partenaires/zevillage/"),
        (lambda: PlacePageFactory(title="POLeN"), "/lieux/polen/"),
        (lambda: PersonPageFactory(title="Camille Martin"), "/intervenants/camille-martin/"),
        (lambda: EditorialPageFactory(title="Le Tour"), "/le-tour/"),
    ],
)
def test_address_stays(client, site, make, address):
    page = make()

    html = client.get(address).content.decode()

    assert page.title in html
    assert f'<link rel="canonical" href="https://tour.example{address}">' in html
    assert meta(html)["og:url"] == f"https://tour.example{address}"


def test_page_without_its_last_slash_leads_to_it(client, home):
    EditorialPageFactory(title="Le Tour")

    response = client.get("/le-tour")

    assert (response.status_code, response["Location"]) == (301, "/le-tour/")


def test_description_is_the_one_written_for_it_else_the_summary(client, site):
    page = EditorialPageFactory(title="Le Tour", summary="Ce qu’est « le Tour ».")
    assert meta(client.get(page.url).content.decode())["description"] == "Ce qu’est « le Tour »."

    page.search_description, page.seo_title = "Pour les moteurs.", "Autre titre"
    page.save()
    html = client.get(page.url).content.decode()

    assert (meta(html)["description"], meta(html)["og:description"], meta(html)["og:title"]) == (
        "Pour les moteurs.",
        "Pour les moteurs.",
        "Autre titre",
    )
    assert "<title>Autre titre · Tour de France" in html


def test_front_is_the_site_and_every_other_page_an_article(client, site, home):
    kinds = [meta(client.get(page.url).content.decode())["og:type"] for page in (home, EditionPageFactory())]
    assert kinds == ["website", "article"]


def test_shared_image_is_the_photo_of_the_page_with_its_text(client, site):
    page = EditorialPageFactory(photo=ImageFactory(description="La salle vue du fond"))
    tags = meta(client.get(page.url).content.decode())

    assert tags["og:image"].startswith("https://tour.example/media/images/")
    assert tags["og:image:alt"] == "La salle vue du fond"
    without = meta(client.get(EditorialPageFactory(title="Sans photo").url).content.decode())
    assert without["og:image"] == "https://tour.example/static/img/partage.png"


def test_way_back_leads_through_every_page_above(client, home):
    edition = EditionPageFactory(title="Tour 2014")
    release = PressReleasePageFactory(title="Le communiqué", parent=StagePageFactory(title="Mende", parent=edition))

    html = client.get(release.url).content.decode()

    assert links(html, "breadcrumb__list") == [
        ("/", "Accueil"),
        ("/tour-2014/", "Tour 2014"),
        ("/tour-2014/mende/", "Mende"),
    ]
    assert '<span aria-current="page">Le communiqué</span>' in html


def test_menu_shows_what_asks_for_it_and_the_foot_of_the_page_the_rest(client, home):
    EditorialPageFactory(title="Le Tour", show_in_menus=True)
    EditorialPageFactory(title="Mentions légales")
    EditorialPageFactory(title="En projet", draft=True, show_in_menus=True)
    EditionPageFactory(year=2012, title="Tour 2012")

    html = client.get("/").content.decode()

    calendar = ("/calendrier/", "Calendrier")
    assert links(html, "main-nav__list") == [calendar, ("/le-tour/", "Le Tour")]
    assert links(html, "site-footer__links") == [
        calendar,
        ("/le-tour/", "Le Tour"),
        ("/suivre/", "Suivre par e-mail"),
        ("/recherche/", "Recherche"),
        ("/donnees/", "Données ouvertes"),
        ("/mentions-legales/", "Mentions légales"),
    ]


def test_current_section_is_marked(client, home):
    EditorialPageFactory(title="Le Tour", show_in_menus=True)

    assert '<a href="/le-tour/" aria-current="page">' in client.get("/le-tour/").content.decode()
    assert 'aria-current="page"' not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/nulle-part/", "/tour-1999/mende/", "/lieux/%00/", "/" + "a" * 3000 + "/"])
def test_page_that_is_not_there_is_said_in_french_and_not_indexed(client, home, path):
    response = client.get(path)
    html = response.content.decode()

    assert response.status_code == 404
    assert "Cette route ne mène nulle part" in html
    assert meta(html)["robots"] == "noindex"


def test_failure_page_asks_nothing_of_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render(rf.get("/"), "500.html").content.decode()
    assert "Une panne sur la route" in html


def test_draft_and_private_pages_are_not_shown(client, home):
    assert client.get(EditorialPageFactory(title="Projet", draft=True).get_url() or "/projet/").status_code == 404
    private = EditorialPageFactory(title="Privée")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    child = EditorialPageFactory(title="Dessous", parent=private)

    for page in (private, child):
        response = client.get(page.url)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


def test_page_with_a_password_asks_for_it_without_telling_what_it_is(client, home):
    page = EditorialPageFactory(title="Le secret", summary="Ce qui n’est pas dit.", slug="cle")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sésame")
    html = client.get("/cle/").content.decode()
    assert "Cette page est protégée" in html
    assert ("Le secret" in html, "Ce qui n’est pas dit" in html) == (False, False)

    action = re.search(r'<form class="flow" action="([^"]+)"', html)[1]
    wrong = client.post(action, {"password": "sesame", "return_url": "/cle/"}).content.decode()
    assert "Cette page est protégée" in wrong
    assert "errorlist" in wrong

    right = client.post(action, {"password": "sésame", "return_url": "/cle/"}, follow=True)
    assert "Le secret" in right.content.decode()


def test_alias_names_the_original_as_its_address(client, site):
    page = EditorialPageFactory(title="Le Tour", slug="le-tour", published=True)
    alias = page.create_alias(update_slug="copie")
    html = client.get(alias.url).content.decode()

    assert '<link rel="canonical" href="https://tour.example/le-tour/">' in html


def test_request_that_cannot_be_read_is_answered_in_french(client, home, settings):
    settings.ALLOWED_HOSTS = ["tour.example"]
    response = client.get("/", headers={"host": "ailleurs.example"})

    assert response.status_code == 400
    assert "Cette demande ne se lit pas" in response.content.decode()


def test_sign_is_found_where_browsers_look_for_it(client):
    assert client.get("/favicon.ico")["Location"] == "/static/img/favicon.ico"


def test_robots_keep_to_the_public_pages(client, home):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /recherche/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_sitemap_lists_the_public_pages_only(client, site):
    EditorialPageFactory(title="Le Tour")
    EditorialPageFactory(title="Projet", draft=True)
    PageViewRestriction.objects.create(page=EditorialPageFactory(title="Privée"), restriction_type="login")

    xml = client.get("/sitemap.xml", headers={"host": "tour.example"}).content.decode()

    assert re.findall(r"<loc>([^<]+)</loc>", xml) == [
        "https://tour.example/",
        "https://tour.example/le-tour/",
        "https://tour.example/calendrier/",
        "https://tour.example/suivre/",
        "https://tour.example/donnees/",
    ]


def test_sitemap_names_the_site_as_it_is_set_up_whoever_asks(client, site):
    xml = client.get("/sitemap.xml", headers={"host": "testserver"}).content.decode()

    assert {address.split("/")[2] for address in re.findall(r"<loc>([^<]+)</loc>", xml)} == {"tour.example"}


def test_demonstration_says_what_day_it_lives_in(client, home, settings):
    assert "Démonstration" not in client.get("/").content.decode()

    settings.TOUR_CLOCK_START, settings.TOUR_CLOCK_STARTED_AT = "2014-10-01T00:30", time.time()

    html = client.get("/").content.decode().replace("\u00a0", " ")
    assert "nous sommes le 1er octobre 2014, 0 h 30" in html
