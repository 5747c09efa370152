"""Releasing a programme, and keeping what was released."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from stages.domain.programme_release import Outcome, RefusedError, candidate, record, release
from stages.models import EditionPage, ProgrammeItem, ProgrammeRelease, StagePage
from stages.tasks import record_programme_releases
from tests.factories import ParticipationFactory, ProgrammeItemFactory, StagePageFactory, UserFactory
from tour import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(home, clock_at):
    """A live stage with two moments, of which one has no hour."""
    clock_at("2014-08-01T10:00")
    made = StagePageFactory(timed=True, published=True)
    ProgrammeItemFactory(stage=made, title="Ouverture", start_time=time(9))
    ProgrammeItemFactory(stage=made, title="À caler")
    page = StagePage.objects.get(pk=made.pk)
    page.save_revision().publish()
    return StagePage.objects.get(pk=made.pk)


def edit(stage, **titles_to_hours):
    """Save a draft in which the moments of these titles begin at these hours (None: taken out)."""
    draft = StagePage.objects.get(pk=stage.pk).get_latest_revision_as_object()
    kept = []
    for item in draft.programme_items.all():
        if item.title in titles_to_hours:
            item.start_time = titles_to_hours.pop(item.title)
            if item.start_time is None:
                continue
        kept.append(item)
    draft.programme_items = kept + [
        ProgrammeItem(title=title, start_time=hour, sort_order=9999) for title, hour in titles_to_hours.items()
    ]
    draft.save_revision()
    return StagePage.objects.get(pk=stage.pk)


def numbers(stage):
    return list(stage.programme_releases.order_by("number").values_list("number", flat=True))


def test_release_publishes_the_draft_and_keeps_what_went_public(stage, national, clock_at):
    now = clock_at("2014-09-01T10:00")
    edit(stage, Buffet=time(12))

    assert release(stage, by=national) == Outcome.PUBLISHED

    page = StagePage.objects.get(pk=stage.pk)
    assert (page.programme_version, page.live, page.has_unpublished_changes) == (1, True, False)
    assert {item.title: item.is_provisional for item in page.programme_items.all()} == {
        "Ouverture": False,
        "À caler": True,
        "Buffet": False,
    }
    kept = page.programme_releases.get()
    assert (kept.number, kept.released_at, kept.released_by) == (1, now, national)
    assert [(item["title"], item["start"]) for item in kept.items] == [
        ("Ouverture", "09:00:00"),
        ("À caler", None),
        ("Buffet", "12:00:00"),
    ]
    assert {item["key"] for item in kept.items} == set(page.programme_items.values_list("pk", flat=True))


def test_release_is_logged(stage, national):
    release(stage, by=national)

    actions = PageLogEntry.objects.filter(page=stage.pk, user=national).values_list("action", flat=True)
    assert sorted(actions) == ["wagtail.edit", "wagtail.publish"]


def test_release_of_the_same_programme_is_refused_and_changes_nothing(stage, national):
    release(stage, by=national)
    revisions = stage.revisions.count()

    with pytest.raises(RefusedError, match="n’a pas changé"):
        release(stage, by=national)

    assert numbers(stage) == [1]
    assert stage.revisions.count() == revisions


def test_versions_follow_each_other(stage, national):
    release(stage, by=national)
    edit(stage, Ouverture=time(9, 30))
    release(stage, by=national)

    assert numbers(stage) == [1, 2]
    assert StagePage.objects.get(pk=stage.pk).programme_version == 2


def test_empty_programme_is_refused(home, national):
    with pytest.raises(RefusedError, match="vide"):
        release(StagePageFactory(published=True), by=national)


def test_draft_with_errors_is_refused_and_named(stage, national):
    ProgrammeItemFactory(stage=stage, title="")
    draft = StagePage.objects.get(pk=stage.pk)
    draft.save_revision()
    revisions = stage.revisions.count()

    assert candidate(stage).errors == ["Moment du programme, intitulé\u00a0: Ce champ ne peut pas être vide."]
    with pytest.raises(RefusedError, match="à compléter"):
        release(stage, by=national)
    assert (numbers(stage), stage.revisions.count()) == ([], revisions)


def test_draft_that_changed_since_it_was_seen_is_refused(stage, national):
    seen = stage.latest_revision_id
    edit(stage, Buffet=time(12))

    with pytest.raises(RefusedError, match="a changé depuis"):
        release(stage, by=national, seen=seen)
    assert numbers(stage) == []


@pytest.fixture
def organiser(stage):
    """Somebody of the stage's team, in an edition whose changes are reviewed."""
    edition = EditionPage.objects.parent_of(stage).get()
    edition.reviews_changes = True
    edition.save_revision().publish()
    user = UserFactory()
    stage.team.group.user_set.add(user)
    return user


