"""The teams of stages and partners, by the rules of an edition."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupApprovalTask, GroupPagePermission, Workflow

from stages.domain import teams
from tests.factories import (
    EditionPageFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PressReleasePageFactory,
    StagePageFactory,
    UserFactory,
)
from tests.factories.editing import EditForm
from tour.models import Team


def rights(team, page):
    return sorted(
        permission.permission.codename.split("_")[0]
        for permission in GroupPagePermission.objects.filter(group=team.group, page=page)
    )


@pytest.fixture
def organiser(db):
    return UserFactory()


def test_new_stage_has_group_collection_and_moderation_task(db):
    stage = StagePageFactory(title="Mende", parent=EditionPageFactory(year=2014))

    team = stage.team
    assert team.group.name == team.collection.name == "Mende – Tour 2014"
    assert stage.get_workflow() == team.workflow
    assert rights(team, stage) == ["add", "change", "publish"]
    (task,) = team.workflow.tasks
    assert (task.name, [group.name for group in task.specific.groups.all()]) == ("l’équipe nationale", ["Relecture"])


def test_new_partner_has_a_team_that_adds_nothing_below(db):
    partner = PartnerPageFactory(title="ZeVillage")
    assert (partner.team.group.name, rights(partner.team, partner)) == ("ZeVillage", ["change", "publish"])


def test_provisioning_again_makes_nothing_more(db):
    stage = StagePageFactory()

    def counts():
        models = (Team, Group, Collection, Workflow, GroupApprovalTask, GroupPagePermission)
        return [model.objects.count() for model in models]

    before = counts()
    teams.provision(stage)
    assert counts() == before


def test_two_pages_of_one_name_have_two_teams(db):
    first, second = PartnerPageFactory(title="AMRF", slug="amrf"), PartnerPageFactory(title="AMRF", slug="amrf-2")
    assert [first.team.group.name, second.team.group.name] == ["AMRF", "AMRF (2)"]


def test_team_follows_the_name_of_its_page(editor):
    partner = PartnerPageFactory(title="Zevillage")
    assert EditForm(editor, partner).fill(title="ZeVillage").publish().was_saved
    team = Team.objects.get(page=partner)
    assert (team.group.name, team.collection.name) == ("ZeVillage", "ZeVillage")


def test_edition_that_reviews_takes_publication_away_and_gives_it_back(editor):
    edition = EditionPageFactory()
    stage, partner = StagePageFactory(parent=edition), PartnerPageFactory()

    reviewed, at_once = [["add", "change"], ["change"]], [["add", "change", "publish"], ["change", "publish"]]
    for reviews, expected in ((True, reviewed), (False, at_once)):
        assert EditForm(editor, edition).fill(reviews_changes=reviews).publish().was_saved
        assert [rights(page.team, page) for page in (stage, partner)] == expected


def test_older_edition_makes_no_rule_for_partners(editor):
    old, _new = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    partner = PartnerPageFactory()
    EditForm(editor, old).fill(reviews_changes=True).publish()
    assert rights(partner.team, partner) == ["change", "publish"]


def test_person_is_kept_by_the_team_of_one_stage(organiser):
    stage, other = StagePageFactory(), StagePageFactory()
    stage.team.group.user_set.add(organiser)
    person = PersonPageFactory(kept_by=stage)

    def may_edit():
        return person.permissions_for_user(type(organiser).objects.get(pk=organiser.pk)).can_edit()

    assert may_edit()

    person.kept_by = other
    person.save()

    assert not may_edit()
    assert rights(other.team, person) == ["change", "publish"]


def test_draft_gives_a_person_to_nobody_before_it_is_published(organiser):
    stage, other = StagePageFactory(), StagePageFactory()
    person = PersonPageFactory(kept_by=stage)
    person.kept_by = other
    revision = person.save_revision()
    assert (rights(stage.team, person), rights(other.team, person)) == (["change", "publish"], [])

    revision.publish()
    assert (rights(stage.team, person), rights(other.team, person)) == ([], ["change", "publish"])


def test_moved_stage_comes_under_the_rules_of_its_new_edition(home):
    stage = StagePageFactory(title="Mende", parent=EditionPageFactory(year=2014))
    stage.move(EditionPageFactory(year=2015, reviews_changes=True, organisers_may_invite=False), pos="last-child")

    team = Team.objects.get(page=stage)
    assert (team.group.name, rights(team, stage), team.may_invite) == ("Mende – Tour 2015", ["add", "change"], False)


def test_unpublished_edition_makes_no_rule_for_partners(home):
    edition, partner = EditionPageFactory(reviews_changes=True), PartnerPageFactory()
    assert rights(partner.team, partner) == ["change"]
    edition.unpublish()
    assert rights(partner.team, partner) == ["change", "publish"]


def test_edition_whose_rules_stay_touches_no_team(home, django_assert_num_queries):
    edition = EditionPageFactory()
    for _time in range(2):
        StagePageFactory(parent=edition), PartnerPageFactory()
        with django_assert_num_queries(4):
            teams.follow_edition(edition)


def test_review_reaches_the_persons_a_stage_keeps(editor):
    edition = EditionPageFactory()
    stage = StagePageFactory(parent=edition)
    person = PersonPageFactory(kept_by=stage)
    EditForm(editor, edition).fill(reviews_changes=True).publish()
    assert rights(stage.team, person) == ["change"]


def test_deleted_stage_takes_its_team_along_and_leaves_its_images(editor):
    stage = StagePageFactory(title="Mende")
    group, collection, workflow = stage.team.group, stage.team.collection, stage.team.workflow
    tasks = [task.pk for task in workflow.tasks]
    editor.post(f"/admin/pages/{stage.pk}/delete/")
    assert not Group.objects.filter(pk=group.pk).exists()
    assert not Workflow.objects.filter(pk=workflow.pk).exists()
    assert not GroupApprovalTask.objects.filter(pk__in=tasks).exists()
    assert Collection.objects.filter(pk=collection.pk).exists()


def test_missing_teams_are_made(db):
    stage, partner = StagePageFactory(), PartnerPageFactory()
    Team.objects.all().delete()
    teams.provision_all()
    assert sorted(Team.objects.values_list("page", flat=True)) == sorted([stage.pk, partner.pk])


def test_organiser_deletes_only_what_was_never_published_below_the_stage(client, organiser):
    stage = StagePageFactory()
    stage.team.group.user_set.add(organiser)
    draft = PressReleasePageFactory(parent=stage, live=False, first_published_at=None)
    issued = PressReleasePageFactory(parent=stage)
    client.force_login(organiser)
    for page in (stage, issued, draft):
        client.post(f"/admin/pages/{page.pk}/delete/")
    assert [type(page).objects.filter(pk=page.pk).exists() for page in (stage, issued, draft)] == [True, True, False]
