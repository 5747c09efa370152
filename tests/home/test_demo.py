"""The documented Tour: loaded once, and held to the documents it comes from."""

import re

import pytest
from django.apps import apps
from django.utils.html import strip_tags
from wagtail.models import Orderable

from home import demo
from partners.enums import PartnerRole, PlaceKind
from partners.models import PartnerPage, PlacePage
from stages.enums import DateKind, StageKind
from stages.models import EditionPage, Participation, PressReleasePage, ProgrammeItem, StagePage
from tests.home.documented_tour import db, documented_tour, edition, stages_of
from tour.enums import Standing
from tour.models import BasePage, Citation, KeyFigure

#: Its fixtures, which hold for the whole module.
__all__ = ["db", "documented_tour"]


# --- 2014 -----------------------------------------------------------------------------------------


def test_stages_of_2014_are_the_five_in_their_order():
    assert [(stage.position, stage.title, stage.slug, stage.date_kind, stage.kind) for stage in stages_of(2014)] == [
        (1, "Saint-Étienne", "saint-etienne", DateKind.UNKNOWN, StageKind.URBAN),
        (2, "Strasbourg", "strasbourg", DateKind.UNKNOWN, StageKind.URBAN),
        (3, "Bordeaux", "bordeaux", DateKind.UNKNOWN, StageKind.URBAN),
        (4, "Paris La Défense", "paris", DateKind.PERIOD, StageKind.URBAN),
        (5, "Mende", "mende", DateKind.EXACT, StageKind.RURAL),
    ]


@pytest.mark.parametrize("slug", ["saint-etienne", "strasbourg", "bordeaux"])
def test_what_no_document_gives_of_a_stage_is_empty(slug):
    stage = StagePage.objects.child_of(edition(2014)).get(slug=slug)

    assert (stage.place_name, stage.programme_items.count(), stage.partner_roles.count()) == ("", 0, 0)
    assert (stage.key_figures.count(), stage.publications.count(), stage.day_count) == (0, 0, None)
    to_confirm = stage.citations.filter(standing=Standing.TO_CONFIRM)
    assert "Date de l’étape" in [citation.statement for citation in to_confirm]


def test_la_defense_shows_both_months_with_their_documents():
    paris = stages_of(2014).get(slug="paris")

    assert [
        (c.claim, c.source.code) for c in paris.citations.filter(standing="contradictory", statement__startswith="Date")
    ] == [
        ("En mai 2014.", "s6"),
        ("En juin 2014.", "s7"),
    ]
    assert (paris.starts_on.isoformat(), paris.ends_on.isoformat(), paris.day_count) == ("2014-05-01", "2014-06-30", 2)
    assert {(role.partner.slug, role.role) for role in paris.partner_roles.all()} == {
        ("defacto", PartnerRole.HOST),
        ("conseil-general-des-hauts-de-seine", PartnerRole.PARTNER),
        ("travailler-autrement", PartnerRole.PARTNER),
    }
    assert [(figure.value, figure.unit) for figure in paris.key_figures.all()] == [(250, "m²")]


# --- 2012, partners, places -----------------------------------------------------------------------


def test_2012_is_an_archive_with_its_eleven_towns():
    assert [stage.title for stage in stages_of(2012)] == [
        "Paris",
        "Strasbourg",
        "Lyon",
        "Saint-Étienne",
        "Marseille",
        "Toulouse",
        "Rennes",
        "Alençon",
        "Angers",
        "Compiègne",
        "Marne-la-Vallée",
    ]
    archive = edition(2012)
    assert [role.partner.slug for role in archive.partner_roles.all()] == [
        "zevillage",
        "lbmg-worklabs",
        "openscop",
        "neo-nomade",
    ]
    assert (archive.ordinal, archive.starts_on, archive.ends_on.isoformat()) == (1, None, "2012-12-18")


def test_neo_nomade_organised_2012_only():
    neo_nomade = PartnerPage.objects.get(slug="neo-nomade")
    assert [role.edition.year for role in neo_nomade.edition_roles.all()] == [2012]