def test_release_by_who_may_not_publish_is_submitted_and_kept_once_approved(stage, organiser, national):
    assert release(stage, by=organiser) == Outcome.SUBMITTED
    assert (numbers(stage), StagePage.objects.get(pk=stage.pk).programme_version) == ([], 0)
    with pytest.raises(RefusedError, match="relecture"):
        release(stage, by=organiser)

    stage.current_workflow_task_state.approve(user=national)

    kept = stage.programme_releases.get()
    assert (kept.number, kept.released_by) == (1, organiser)
    assert StagePage.objects.get(pk=stage.pk).programme_version == 1


def test_release_after_changes_were_asked_for_is_submitted_again(stage, organiser, national):
    release(stage, by=organiser)
    stage.current_workflow_task_state.reject(user=national)
    edit(stage, Ouverture=time(10))

    assert release(stage, by=organiser) == Outcome.SUBMITTED

    stage.current_workflow_task_state.approve(user=national)
    assert numbers(stage) == [1]


def test_release_of_a_scheduled_page_is_kept_when_it_goes_live(stage, national):
    draft = stage.get_latest_revision_as_object()
    draft.go_live_at = clock.machine_now() + timedelta(days=1)
    draft.save_revision()

    assert release(stage, by=national) == Outcome.SCHEDULED
    assert numbers(stage) == []


def test_sweep_keeps_what_no_signal_told_and_only_once(stage):
    StagePage.objects.filter(pk=stage.pk).update(programme_version=3)
    record_programme_releases()
    record_programme_releases()

    assert numbers(stage) == [3]


def test_draft_and_page_that_is_not_live_are_not_kept(home):
    StagePageFactory(draft=True, programme_version=1)

    assert record() == []


def test_copy_of_a_stage_starts_without_versions(stage, national):
    release(stage, by=national)
    copied = StagePage.objects.get(pk=stage.pk).copy(update_attrs={"slug": "copie"}, user=national)

    assert (copied.programme_version, numbers(copied)) == (0, [])
    assert copied.get_latest_revision_as_object().programme_version == 0
    assert ProgrammeRelease.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_moments(home, count):
    """Besides those that read the draft itself: it looks for each of its rows."""
    made = StagePageFactory(timed=True)
    for _ in range(count):
        ParticipationFactory(item=ProgrammeItemFactory(stage=made, timed=True), with_page=True)
    StagePage.objects.get(pk=made.pk).save_revision()
    counts = []
    for read in (StagePage.get_latest_revision_as_object, candidate):
        with CaptureQueriesContext(connection) as captured:
            read(StagePage.objects.get(pk=made.pk))
        counts.append(len(captured))
    assert counts[1] - counts[0] == 15


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_sweep_do_not_depend_on_stages(home, count, django_assert_num_queries):
    for _ in range(count):
        ParticipationFactory(item__stage=StagePageFactory(timed=True, programme_version=1))
    with django_assert_num_queries(4):
        assert len(record()) == count
    with django_assert_num_queries(1):
        assert record() == []
