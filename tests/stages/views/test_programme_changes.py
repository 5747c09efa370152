"""« Ce qui a changé », as the public reads it."""

from datetime import time

import pytest
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from stages.domain.programme_release import release
from stages.models import ProgrammeItem, StagePage
from tests.factories import ParticipationFactory, PersonPageFactory, ProgrammeItemFactory, StagePageFactory

pytestmark = pytest.mark.django_db


def address(stage):
    return f"{stage.url}programme/changements/"


def words(client, path):
    html = client.get(path).content.decode()
    return " ".join(strip_tags(html[html.index("<main") : html.index("</main>")]).split()).replace("\u00a0", " ")


@pytest.fixture
def stage(home):
    made = StagePageFactory(timed=True, title="Mende", slug="mende")
    ProgrammeItemFactory(stage=made, title="Ouverture", start_time=time(9))
    return made


@pytest.fixture
def changed(stage, national, clock_at):
    """The stage after a second release, in which the opening moved and somebody joined it."""
    clock_at("2014-09-01T10:00")
    release(stage, by=national)
    clock_at("2014-09-20T23:30")
    item = ProgrammeItem.objects.get()
    ProgrammeItem.objects.update(start_time=time(9, 30))
    ParticipationFactory(item=item, name="Anne Durand", function="maire")
    ParticipationFactory(item=item, name="", person=PersonPageFactory(title="Camille Martin"))
    StagePage.objects.get(pk=stage.pk).save_revision()
    release(stage, by=national)
    return StagePage.objects.get(pk=stage.pk)


def test_changes_are_told_newest_first_with_their_dates(client, changed):
    assert words(client, address(changed)).endswith(
        "Version 2 Publiée le 20 septembre 2014 Déplacé Ouverture Horaire : 9 h 30 Auparavant : 9 h "
        "Intervenants en plus : Anne Durand, maire ; Camille Martin "
        "Version 1 Publiée le 1er septembre 2014 Première publication du programme : 1 moment."
    )


def test_stage_leads_to_its_changes_from_the_second_version_on(client, stage, national):
    line = "Programme publié, version"
    assert line not in words(client, stage.url)
    release(stage, by=national)
    assert line not in words(client, stage.url)
    assert client.get(address(stage)).status_code == 404


def test_stage_with_two_versions_says_so(client, changed):
    assert "Programme publié, version 2 : ce qui a changé" in words(client, changed.url)
    assert f'href="{address(changed)}"' in client.get(changed.url).content.decode()


def test_person_whose_page_is_hidden_since_is_not_told(client, changed):
    person = ParticipationFactory._meta.model.objects.get(person__isnull=False).person
    PageViewRestriction.objects.create(page=person, restriction_type="password", password="secret")

    text = words(client, address(changed))
    assert ("Camille Martin" in text, "Anne Durand" in text) == (False, True)


def test_changes_of_a_stage_nobody_may_see_are_not_found(client, changed):
    PageViewRestriction.objects.create(page=changed, restriction_type="password", password="secret")

    assert client.get(address(changed)).status_code == 404


def test_address_that_a_stage_had_before_leads_to_its_changes(client, changed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        changed.slug = "mende-lozere"
        changed.save_revision().publish()

    assert client.get("/tour-2014/mende/programme/changements/").url == "/tour-2014/mende-lozere/programme/changements/"


def test_draft_tells_nothing(client, changed):
    draft = changed.get_latest_revision_as_object()
    draft.programme_items = [ProgrammeItem(title="Secret", start_time=time(15))]
    draft.programme_version = 3
    draft.save_revision()

    assert "Secret" not in words(client, address(changed))
    assert "version 2" in words(client, changed.url)


def test_changes_are_read_only(client, changed):
    assert client.post(address(changed)).status_code == 405
