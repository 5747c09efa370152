"""The Tour on other sites: frames and oEmbed."""

import json
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from tests.factories import EditionPageFactory, PartnerPageFactory, StagePageFactory, StagePartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(home, clock_at, settings):
    clock_at("2014-10-01T09:00")
    settings.WAGTAILADMIN_BASE_URL = "http://localhost"
    return StagePageFactory(
        parent=EditionPageFactory(slug="tour-2014"), title='Mende « & " <b>', slug="mende", timed=True
    )


def rows(response):
    return [row.get_text(strip=True) for row in BeautifulSoup(response.content, "html.parser").select("h2")]


@pytest.mark.parametrize("path", ["/calendrier/widget/", "/calendrier/widget/?theme=x", "/tour-2014/mende/widget.html"])
def test_widget_may_be_framed_and_sets_no_cookie(client, stage, path):
    response = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "*"
    assert policy["script-src"] == "'self'"
    assert "X-Frame-Options" not in response
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    "path", ["/", "/calendrier/", "/tour-2014/mende/", "/tour-2014/mende/etape.ics", "/admin/login/"]
)
def test_nothing_else_may_be_framed_by_others(client, stage, path):
    response = client.get(path)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_widget_shows_the_stages_of_a_partner(client, stage):
    StagePageFactory(parent=stage.get_parent(), title="Paris", timed=True)
    StagePartnerFactory(stage=stage, partner=PartnerPageFactory(slug="amrf", title="AMRF"))
    assert rows(client.get("/calendrier/widget/")) == [stage.title, "Paris"]
    response = client.get("/calendrier/widget/?partenaire=amrf")
    assert rows(response) == [stage.title]
    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1.get_text() == "AMRF"
    assert page.base["target"] == "_blank"
    assert page.select_one(".more")["href"] == "/calendrier/?partenaire=amrf"
    assert page.select("form") == []


@pytest.mark.parametrize(("count", "said"), [(12, "1 autre étape"), (14, "3 autres étapes")])
def test_widget_lists_the_first_and_counts_the_others(client, stage, count, said):
    for n in range(count):
        StagePageFactory(parent=stage.get_parent(), title=f"Étape {n}", unknown=True)
    response = client.get("/calendrier/widget/")
    assert len(rows(response)) == 12
    assert BeautifulSoup(response.content, "html.parser").select_one(".more").get_text() == said


def test_widget_of_a_stage_names_it_once_below_its_edition(client, stage):
    response = client.get("/tour-2014/mende/widget.html")
    page = BeautifulSoup(response.content, "html.parser")
    assert rows(response) == [stage.title]
    assert (page.h1.get_text(), page.title.get_text().split(" · ")[0]) == ("Tour 2014", stage.title)
    PageViewRestriction.objects.create(page=stage.get_parent(), restriction_type="password", password="secret")
    assert client.get("/tour-2014/mende/widget.html").status_code == 404


def test_widget_without_a_stage_says_so(client, stage):
    response = client.get("/calendrier/widget/?quand=passees")
    assert (response.status_code, rows(response)) == (200, [])
    assert "Aucune étape pour le moment." in response.content.decode()


def test_widget_of_what_means_nothing_says_so_in_its_frame(client, stage):
    response = client.get("/calendrier/widget/?theme=inconnu")
    assert response.status_code == 404
    assert "Ce choix d’étapes n’existe pas, ou plus." in response.content.decode()
    assert client.get("/tour-2014/nulle-part/widget.html").status_code == 404


def oembed(client, url, **options):
    return client.get("/oembed/", {"url": url, **options})


