"""What changed from one version of a programme to the next."""

from datetime import time

import pytest
from wagtail.models import PageViewRestriction

from stages.domain.programme_changes import Moment, Speaker, differences, snapshot, told, versions
from stages.models import ProgrammeRelease, StagePage
from tests.factories import ParticipationFactory, PersonPageFactory, ProgrammeItemFactory, StagePageFactory


def moment(title, start=None, *, key=None, **more):
    given = {"sort_order": 0, "day": 1, "is_all_day": False, "end_time": None, "kinds": (), "description": ""}
    return Moment(key=key, title=title, start_time=start, **{**given, "speakers": (), **more})


def titles(found):
    """(added, removed, changed) by their titles."""
    return (
        [moment.title for moment in found.added],
        [moment.title for moment in found.removed],
        [(change.before.title, change.after.title) for change in found.changed],
    )


def test_same_programme_has_no_differences():
    programme = [moment("Accueil", time(9), key=1), moment("Buffet", time(12), key=2)]

    assert bool(differences(programme, list(programme))) is False


def test_moments_are_added_and_removed():
    before = [moment("Accueil", time(9), key=1), moment("Buffet", time(12), key=2)]
    after = [moment("Accueil", time(9), key=1), moment("Apéritif", time(18), key=3)]

    assert titles(differences(before, after)) == (["Apéritif"], ["Buffet"], [])


def test_moment_is_known_by_its_key_else_by_its_title():
    before = [moment("Exposé", time(9), key=1), moment("Buffet", time(12), key=2)]
    after = [moment("Conférence", time(9), key=1), moment("buffet", time(12, 30), key=None)]
    found = differences(before, after)

    assert titles(found) == ([], [], [("Exposé", "Conférence"), ("Buffet", "buffet")])
    assert [(change.is_renamed, change.is_moved) for change in found.changed] == [(True, False), (True, True)]


def test_moments_of_one_title_are_paired_by_their_hours_first():
    before = [moment("Pause", time(10)), moment("Pause", time(15))]
    after = [moment("Pause", time(15)), moment("Pause", time(16))]

    found = differences(before, after)
    assert [(change.before.start_time, change.after.start_time) for change in found.changed] == [(time(10), time(16))]


@pytest.mark.parametrize(
    "move",
    [{"day": 2}, {"start": time(10)}, {"end_time": time(11)}, {"start": None}, {"start": None, "is_all_day": True}],
)
def test_day_and_hours_that_change_are_a_move(move):
    (change,) = differences(
        [moment("Visite", time(9), key=1)], [moment("Visite", **{"start": time(9), "key": 1, **move})]
    ).changed

    assert (change.is_moved, change.is_renamed, change.is_described_anew) == (True, False, False)


def test_speakers_come_go_and_are_told_better():
    here, gone = Speaker("Anne", "", False), Speaker("Bruno", "maire", False)
    better, new = Speaker("Anne", "présidente", False), Speaker("Chloé", "AMRF", True)
    (change,) = differences(
        [moment("Table ronde", key=1, speakers=(here, gone))], [moment("Table ronde", key=1, speakers=(better, new))]
    ).changed

    assert (change.new_speakers, change.gone_speakers, change.other_speakers) == ([new], [gone], [better])


def test_order_of_speakers_and_of_rows_is_no_difference():
    one, other = Speaker("Anne", "", False), Speaker("Bruno", "", False)
    before = [moment("Table ronde", key=1, speakers=(one, other)), moment("Buffet", time(12), key=2)]
    after = [moment("Buffet", time(12), key=2), moment("Table ronde", key=1, speakers=(other, one))]

    assert bool(differences(before, after)) is False


# --- What may be told -----------------------------------------------------------------------------


def read(item, *, has_begun=False):
    """The names told of a moment, as it is kept and read again."""
    ((found,),) = told([snapshot([item])], has_begun=has_begun)
    return [(speaker.name, speaker.detail) for speaker in found.speakers]


@pytest.fixture
def item(db):
    return ProgrammeItemFactory(
        stage=StagePageFactory(timed=True), timed=True, kinds=["talk"], description="<p>Oui</p>"
    )


def test_snapshot_gives_back_its_moments(item):
    ((found,),) = told([snapshot([item])], has_begun=False)

    assert found == moment(
        item.title, time(9, 15), key=item.pk, end_time=time(10), kinds=("talk",), description="<p>Oui</p>"
    )
    assert found.kind_labels == ["Exposé"]


def test_who_was_not_announced_is_told_once_the_stage_has_begun(item):
    ParticipationFactory(item=item, name="Anne", function="maire", organisation="Mende")
    ParticipationFactory(item=item, name="Bruno", unannounced=True)

    assert read(item) == [("Anne", "maire, Mende")]
    assert read(item, has_begun=True) == [("Anne", "maire, Mende"), ("Bruno", "")]


def test_person_whose_page_is_hidden_or_deleted_since_is_not_named(item):
    hidden, deleted = PersonPageFactory(title="Camille"), PersonPageFactory(title="Dominique")
    ParticipationFactory(item=item, name="", person=hidden)
    ParticipationFactory(item=item, name="", person=deleted, function="préfète")
    kept = [snapshot([item])]
    assert [speaker.name for speaker in told(kept, has_begun=False)[0][0].speakers] == ["Camille", "Dominique"]

    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="secret")
    item.participations.all().delete()
    deleted.delete()

    assert [speaker.name for speaker in told(kept, has_begun=False)[0][0].speakers] == ["préfète"]
    assert "Dominique" not in str(kept)


@pytest.mark.parametrize("count", [1, 3])
def test_versions_are_two_queries_whatever_their_number(item, count, django_assert_num_queries):
    for _ in range(count):
        ParticipationFactory(item=item, with_page=True)
    for number in range(1, count + 1):
        ProgrammeRelease.objects.create(
            stage=item.stage, number=number, released_at="2014-09-01T10:00Z", items=snapshot([item])
        )
    stage = StagePage.objects.with_progress().get()
    with django_assert_num_queries(2):
        assert [version.release.number for version in versions(stage)] == list(range(count, 0, -1))
