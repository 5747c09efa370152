"""Previews: what is typed is shown with all its rows, saved or not."""

import pytest

from stages.models import EditionPage, PersonPage, PressReleasePage, StagePage
from tests.factories import (
    EditForm,
    EditionPageFactory,
    EditionPartnerFactory,
    ParticipationFactory,
    PartnerPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    SourceFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
)


def fill_evidence(form):
    source = SourceFactory(title="Compte rendu du 10 octobre")
    form.add_row("citations", statement="Affluence", claim="Cent vingt personnes", source=source)
    return form


def fill_stage(form):
    form.fill(date_kind="exact", starts_on="2014-10-09", opening_time="09:00", closing_time="18:00", position="5")
    form.fill(venue=PlacePageFactory(title="POLeN"), themes=ThemeFactory(name="Ruralité").name)
    form.fill(latitude="44.5182", longitude="3.5013", city="Mende", department="48")
    item = form.add_row("programme_items", title="Table ronde", start_time="10:00", kinds=["talk", "visit"])
    form.add_row(f"{item}-participations", name="Camille Martin", function="maire")
    form.add_row(f"{item}-participations", person=PersonPageFactory(title="Dominique Durand"), is_alternate=True)
    form.add_row("programme_items", title="Café des usages", is_all_day=True)
    form.add_row("partner_roles", partner=PartnerPageFactory(title="ZeVillage"), role="organiser")
    form.add_row("key_figures", value="120", unit="participants", label="inscrits")
    form.add_row("publications", title="La Lozère au travail", published_on="2014-10-10")
    return fill_evidence(form)


STAGE_WORDS = [
    "Table ronde",
    "Camille Martin",
    "Dominique Durand",
    "Café des usages",
    "ZeVillage",
    "inscrits",
    "La Lozère au travail",
    "Cent vingt personnes",
    "POLeN",
]


def missing(response, words):
    shown = response.content.decode()
    return [word for word in words if word not in shown]


@pytest.fixture
def during(clock_at):
    clock_at("2014-10-11T12:00")


def test_preview_of_a_new_stage_shows_its_rows(editor, home, during):
    form = EditForm(editor, model=StagePage, parent=EditionPageFactory()).fill(title="Mende", slug="mende")

    assert missing(fill_stage(form).preview(), STAGE_WORDS) == []


def test_preview_of_a_live_stage_shows_the_rows_being_typed_with_those_it_has(editor, home, during):
    stage = StagePageFactory(published=True)
    ParticipationFactory(item=ProgrammeItemFactory(stage=stage, title="Accueil"), name="Alix Bernard")
    StagePartnerFactory(stage=stage, partner=PartnerPageFactory(title="Relais d’Entreprises"))
    form = fill_stage(EditForm(editor, stage))

    assert missing(form.preview(), [*STAGE_WORDS, "Accueil", "Alix Bernard", "Relais d’Entreprises"]) == []


def test_draft_of_a_live_stage_is_shown_with_its_rows(editor, home, during):
    stage = StagePageFactory(published=True)
    assert fill_stage(EditForm(editor, stage)).save_draft().was_saved is True

    shown = editor.get(f"/admin/pages/{stage.pk}/view_draft/")

    assert missing(shown, STAGE_WORDS) == []


def test_preview_of_a_stage_leaves_out_partners_that_nobody_may_see(editor, home, during):
    form = EditForm(editor, StagePageFactory())
    form.add_row("partner_roles", partner=PartnerPageFactory(title="Encore caché", draft=True), role="host")

    assert "Encore caché" not in form.preview().content.decode().split("<main", 1)[1]


def fill_edition(form):
    form.add_row("partner_roles", partner=PartnerPageFactory(title="Neo-nomade"), role="organiser")
    form.add_row("key_figures", value="12", unit="villes", label="traversées")
    form.add_row("publications", title="Le Tour est parti")
    return fill_evidence(form)


EDITION_WORDS = ["Neo-nomade", "traversées", "Le Tour est parti", "Cent vingt personnes"]


def test_preview_of_a_new_edition_shows_its_rows(editor, home, during):
    form = EditForm(editor, model=EditionPage, parent=home).fill(title="Tour 2014", slug="tour-2014", year=2014)

    assert missing(fill_edition(form).preview(), EDITION_WORDS) == []


def test_preview_of_a_live_edition_shows_its_rows_and_stages(editor, home, during):
    edition = EditionPageFactory()
    EditionPartnerFactory(edition=edition, partner=PartnerPageFactory(title="ZeVillage"))
    StagePageFactory(parent=edition, title="Mende")

    assert missing(fill_edition(EditForm(editor, edition)).preview(), [*EDITION_WORDS, "ZeVillage", "Mende"]) == []


def fill_person(form):
    form.add_row("functions", function="déléguée régionale", organisation="La Poste", from_year=2010)
    return fill_evidence(form)


PERSON_WORDS = ["déléguée régionale", "La Poste", "Cent vingt personnes"]


def test_preview_of_a_new_person_shows_its_rows(editor, home, during):
    form = EditForm(editor, model=PersonPage, parent=PersonIndexPageFactory())
    form.fill(title="Camille Martin", slug="cm", family_name="Martin")

    assert missing(fill_person(form).preview(), PERSON_WORDS) == []


def test_preview_of_a_live_person_shows_its_rows_and_where_it_spoke(editor, home, during):
    part = ParticipationFactory(with_page=True, item__stage=StagePageFactory(title="Mende"))

    assert missing(fill_person(EditForm(editor, part.person)).preview(), [*PERSON_WORDS, "Mende"]) == []


def fill_release(form):
    form.add_row("contacts", name="Sacha Petit", phone="04 66 45 33 00", is_public=True)
    form.add_row("contacts", name="Encore caché", is_public=False)
    return form


def test_preview_of_a_new_release_shows_its_public_contacts(editor, home, during):
    form = EditForm(editor, model=PressReleasePage, parent=StagePageFactory(title="Mende"))
    form.fill(title="Le Tour en Lozère", slug="le-tour-en-lozere")
    shown = fill_release(form).preview()

    assert missing(shown, ["Le Tour en Lozère", "Sacha Petit"]) == []
    assert missing(shown, ["Encore caché"]) == ["Encore caché"]


def test_preview_of_a_live_release_shows_its_public_contacts(editor, home, during):
    shown = fill_release(EditForm(editor, PressReleasePageFactory(issued=True))).preview()

    assert missing(shown, ["Sacha Petit"]) == []
    assert missing(shown, ["Encore caché"]) == ["Encore caché"]
