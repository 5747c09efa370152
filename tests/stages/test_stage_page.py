"""What a stage's page says, and when."""

import re
from datetime import time

import pytest
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from stages.models import StagePage
from tests.factories import (
    CitationFactory,
    KeyFigureFactory,
    ParticipationFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressContactFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    PublicationFactory,
    StagePageFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, DURING, AFTER = "2014-10-08T12:00", "2014-10-09T09:30", "2014-10-09T18:00"


@pytest.fixture
def said(client, clock_at):
    """Return a function: the words of a page's main part, at an instant."""

    def read(page, at=BEFORE):
        clock_at(at)
        html = client.get(page.url).content.decode()
        return " ".join(strip_tags(html[html.index("<main") : html.index("</main>")]).split()).replace("\u00a0", " ")

    return read


def facts(text):
    """What stands under « Repères »."""
    return re.search(r"Repères (.+?) Le programme", text)[1]


UNKNOWN = "à confirmer (information non documentée à ce jour)"


def test_what_is_unknown_is_said_so(said):
    text = said(StagePageFactory(unknown=True))

    unknown = ("Date", "Accueil", "Fin", "Lieu", "Commune", "Inscription", "Tarif")
    assert facts(text) == " ".join([*(f"{what} {UNKNOWN}" for what in unknown), "Suivre cette étape par e-mail"])
    assert "Programme à confirmer" in text
    assert f"Accès et transports {UNKNOWN}" in text


def test_what_is_known_is_said(said):
    stage = StagePageFactory(
        timed=True,
        located=True,
        venue=PlacePageFactory(title="POLeN", address="12 rue des Lices", city="Mende"),
        registration_url="https://tour.example/inscription",
        price="Gratuit",
    )
    text = said(stage)

    assert facts(text) == (
        "Date Jeudi 9 octobre 2014 Accueil 9 h Fin 18 h Lieu POLeN Commune Mende (Lozère) Inscription En ligne "
        "Tarif Gratuit Dans mon agenda Suivre cette étape Si sa date change, votre agenda suit. Ou ajoutez-la une "
        "fois : Fichier .ics Google Agenda Outlook Suivre cette étape par e-mail"
    )
    assert "12 rue des Lices, Mende" in text


def test_town_of_a_venue_is_not_its_address(said):
    text = said(StagePageFactory(located=True, venue=PlacePageFactory(title="POLeN", city="Mende")))

    assert f"POLeN Mende (Lozère). Adresse {UNKNOWN}" in text


def test_period_says_its_months_and_how_long_it_lasts(said):
    assert facts(said(StagePageFactory(period=True, day_count=2))).startswith(
        f"Date Mai ou juin 2014 Accueil {UNKNOWN} Fin {UNKNOWN} Durée 2 jours"
    )


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ("cancelled", "Cette étape est annulée. Faute de salle."),
        ("postponed", "Cette étape est reportée. Faute de salle."),
    ],
)
def test_stage_that_is_off_says_so_with_its_reason_and_counts_no_days(said, trait, words):
    text = said(StagePageFactory(timed=True, status_note="Faute de salle.", **{trait: True}))

    assert words in text
    assert "avant le départ" not in text


@pytest.mark.parametrize(("at", "badge"), [(BEFORE, "À venir"), (DURING, "En cours"), (AFTER, "Passée")])
def test_badge_says_the_phase(said, at, badge):
    assert f"Jeudi 9 octobre 2014 {badge}" in said(StagePageFactory(timed=True), at)


def test_results_and_figures_of_the_day_come_after_it(said):
    stage = StagePageFactory(timed=True, with_results=True)
    KeyFigureFactory(page=stage, value=110, unit="visiteurs", is_result=True)
    PublicationFactory(page=stage, title="Le compte rendu", published_on="2014-10-09")
    before, after = said(stage), said(stage, AFTER)

    assert [words in before for words in ("Ce qu’il en reste", "110", "Le compte rendu")] == [False, False, False]
    assert [words in after for words in ("Ce qu’il en reste", "110", "Le compte rendu")] == [True, True, True]
    assert "Restitution en ligne" in after


def test_who_was_there_is_told_after_and_who_was_not_announced_from_the_beginning(said):
    item = ProgrammeItemFactory(stage=StagePageFactory(timed=True), timed=True)
    ParticipationFactory(item=item, name="Annoncée", present=True)
    ParticipationFactory(item=item, name="Excusé", absent=True)
    ParticipationFactory(item=item, name="Incertaine")
    ParticipationFactory(item=item, name="Imprévu", unannounced=True, present=True)
    ParticipationFactory(item=item, function_only=True)
    before, during, after = (said(item.stage, at) for at in (BEFORE, DURING, AFTER))

    assert "Annoncée Excusé Incertaine le préfet" in before
    assert "Annoncée Excusé Incertaine Imprévu le préfet" in during
    assert (
        "Annoncée (présence confirmée) Excusé (au programme, sans y avoir participé) "
        "Incertaine (au programme, présence non documentée) Imprévu (présence confirmée) "
        "le préfet (au programme, présence non documentée)"
    ) in after


