"""The screen on which a programme is looked at once more, then released."""

from datetime import time

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from stages.models import PersonPage, StagePage
from tests.factories import (
    PersonIndexPageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    UserFactory,
)
from tour.teams import REVIEWERS

pytestmark = pytest.mark.django_db


def address(page):
    return reverse("stages_programme_release", args=[page.pk])


@pytest.fixture
def stage(home):
    """A live stage with moments that overlap, leave a gap or have no hour."""
    made = StagePageFactory(timed=True, title="Mende")
    ProgrammeItemFactory(stage=made, title="Ouverture", start_time=time(9), end_time=time(10, 30))
    ProgrammeItemFactory(stage=made, title="Exposé", start_time=time(10), end_time=time(11))
    ProgrammeItemFactory(stage=made, title="Buffet", start_time=time(12))
    ProgrammeItemFactory(stage=made, title="À caler")
    return made


@pytest.fixture
def organiser(client, stage):
    """A browser in which somebody who may edit and publish this stage alone is logged in."""
    group = Group.objects.create(name="Étape de Mende")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change", "publish"):
        GroupPagePermission.objects.create(group=group, page=stage.basepage_ptr, permission_type=codename)
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return client


def words(response):
    shown = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(shown.get_text(" ").split())


def test_screen_says_what_would_be_released_and_what_to_check(organiser, stage):
    text = words(organiser.get(address(stage)))

    assert "« Exposé » : chevauchement avec « Ouverture » de 10 h à 10 h 30" in text
    assert "rien de prévu entre 11 h et 12 h" in text
    assert "« À caler » n’a pas d’horaire" in text
    assert "12 h – fin à confirmer Buffet" in text
    assert "première publication" in text


def test_button_releases_and_a_second_press_is_harmless(organiser, stage):
    first = organiser.post(address(stage), follow=True)
    second = organiser.post(address(stage), follow=True)

    assert "Le programme est publié." in first.content.decode()
    assert "il n’y a rien à publier" in second.content.decode()
    assert list(stage.programme_releases.values_list("number", flat=True)) == [1]
    assert (StagePage.objects.get().programme_version, stage.revisions.count()) == (1, 1)
    assert BeautifulSoup(second.content, "html.parser").find("form", action=address(stage)) is None


def test_screen_says_what_changed_since(organiser, stage):
    organiser.post(address(stage))
    draft = StagePage.objects.get().get_latest_revision_as_object()
    kept = list(draft.programme_items.all())
    kept[2].start_time = time(12, 30)
    draft.programme_items = kept[:3]
    draft.save_revision()

    text = words(organiser.get(address(stage)))
    assert "Déplacé Buffet Horaire : 12 h 30 Auparavant : 12 h" in text
    assert "Retiré À caler Horaire auparavant : horaire à confirmer" in text


def test_draft_with_errors_says_where_and_has_no_button(organiser, stage):
    ProgrammeItemFactory(stage=stage, title="")
    page = organiser.get(address(stage))

    assert "Moment du programme, intitulé : Ce champ ne peut pas être vide." in words(page)
    assert BeautifulSoup(page.content, "html.parser").find("form", action=address(stage)) is None
    assert "Le brouillon est à compléter" in organiser.post(address(stage), follow=True).content.decode()
    assert StagePage.objects.get().programme_version == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_the_user_s_is_not_found_and_unchanged(organiser, stage, method):
    other = StagePageFactory(timed=True, title="Bordeaux")
    ProgrammeItemFactory(stage=other, timed=True)
    asked = [getattr(organiser, method)(address(page)).status_code for page in (other, stage.get_parent())]

    assert asked == [404, 404]
    assert getattr(organiser, method)(reverse("stages_programme_release", args=[999999])).status_code == 404
    assert (StagePage.objects.get(pk=other.pk).programme_version, other.revisions.count()) == (0, 0)


def test_number_too_long_for_a_stage_is_not_found(editor, home):
    for name in ("stages_programme_release", "stages_person_add"):
        assert editor.get(reverse(name, args=[10**30])).status_code == 404


@pytest.mark.parametrize("name", ["stages_programme_release", "stages_person_add"])
def test_reviewer_decides_and_does_the_team_s_work_in_nothing(client, stage, name):
    PersonIndexPageFactory()
    draft = stage.get_latest_revision_as_object()
    draft.save_revision()
    stage.get_workflow().start(draft, UserFactory())
    reviewer = UserFactory()
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    client.force_login(reviewer)

    typed = {"given_name": "Jeanne", "family_name": "Petit"}
    answers = [client.get(reverse(name, args=[stage.pk])), client.post(reverse(name, args=[stage.pk]), typed)]

    assert client.get(reverse("wagtailadmin_pages:edit", args=[stage.pk])).status_code == 200
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (PersonPage.objects.count(), StagePage.objects.get().programme_version) == (0, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_logged_in_is_asked_to(client, stage, method):
    response = getattr(client, method)(address(stage))

    assert response.url == f"{reverse('wagtailadmin_login')}?next={address(stage)}"
    assert StagePage.objects.get().programme_version == 0


def test_number_of_the_revision_may_be_anything(organiser, stage):
    for typed in ("²", "-1", "abc", "9" * 30, "9" * 5000):
        assert organiser.post(address(stage), {"revision": typed}).status_code == 302


def test_edit_form_leads_to_the_screen(organiser, stage):
    form = organiser.get(reverse("wagtailadmin_pages:edit", args=[stage.pk])).content.decode()

    assert f'href="{address(stage)}"' in form
    assert "css/admin/programme.css" in form
    assert '<script src="/static/js/admin/programme.js" type="module"></script>' in form


@pytest.mark.parametrize("screen", ["programme", "intervenants/ajouter"])
def test_number_longer_than_any_key_is_no_stage(editor, screen):
    assert editor.get(f"/admin/etapes/{'9' * 25}/{screen}/").status_code == 404


def test_number_longer_than_any_revision_is_none(organiser, stage):
    answer = organiser.post(address(stage), {"revision": "9" * 5000})

    assert (answer.status_code, answer.headers["Location"]) == (302, address(stage))