def frame(response):
    assert response.status_code == 200
    return BeautifulSoup(json.loads(response.content)["html"], "html.parser").iframe


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/tour-2014/mende/", "/tour-2014/mende/widget.html"),
        ("/tour-2014/mende", "/tour-2014/mende/widget.html"),
        ("/tour-2014/", "/calendrier/widget/?edition=tour-2014"),
        ("/partenaires/amrf/", "/calendrier/widget/?partenaire=amrf"),
        ("/calendrier/", "/calendrier/widget/"),
        ("/calendrier/?type=rurale&vue=mois&x=%22%3E", "/calendrier/widget/?type=rurale"),
        ("/", "/calendrier/widget/"),
    ],
)
def test_oembed_gives_the_frame_of_a_page(client, stage, path, shown):
    PartnerPageFactory(slug="amrf")
    response = oembed(client, f"http://localhost{path}")
    answer = json.loads(response.content)
    assert frame(response)["src"] == f"http://localhost{shown}"
    assert client.get(shown).status_code == 200
    assert (answer["version"], answer["type"], answer["width"]) == ("1.0", "rich", 640)
    assert response["Access-Control-Allow-Origin"] == "*"


def test_oembed_title_is_text(client, stage):
    response = oembed(client, stage.full_url)
    assert frame(response)["title"].startswith(stage.title)
    tree = ET.fromstring(oembed(client, stage.full_url, format="xml").content)
    assert tree.findtext("title").startswith(stage.title)
    assert BeautifulSoup(tree.findtext("html"), "html.parser").iframe["title"].startswith(stage.title)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "400", "maxheight": "200"}, ("400", "200")),
        ({"maxwidth": "1", "maxheight": "0"}, ("220", "120")),
        ({"maxwidth": "99999999999", "maxheight": "x"}, ("640", "300")),
        ({"maxwidth": "-5", "maxheight": "1e3"}, ("640", "300")),
        ({"maxwidth": "٤٠٠"}, ("640", "300")),
    ],
)
def test_oembed_fits_the_size_it_is_given(client, stage, asked, size):
    shown = frame(oembed(client, stage.full_url, **asked))
    assert (shown["width"], shown["height"]) == size


@pytest.mark.parametrize("of", ["stage", "edition", "partner"])
def test_oembed_in_xml_is_read_whatever_a_title_holds(client, stage, of):
    page = {"stage": stage, "edition": stage.get_parent().specific, "partner": PartnerPageFactory()}[of]
    page.title = "Mende \x02\x0b 🚲"
    page.save()
    answer = ET.fromstring(oembed(client, page.full_url, format="xml").content)
    assert "Mende 🚲" in answer.findtext("title")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://ailleurs.example/tour-2014/mende/",
        "https://localhost/tour-2014/mende/",
        "http://localhost:81/tour-2014/mende/",
        "http://localhost:abc/",
        "http://[",
        "javascript:alert(1)",
        "/tour-2014/mende/",
        "http://localhost/nulle-part/",
        "http://localhost/admin/",
        "http://localhost/\x00",
        "http://localhost@evil.example/",
        "http://localhost/calendrier/?" + "a&" * 200,
        "x" * 10_000,
    ],
)
def test_oembed_refuses_other_addresses(client, stage, url):
    response = oembed(client, url)
    assert (response.status_code, json.loads(response.content)) == (
        404,
        {"error": "Cette adresse ne peut pas être intégrée."},
    )


def test_oembed_refuses_hidden_pages_and_other_formats(client, stage):
    assert oembed(client, stage.full_url, format="yaml").status_code == 501
    PageViewRestriction.objects.create(page=stage, restriction_type="password", password="secret")
    assert oembed(client, stage.full_url).status_code == 404
    assert client.get("/tour-2014/mende/widget.html").status_code == 404


@pytest.mark.parametrize("path", ["/tour-2014/mende/", "/tour-2014/", "/partenaires/amrf/", "/calendrier/"])
def test_pages_say_where_their_frame_is_found(client, stage, path):
    PartnerPageFactory(slug="amrf")
    page = BeautifulSoup(client.get(path).content, "html.parser")
    address = page.select_one("link[type='application/json+oembed']")["href"]
    assert client.get(address.removeprefix("http://localhost")).status_code == 200