def test_fourteen_organisations_without_an_invented_logo():
    assert PartnerPage.objects.count() == 14
    assert PartnerPage.objects.exclude(logo=None).count() == 0
    assert [p.slug for p in PartnerPage.objects.all() if p.summary == "" or p.citations.count() == 0] == []


def test_seven_telecentres_of_lozere_and_none_of_later():
    telecentres = PlacePage.objects.filter(kind=PlaceKind.TELECENTRE, department="48")
    assert sorted(place.city for place in telecentres) == [
        "Fournels",
        "Langogne",
        "Marvejols",
        "Mende",
        "Meyrueis",
        "Saint-Chély-d’Apcher",
        "Villefort",
    ]
    assert set(PlacePage.objects.exclude(department="48").values_list("slug", flat=True)) == {"au-comptoir-numerique"}


# --- Sources --------------------------------------------------------------------------------------


def test_every_confirmed_or_contradictory_statement_and_every_figure_has_its_document():
    assert Citation.objects.exclude(standing=Standing.TO_CONFIRM).filter(source=None).count() == 0
    assert KeyFigure.objects.filter(source=None).count() == 0


def test_every_row_has_its_rank():
    kinds = [model for model in apps.get_models() if issubclass(model, Orderable)]

    assert ProgrammeItem in kinds
    assert [model.__name__ for model in kinds if model.objects.filter(sort_order=None).exists()] == []


def test_contradictions_have_at_least_two_sides():
    sides = {}
    for citation in Citation.objects.filter(standing=Standing.CONTRADICTORY):
        sides.setdefault((citation.page_id, citation.statement), set()).add(citation.source_id)
    assert sides
    assert [key for key, documents in sides.items() if len(documents) < 2] == []


def test_what_is_only_believed_is_not_published(client):
    """Marked [B], or of after 2014, in what is known of the Tour."""
    pages = BasePage.objects.live().public().filter(depth__gt=1)
    believed = ["L’Atelier", "Tiers-lieu solidaire", "Antirouille", "Fabrique de territoire", "Streiff"]
    published = {page.url: client.get(page.url).content.decode() for page in pages}
    assert [(url, word) for url, html in published.items() for word in believed if word in html] == []


def test_pages_keep_to_french_typography(client):
    """No sign that a line could begin with, no straight apostrophe, in any page of the demonstration."""
    faults = []
    for page in BasePage.objects.live().filter(depth__gt=1).specific():
        if isinstance(page, PressReleasePage):
            continue  # worded as it was sent
        html = client.get(page.url).content.decode()
        main = re.sub(r"<(script|style|code)\b.*?</\1>", "", html[html.index("<body") :], flags=re.DOTALL)
        text = strip_tags(re.sub(r"<a [^>]*>https?:[^<]*</a>", "", main))
        faults += [(page.url, found) for found in re.findall(r".{12}(?:« \S| [»;:?!]|\w'\w).{8}", text)]
    assert faults == []


# --- Loading --------------------------------------------------------------------------------------


def test_second_run_changes_nothing():
    counts = {model: model.objects.count() for model in (BasePage, ProgrammeItem, Participation, Citation)}
    edited = StagePage.objects.get(slug="mende", title="Mende")
    edited.title = "Mende, en Lozère"
    edited.save_revision().publish()

    assert demo.run() == "Le Tour est déjà là\u00a0: rien n’est changé."
    assert {model: model.objects.count() for model in counts} == counts
    assert StagePage.objects.get(pk=edited.pk).title == "Mende, en Lozère"


def test_tour_that_was_deleted_does_not_come_back():
    for year in (2014, 2012):
        edition(year).delete()

    assert demo.run() == "Le Tour est déjà là\u00a0: rien n’est changé."
    assert EditionPage.objects.count() == 0


def test_newest_edition_comes_first_in_the_menu(client):
    html = client.get("/").content.decode()
    menu = re.search(r'<ul class="main-nav__list">(.*?)</ul>', html, re.DOTALL)[1]
    assert re.findall(r'href="([^"]+)"', menu) == [
        "/calendrier/",
        "/tour-2014/",
        "/partenaires/",
        "/lieux/",
        "/intervenants/",
        "/le-tour/",
    ]
