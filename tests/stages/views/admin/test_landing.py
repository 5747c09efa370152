"""What somebody who keeps some pages sees first in the admin, and does from there."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import PageLogEntry

from stages.models import PersonPage
from tests.factories import (
    EditionPageFactory,
    PartnerPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    PressReleasePageFactory,
    StagePageFactory,
    UserFactory,
)
from tests.factories.editing import EditForm
from tour.teams import REVIEWERS


@pytest.fixture
def stage(db):
    return StagePageFactory(title="Mende", exact=True, parent=EditionPageFactory())


@pytest.fixture
def mende(client, stage):
    """A browser in which somebody of the stage's team is logged in."""
    organiser = UserFactory(first_name="Marie")
    stage.team.group.user_set.add(organiser)
    client.force_login(organiser)
    return client


def shown(client):
    return client.get("/admin/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_organiser_comes_to_her_stage(mende, stage):
    PressReleasePageFactory(parent=stage, title="Le communiqué")
    PersonPageFactory(title="Jeanne Petit", kept_by=stage)
    PersonPageFactory(title="Paul Grand")
    StagePageFactory(title="Bordeaux")

    page = shown(mende)

    for text in (
        "Votre étape",
        "jeudi 9 octobre 2014",
        "Le communiqué",
        "Jeanne Petit",
        f"/admin/pages/{stage.pk}/edit/",
    ):
        assert text in page
    for text in ("Paul Grand", "Bordeaux", "/admin/tableau-de-bord/", "/admin/reports/"):
        assert text not in page


def test_organiser_of_two_stages_sees_the_latest_edition_first(mende, stage):
    older = StagePageFactory(title="Alençon", parent=EditionPageFactory(year=2012))
    older.team.group.user_set.add(*stage.team.group.user_set.all())
    page = shown(mende)
    assert page.index(">Mende<") < page.index(">Alençon<")


def test_state_says_where_a_change_stands(mende, stage):
    assert "<strong>En ligne</strong>, à jour." in shown(mende)
    EditForm(mende, stage).fill(summary="Une journée en Lozère.").save_draft()
    assert "pas encore publiés" in shown(mende)


def test_state_says_that_changes_are_asked_for(mende, stage):
    stage.save_revision()
    review = stage.get_workflow().start(stage, UserFactory())
    assert "a reçu vos changements" in shown(mende)
    review.current_task_state.reject(user=UserFactory(national=True))
    assert "l’équipe nationale demande des changements" in shown(mende)
    assert "a reçu vos changements" not in shown(mende)


@pytest.mark.parametrize(
    ("live", "is_issued", "told"),
    [(False, True, "brouillon"), (False, False, "brouillon"), (True, True, "diffusé"), (True, False, "en ligne")],
)
def test_press_release_is_out_only_once_it_is_published(mende, stage, live, is_issued, told):
    release = PressReleasePageFactory(parent=stage, live=live, is_issued=is_issued)
    line = BeautifulSoup(shown(mende), "html.parser").find("a", href=f"/admin/pages/{release.pk}/edit/").parent
    assert line.get_text().removeprefix(release.title).strip() == told


def test_publishing_comes_back_here(mende, stage):
    answer = EditForm(mende, stage).fill(summary="Une journée en Lozère.").publish()
    assert answer.response.headers["Location"] == "/admin/"
    stage.refresh_from_db()
    assert stage.summary == "Une journée en Lozère."


def test_partner_comes_to_its_page(client, db):
    partner = PartnerPageFactory(title="ZeVillage")
    user = UserFactory()
    partner.team.group.user_set.add(user)
    client.force_login(user)
    page = shown(client)
    assert ("Votre page de partenaire" in page, "Votre étape" in page) == (True, False)


def test_national_team_keeps_wagtails_home(editor):
    assert "Votre étape" not in shown(editor)


# --- People ---------------------------------------------------------------------------------------


def test_organiser_adds_somebody_who_takes_part(mende, stage):
    PersonIndexPageFactory()
    added = mende.post(
        f"/admin/etapes/{stage.pk}/intervenants/ajouter/", {"given_name": "Jeanne", "family_name": "Petit"}
    )
    person = PersonPage.objects.get()
    assert added.headers["Location"] == f"/admin/pages/{person.pk}/edit/"
    assert (person.title, person.slug, person.live, person.kept_by) == ("Jeanne Petit", "jeanne-petit", False, stage)
    assert list(PageLogEntry.objects.filter(page=person.pk).values_list("action", flat=True)) == ["wagtail.create"]
    assert EditForm(mende, person).fill(summary="Fondatrice.").publish().was_saved


def test_second_person_of_the_same_name_has_an_address_of_her_own(mende, stage):
    PersonIndexPageFactory()
    for _time in range(2):
        mende.post(f"/admin/etapes/{stage.pk}/intervenants/ajouter/", {"given_name": "Jeanne", "family_name": "Petit"})
    assert sorted(PersonPage.objects.values_list("slug", flat=True)) == ["jeanne-petit", "jeanne-petit-2"]


@pytest.mark.parametrize(
    "typed",
    [
        {"given_name": "", "family_name": "Petit"},
        {"given_name": "…", "family_name": "!!!"},
        {"given_name": "x" * 101, "family_name": "Petit"},
        {"given_name": "a\x00", "family_name": "Petit"},
        {},
    ],
)
def test_bad_name_is_told_and_nothing_is_made(mende, stage, typed):
    PersonIndexPageFactory()
    answer = mende.post(f"/admin/etapes/{stage.pk}/intervenants/ajouter/", typed)
    assert (answer.status_code, bool(answer.context["form"].errors), PersonPage.objects.count()) == (200, True, 0)


def test_nobody_is_added_to_anothers_stage(mende):
    PersonIndexPageFactory()
    other = StagePageFactory()
    address = f"/admin/etapes/{other.pk}/intervenants/ajouter/"
    answers = [mende.get(address), mende.post(address, {"given_name": "Jeanne", "family_name": "Petit"})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert PersonPage.objects.count() == 0


def test_empty_title_of_a_press_release_says_what_it_is(mende, stage):
    form = mende.get(f"/admin/pages/add/stages/pressreleasepage/{stage.pk}/").content.decode()
    assert 'name="title" maxlength="255" placeholder="Titre"' in form
    assert "Tel que les visiteurs le liront." in form


def test_reviewer_is_not_told_that_nothing_is_entrusted(client, stage):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=REVIEWERS))
    client.force_login(user)
    assert "Les pages qui attendent votre relecture" in shown(client)
    assert "Aucune page ne vous est confiée" not in shown(client)

    user.groups.clear()
    user.groups.add(StagePageFactory().team.group)
    assert "Les pages qui attendent votre relecture" not in shown(client)
