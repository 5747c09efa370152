"""The calendar's page."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.factories import EditionPageFactory, ProgrammeItemFactory, StagePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tour(home, clock_at):
    clock_at("2014-10-01T09:00")
    old = EditionPageFactory(year=2012, slug="tour-2012")
    new = EditionPageFactory(year=2014, slug="tour-2014")
    return [
        StagePageFactory(parent=old, title="Rennes", position=1, exact=True, starts_on=date(2012, 11, 8), located=True),
        StagePageFactory(parent=new, title="Paris", position=1, period=True),
        StagePageFactory(parent=new, title="Mende", position=2, several_days=True, rural=True, located=True),
    ]


@pytest.fixture
def soup(client):
    """Return a function: the page at an address of the calendar, which must be there."""

    def read(query="", status=200):
        response = client.get(f"/calendrier/{query}")
        assert response.status_code == status
        return BeautifulSoup(response.content, "html.parser")

    return read


def words(element):
    return " ".join(element.get_text().split())


def rows(page):
    return [words(row.select_one(".agenda-row__title")) for row in page.select(".agenda-row")]


def links(page, selector):
    return {words(link): link["href"] for link in page.select(selector)}


def test_list_has_its_sections(tour, soup):
    page = soup()
    assert [words(title) for title in page.select(".agenda__title")] == [
        "À venir",
        "Passées",
        "Passées, date à confirmer",
    ]
    assert rows(page) == ["Mende", "Rennes", "Paris"]
    assert words(page.select_one(".calendar__count")) == "3 étapes"
    assert words(page.select_one("[role=status]")) == "3 étapes sur 3"


def test_leaf_says_only_days_of_its_month(tour, soup):
    tour[0].starts_on, tour[0].ends_on = date(2012, 10, 30), date(2012, 11, 2)
    tour[0].save()
    leaves = [words(leaf) for leaf in soup().select(".date-tile")]
    assert leaves == ["9–11 oct. 2014", "30 → oct. 2012", "? à dater 2014"]


def test_choices_show_their_counts(tour, soup):
    page = soup("?edition=tour-2014")
    options = [words(option) for option in page.select("select[name=type] option")]
    assert options == ["Peu importe", "Étape urbaine (1)", "Étape rurale (1)"]
    assert [words(link) for link in page.select(".calendar__filters nav a")] == ["Toutes", "À venir 1", "Passées 1"]
    assert page.select_one("select[name=edition] option[selected]")["value"] == "tour-2014"


def test_links_keep_what_was_chosen(tour, soup):
    page = soup("?vue=mois&mois=2014-10&type=rurale&page=2&inconnu=1")
    assert links(page, ".tabs a") == {
        "Liste": "/calendrier/?type=rurale",
        "Mois": "/calendrier/?vue=mois&type=rurale",
        "Carte": "/calendrier/?vue=carte&type=rurale",
    }
    assert links(page, ".chips__list a") == {
        "Retirer Type d’étape\u00a0: Étape rurale ×".replace("\u00a0", " "): "/calendrier/?vue=mois&mois=2014-10"
    }
    hidden = {field["name"]: field["value"] for field in page.select("form.calendar__form input[type=hidden]")}
    assert hidden == {"vue": "mois", "mois": "2014-10"}


def test_empty_fields_of_the_form_leave_the_address(client, tour):
    response = client.get("/calendrier/?q=&edition=&type=rurale&vue=mois")
    assert (response.status_code, response["Location"]) == (302, "/calendrier/?vue=mois&type=rurale")
    assert client.get("/calendrier/?q=")["Location"] == "/calendrier/"


def test_empty_result_says_what_to_give_up(tour, soup):
    page = soup("?type=rurale&edition=tour-2012")
    assert {text.replace("\u00a0", " "): href for text, href in links(page, ".empty-state a").items()} == {
        "sans « Édition : Tour 2012 »": "/calendrier/?type=rurale",
        "sans « Type d’étape : Étape rurale »": "/calendrier/?edition=tour-2012",
        "sans aucun critère": "/calendrier/",
    }


def test_calendar_without_a_stage_says_so(home, soup):
    assert "Aucune étape n’est encore annoncée." in words(soup())
    assert soup("?vue=carte").select_one("svg.route-map") is None
    assert len(soup("?vue=mois").select("table.month tbody tr")) >= 4


def test_month_is_a_table_with_its_stages(tour, soup):
    page = soup("?vue=mois")
    table = page.select_one("table.month")
    assert words(table.caption) == "Octobre 2014"
    assert [th["scope"] for th in table.select("th")] == ["col"] * 7
    busy = {words(cell.time): words(cell.ul) for cell in table.select("td") if cell.ul}
    assert busy == {
        "9": "2Mende, jour 1 sur 3",
        "10": "Mende, jour 2 sur 3",
        "11": "Mende, jour 3 sur 3",
    }
    assert words(table.select_one("[aria-current=date]")) == "1"
    assert [link["href"] for link in table.select("a")] == [tour[2].url]
    nav = {words(link): link["href"] for link in page.select(".month-nav a")}
    assert nav == {
        "← Septembre 2014": "/calendrier/?vue=mois&mois=2014-09",
        "Aujourd’hui": "/calendrier/?vue=mois&mois=2014-10",
        "Novembre 2014 →": "/calendrier/?vue=mois&mois=2014-11",
    }


def test_stage_without_a_day_is_shown_in_its_period(tour, soup):
    page = soup("?vue=mois&mois=2014-05")
    assert rows(page) == ["Paris"]
    assert words(page.select_one("#imprecises")).startswith("Dans cette période, jour à confirmer")


def test_empty_month_leads_to_the_nearest(tour, soup):
    page = soup("?vue=mois&mois=2013-06")
    assert links(page, ".empty-state a") == {
        "← Les étapes d’avant : novembre 2012".replace(" :", "\u00a0:").replace(
            "\u00a0", " "
        ): "/calendrier/?vue=mois&mois=2012-11",
        "Les étapes d’après : octobre 2014 →": "/calendrier/?vue=mois&mois=2014-10",
    }


def test_map_is_that_of_the_newest_edition_and_leads_to_the_others(tour, soup):
    page = soup("?vue=carte")
    assert rows(page) == ["Paris", "Mende"]
    assert [link["aria-label"].split(",")[0] for link in page.select(".route-map svg a")] == ["Étape 2\u00a0: Mende"]
    assert links(page, ".filters a")["Voir la route : Tour 2012"] == "/calendrier/?vue=carte&edition=tour-2012"
    assert rows(soup("?vue=carte&edition=tour-2012")) == ["Rennes"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?vue=grille", "Vue : « grille » n’existe pas dans ce calendrier."),
        ("?theme=inconnu", "Thème : « inconnu » n’existe pas dans ce calendrier."),
        ("?vue=mois&mois=13", "Mois : « 13 » n’existe pas dans ce calendrier."),
        ("?vue=mois&mois=2014-13", "Mois : « 2014-13 » n’existe pas dans ce calendrier."),
        ("?q=" + "x" * 10_000, "Texte : « " + "x" * 80 + " » n’existe pas dans ce calendrier."),
        ("?lieu=<script>alert(1)</script>", "Lieu : « <script>alert(1)</script> » n’existe pas dans ce calendrier."),
    ],
)
def test_bad_parameter_is_said_and_left_aside(tour, soup, query, said):
    page = soup(query)
    assert said in words(page.select_one(".calendar__results")).replace("\u00a0", " ")
    assert page.select(".agenda-row, table.month")
    assert page.find("script", string=re.compile("alert")) is None


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=99999999999999999999",
        "?page=x",
        "?vue=mois&mois=0001-01",
        "?vue=mois&mois=9999-12",
        "?vue=mois&mois=%00",
        "?vue=mois&mois=1800-01",
        "?vue=mois&mois=2100-12",
        "?q=%00%01%FF",
        "?q=%25%27%22%3B--",
        "?edition=%F0%9F%9A%B2&edition=x&edition[]=y",
        "?" + "&".join(f"p{n}=1" for n in range(500)),
        "?=&=&&",
    ],
)
def test_any_parameters_are_answered(client, tour, query):
    response = client.get(f"/calendrier/{query}", follow=True)
    assert response.status_code == 200
    assert "Calendrier du Tour" in response.content.decode()


def test_pages_of_a_long_list(home, clock_at, soup):
    clock_at("2014-10-01T09:00")
    edition = EditionPageFactory(year=2014, slug="tour-2014")
    for n in range(61):
        StagePageFactory(parent=edition, title=f"Étape {n:02}", exact=True, starts_on=date(2014, 11, 1 + n % 28))
    first, second = soup("?edition=tour-2014"), soup("?edition=tour-2014&page=2")
    assert (len(rows(first)), len(rows(second))) == (60, 1)
    assert set(rows(first)).isdisjoint(rows(second))
    assert links(first, ".pagination a") == {"Page suivante": "?edition=tour-2014&page=2"}
    assert words(first.select_one(".calendar__count")) == "61 étapes"


def test_page_leads_to_the_agenda_of_what_it_shows(tour, soup):
    page = soup("?type=rurale")
    hrefs = links(page, "#abonnement .button")
    file = "http://127.0.0.1:8000/calendrier.ics?type=rurale"
    assert hrefs["Fichier .ics"] == file
    assert hrefs["S’abonner"] == "webcal://127.0.0.1:8000/calendrier.ics?type=rurale"
    assert hrefs["Google Agenda"] == (
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Fcalendrier.ics%3Ftype%3Drurale"
    )
    assert hrefs["Outlook"].startswith(
        "https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2F127.0.0.1%3A8000%2Fcalendrier.ics%3Ftype%3Drurale"
    )
    assert page.select_one("#integrer").get_text() == (
        '<iframe src="http://127.0.0.1:8000/calendrier/widget/?type=rurale" '
        'title="Calendrier du Tour de France du Télétravail et des Tiers-Lieux" width="640" height="560" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )
    assert page.select_one("link[type='text/calendar']")["href"] == file


def test_only_the_bare_calendar_is_for_search_engines(tour, soup):
    assert soup().select_one("meta[name=robots]") is None
    assert soup("?type=rurale").select_one("meta[name=robots]")["content"] == "noindex, follow"
    assert soup("?type=rurale").select_one("link[rel=canonical]")["href"] == "http://127.0.0.1:8000/calendrier/"


@pytest.mark.parametrize(
    ("path", "title"), [("/calendrier/", "Calendrier du Tour"), ("/donnees/", "Données ouvertes du Tour")]
)
def test_page_is_shared_with_its_title_text_and_picture(client, home, path, title):
    page = BeautifulSoup(client.get(path).content, "html.parser")
    tags = {tag["property"].removeprefix("og:"): tag["content"] for tag in page.select("meta[property]")}
    assert tags.pop("image:alt").startswith("Tour de France")
    assert tags == {
        "type": "website",
        "site_name": "Tour de France du Télétravail et des Tiers-Lieux",
        "locale": "fr_FR",
        "title": title,
        "description": page.select_one("meta[name=description]")["content"],
        "url": page.select_one("link[rel=canonical]")["href"],
        "image": "http://127.0.0.1:8000/static/img/partage.png",
    }


def test_stage_page_offers_the_agenda_while_it_makes_sense(client, tour):
    ProgrammeItemFactory(stage=tour[2], timed=True)
    page = BeautifulSoup(client.get(tour[2].url).content, "html.parser")
    offered = links(page, ".add-to-agenda a")
    assert offered["Fichier .ics"] == f"{tour[2].url}etape.ics"
    assert "dates=20141009T070000Z%2F20141011T160000Z" in offered["Google Agenda"]
    assert "startdt=2014-10-09T07%3A00%3A00Z" in offered["Outlook"]
    assert offered["Tout le programme, moment par moment (.ics)"] == f"{tour[2].url}programme.ics"

    page = BeautifulSoup(client.get(tour[1].url).content, "html.parser")
    assert (page.select(".add-to-agenda"), page.find_all(string=re.compile("mon agenda"))) == ([], [])


@pytest.mark.parametrize("view", ["liste", "mois", "carte"])
def test_queries_do_not_depend_on_stages(client, home, clock_at, view, django_assert_max_num_queries):
    clock_at("2014-10-01T09:00")
    edition = EditionPageFactory(year=2014, slug="tour-2014")
    seen = []
    for count in (1, 5):
        for n in range(count):
            StagePageFactory(parent=edition, title=f"É {count} {n}", timed=True, located=True)
        client.get("/sante/")
        with django_assert_max_num_queries(12) as captured:
            client.get(f"/calendrier/?vue={view}")
        seen.append(len(captured.captured_queries))
    assert seen[1] <= seen[0]