def test_alternate_reads_or(said):
    part = ParticipationFactory(name="Vanik Berberian", organisation="AMRF", item__stage=StagePageFactory(timed=True))
    ParticipationFactory(item=part.item, name="John Billard", organisation="AMRF", alternate=True)

    assert "Vanik Berberian, AMRF ou John Billard, AMRF" in said(part.item.stage)


def test_programme_says_now_and_next_and_that_it_may_change(said):
    stage = StagePageFactory(timed=True)
    ProgrammeItemFactory(stage=stage, title="Ouverture", start_time=time(9, 0), kinds=["opening"])
    ProgrammeItemFactory(stage=stage, title="Table ronde", start_time=time(10, 0), kinds=["round_table", "visit"])
    text = said(stage, DURING)

    assert "Programme en co-construction" in text
    assert "9 h jusqu’à 10 h environ, début du moment suivant Ouverture En ce moment Ouverture" in text
    assert f"10 h fin {UNKNOWN} Table rondeVisite Ensuite Table ronde" in text


def test_programme_that_is_settled_is_not_called_provisional(said):
    item = ProgrammeItemFactory(stage=StagePageFactory(timed=True), timed=True, released=True)

    assert "co-construction" not in said(item.stage)


def test_contact_that_an_editor_hides_is_nowhere(client, home):
    release = PressReleasePageFactory(issued=True)
    PressContactFactory(press_release=release, name="Vue", phone="04 66 00 00 01")
    PressContactFactory(press_release=release, name="Cachée", phone="04 66 00 00 02", is_public=False)
    shown = client.get(release.url).content.decode() + client.get(StagePage.objects.get().url).content.decode()

    assert [word in shown for word in ("Vue", "04 66 00 00 01", "Cachée", "04 66 00 00 02")] == [
        True,
        True,
        False,
        False,
    ]
    assert 'href="tel:+33466000001"' in shown


def hide(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")


@pytest.mark.parametrize("way", ["private", "draft"])
def test_venue_that_is_hidden_is_not_told(said, way):
    venue = PlacePageFactory(title="La cachette", live=way == "private")
    if way == "private":
        hide(venue)
    text = said(StagePageFactory(timed=True, venue=venue, venue_name="Salle des fêtes"))

    assert ("La cachette" in text, "Salle des fêtes" in text) == (False, True)


@pytest.mark.parametrize("way", ["private", "draft"])
def test_speaker_whose_page_is_hidden_is_not_told(said, way):
    item = ProgrammeItemFactory(stage=StagePageFactory(timed=True), timed=True)
    person = PersonPageFactory(title="Camille Cachée", live=way == "private")
    if way == "private":
        hide(person)
    ParticipationFactory(item=item, name="", person=person)
    ParticipationFactory(item=item, name="", person=person, function="maire de Mende")
    text = said(item.stage)

    assert ("Camille" in text, text.count("maire de Mende")) == (False, 1)


@pytest.mark.parametrize("trait", ["cancelled", "postponed"])
def test_stage_that_is_off_never_took_place(said, trait):
    stage = StagePageFactory(timed=True, with_results=True, **{trait: True})
    item = ProgrammeItemFactory(stage=stage, timed=True)
    ParticipationFactory(item=item, name="Annoncée", present=True)
    ParticipationFactory(item=item, name="Imprévu", unannounced=True)
    text = said(stage, AFTER)

    assert [words in text for words in ("Ce qu’il en reste", "présence", "Imprévu")] == [False, False, False]


def test_registration_is_open_until_the_stage_begins(said):
    stage = StagePageFactory(timed=True, registration_url="https://tour.example/inscription")

    assert ["Inscription En ligne" in said(stage, at) for at in (BEFORE, DURING, AFTER)] == [True, False, False]


def test_statement_known_after_the_event_waits_for_its_end(said):
    stage = StagePageFactory(timed=True)
    CitationFactory(page=stage, statement="Fréquentation", claim="Cent dix visiteurs", is_result=True)

    assert ["Cent dix visiteurs" in said(stage, at) for at in (BEFORE, DURING, AFTER)] == [False, False, True]


def test_days_of_a_programme_have_their_names_even_when_its_length_is_not_known(said):
    stage = StagePageFactory(unknown=True)
    ProgrammeItemFactory(stage=stage, title="Ouverture", day=1, timed=True)
    ProgrammeItemFactory(stage=stage, title="Clôture", day=2, timed=True)
    text = said(stage)

    assert (text.count("Jour 1"), text.count("Jour 2")) == (1, 1)
