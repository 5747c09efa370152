"""Where a stage stands: its phase, what is to come and what is past."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stages.enums import Phase
from stages.models import StagePage
from tests.factories import EditionPageFactory, StagePageFactory

pytestmark = pytest.mark.django_db


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2014-10-09T08:59:59", Phase.TO_COME),
        ("2014-10-09T09:00:00", Phase.UNDER_WAY),
        ("2014-10-09T17:59:59", Phase.UNDER_WAY),
        ("2014-10-09T18:00:00", Phase.OVER),
        ("2015-10-09T12:00:00", Phase.OVER),
    ],
)
def test_phase_of_a_timed_stage(clock_at, at, phase):
    stage = StagePageFactory(timed=True)
    clock_at(at)

    assert stage.phase == phase
    assert StagePage.objects.with_progress().get().phase == phase


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2014-10-08T23:59", Phase.TO_COME),
        ("2014-10-09T00:00", Phase.UNDER_WAY),
        ("2014-10-09T23:59", Phase.UNDER_WAY),
        ("2014-10-10T00:00", Phase.OVER),
    ],
)
def test_phase_of_a_day_without_hours(clock_at, at, phase):
    stage = StagePageFactory(exact=True)
    clock_at(at)

    assert stage.phase == phase
    assert StagePage.objects.with_progress().get().phase == phase


def test_phase_in_noumea_follows_its_own_day(clock_at):
    stage = StagePageFactory(timed=True, time_zone="Pacific/Noumea")
    clock_at("2014-10-09T00:00")  # nine in the morning there

    assert stage.phase == Phase.UNDER_WAY


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2014-04-30T23:59", Phase.TO_COME),
        ("2014-05-15T12:00", Phase.TO_COME),
        ("2014-06-30T23:59", Phase.TO_COME),
        ("2014-07-01T00:00", Phase.OVER),
    ],
)
def test_phase_of_a_period_is_to_come_until_its_last_day_is_over(clock_at, at, phase):
    stage = StagePageFactory(period=True)
    clock_at(at)

    assert stage.phase == phase


def test_phase_of_an_unknown_date_is_to_come(clock_at):
    clock_at("2030-01-01T00:00")

    assert StagePageFactory(unknown=True).phase == Phase.TO_COME


def test_phase_tells_when_results_are_online(clock_at):
    stage = StagePageFactory(timed=True, with_results=True)

    clock_at("2014-10-09T17:59")
    assert StagePage.objects.get().phase == Phase.UNDER_WAY
    clock_at("2014-10-09T18:00")
    assert stage.phase == Phase.RESULTS_ONLINE


def test_phase_of_a_draft_being_changed_is_that_of_its_new_date(clock_at):
    clock_at("2014-10-10T12:00")
    stage = StagePageFactory(timed=True)
    stage.starts_on = date(2014, 10, 16)
    stage.full_clean()

    assert stage.phase == Phase.TO_COME


def test_phase_of_a_page_that_was_never_saved(clock_at):
    clock_at("2014-10-09T12:00")

    assert StagePageFactory.build().phase == Phase.TO_COME


def test_phase_costs_no_query_when_read_with_progress(clock_at, django_assert_num_queries):
    clock_at("2014-10-09T12:00")
    StagePageFactory(timed=True)
    stage = StagePage.objects.with_progress().get()

    with django_assert_num_queries(0):
        assert stage.phase == Phase.UNDER_WAY


def test_upcoming_and_past_are_complements_at_every_minute_of_a_stage():
    edition = EditionPageFactory(dated=True)
    for position, made in enumerate(
        [{"unknown": True}, {"period": True}, {"timed": True}, {"unknown": True}, {"exact": True}], start=1
    ):
        StagePageFactory(parent=edition, position=position, **made)
    StagePageFactory(parent=edition, unknown=True)
    everything = StagePage.objects.count()
    turns = []
    midnight = utc(2014, 10, 8, 22)
    for minute in range(-1, 24 * 60 + 2):
        at = midnight + timedelta(minutes=minute)
        is_over = dict(StagePage.objects.with_progress(at).values_list("pk", "is_over"))
        assert (len(is_over), set(is_over.values()) <= {True, False}) == (everything, True)
        over = {pk for pk in is_over if is_over[pk]}
        if not turns or turns[-1][1] != len(over):
            assert set(StagePage.objects.past(at).values_list("pk", flat=True)) == over
            assert set(StagePage.objects.upcoming(at).values_list("pk", flat=True)) == is_over.keys() - over
            turns.append((minute, len(over)))

    # The period and the one before it are over since June, the fourth as soon as the fifth begins at midnight, the
    # timed one at 18 h, the last and the one without rank with the day and the edition.
    assert turns == [(-1, 2), (0, 3), (18 * 60, 4), (24 * 60, 6)]


@pytest.mark.parametrize("query", ["past", "upcoming"])
def test_upcoming_and_past_at_the_last_and_first_instant(query):
    StagePageFactory(timed=True)
    ends_at = utc(2014, 10, 9, 16)

    before = getattr(StagePage.objects, query)(ends_at - timedelta(microseconds=1)).count()
    at_end = getattr(StagePage.objects, query)(ends_at).count()

    assert (before, at_end) == {"past": (0, 1), "upcoming": (1, 0)}[query]


def test_undated_stage_is_over_once_a_later_one_has_begun(clock_at):
    undated = StagePageFactory(position=1, unknown=True)
    StagePageFactory(position=2, timed=True)

    clock_at("2014-10-09T08:59")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME
    clock_at("2014-10-09T09:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.OVER


def test_period_is_over_once_a_later_stage_has_begun(clock_at):
    period = StagePageFactory(position=1, period=True, ends_on=date(2014, 12, 31))
    StagePageFactory(position=2, timed=True)
    clock_at("2014-10-09T09:00")

    assert StagePage.objects.get(pk=period.pk).phase == Phase.OVER


def test_undated_stage_is_not_over_because_of_an_earlier_one(clock_at):
    StagePageFactory(position=1, timed=True)
    undated = StagePageFactory(position=2, unknown=True)
    clock_at("2014-12-01T00:00")

    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME


@pytest.mark.parametrize(
    "later",
    [
        {"cancelled": True},
        {"postponed": True},
        {"draft": True},
        {"position": None},
        {"position": 1},
    ],
)
def test_undated_stage_is_not_over_because_of_a_stage_that_is_off_hidden_or_not_later(clock_at, later):
    undated = StagePageFactory(position=1, unknown=True)
    StagePageFactory(**{"position": 2, "timed": True, **later})
    clock_at("2014-12-01T00:00")

    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME


def test_undated_stage_is_not_over_because_of_another_edition(clock_at):
    undated = StagePageFactory(parent=EditionPageFactory(year=2014), position=1, unknown=True)
    StagePageFactory(parent=EditionPageFactory(year=2012), position=2, timed=True)
    clock_at("2014-12-01T00:00")

    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME


def test_later_period_makes_undated_stage_over_only_when_it_is_past(clock_at):
    undated = StagePageFactory(position=1, unknown=True)
    StagePageFactory(position=2, period=True)

    clock_at("2014-06-15T12:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME
    clock_at("2014-07-01T00:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.OVER


def test_undated_stage_is_over_once_its_edition_has_ended(clock_at):
    edition = EditionPageFactory(dated=True)
    undated = StagePageFactory(parent=edition, unknown=True)

    clock_at("2014-10-09T23:59")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.TO_COME
    clock_at("2014-10-10T00:00")
    assert StagePage.objects.get(pk=undated.pk).phase == Phase.OVER


def test_exact_stage_is_not_over_because_its_edition_is(clock_at):
    edition = EditionPageFactory(dated=True)
    stage = StagePageFactory(parent=edition, timed=True, starts_on=date(2014, 10, 20))
    clock_at("2014-10-15T12:00")

    assert StagePage.objects.past().count() == 0
    assert stage.phase == Phase.TO_COME


def test_progress_is_one_query_whatever_the_number_of_stages(clock_at, django_assert_num_queries):
    clock_at("2014-10-09T12:00")
    edition = EditionPageFactory(dated=True)
    for position in (1, 2, 3):
        StagePageFactory(parent=edition, position=position)
        with django_assert_num_queries(1):
            assert len(StagePage.objects.with_progress()) == position
