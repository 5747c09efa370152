"""A month as a grid of weeks."""

from datetime import date

import pytest

from stages.domain.calendar import select
from stages.domain.month import build_month, parse_month
from tests.factories import StagePageFactory

TODAY = date(2014, 10, 1)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2014-10", date(2014, 10, 1)),
        ("1800-01", date(1800, 1, 1)),
        ("2100-12", date(2100, 12, 1)),
        ("13", None),
        ("2014-13", None),
        ("2014-00", None),
        ("1799-12", None),
        ("9999-99", None),
        ("2014-1", None),
        ("2014-10-09", None),
        ("٢٠١٤-١٠", None),
        ("2014-10\n", None),
        ("x" * 10_000, None),
    ],
)
def test_month_is_read_from_an_address(text, first):
    assert parse_month(text) == first


def grid(month):
    """{day of the month: names of its lanes, « . » for an empty one}."""
    return {
        cell.date.day: [
            f"{entry.stage.title} {entry.number}/{entry.day_count}" if entry else "." for entry in cell.lanes
        ]
        for week in month.weeks
        for cell in week
        if cell.is_in_month and cell.lanes
    }


def test_weeks_run_from_monday_to_sunday():
    month = build_month(date(2014, 10, 1), [], today=TODAY)
    assert [len(week) for week in month.weeks] == [7] * 5
    assert {week[0].date.weekday() for week in month.weeks} == {0}
    assert (month.weeks[0][0].date, month.weeks[-1][-1].date) == (date(2014, 9, 29), date(2014, 11, 2))
    days = [cell for week in month.weeks for cell in week]
    assert [cell.date for cell in days if cell.is_today] == [TODAY]
    assert sum(cell.is_in_month for cell in days) == 31


@pytest.mark.parametrize(
    ("first", "previous", "following"),
    [
        (date(2014, 12, 1), date(2014, 11, 1), date(2015, 1, 1)),
        (date(1800, 1, 1), None, date(1800, 2, 1)),
        (date(2100, 12, 1), date(2100, 11, 1), None),
    ],
)
def test_month_before_and_after(first, previous, following):
    month = build_month(first, [], today=TODAY)
    assert (month.previous, month.next) == (previous, following)


@pytest.fixture
def stages(db):
    StagePageFactory(title="A", exact=True, starts_on=date(2014, 9, 29), ends_on=date(2014, 10, 2))
    StagePageFactory(title="B", several_days=True)  # 9 to 11
    StagePageFactory(title="C", exact=True, starts_on=date(2014, 10, 10), ends_on=date(2014, 10, 14))
    StagePageFactory(title="D", exact=True, starts_on=date(2014, 10, 12))
    StagePageFactory(title="E", period=True, ends_on=date(2014, 10, 3))
    StagePageFactory(title="F", unknown=True)
    StagePageFactory(title="G", exact=True, starts_on=date(2014, 12, 24), ends_on=date(2015, 1, 2))
    return select({}).shown


def test_stage_stands_on_each_of_its_days_at_one_height_a_week(stages):
    month = build_month(date(2014, 10, 1), stages, today=TODAY)
    assert grid(month) == {
        1: ["A 3/4"],
        2: ["A 4/4"],
        9: ["B 1/3"],
        10: ["B 2/3", "C 1/5"],
        11: ["B 3/3", "C 2/5"],
        12: ["D 1/1", "C 3/5"],
        13: ["C 4/5"],
        14: ["C 5/5"],
    }
    named = [
        (cell.date.day, entry.stage.title, entry.name_width)
        for week in month.weeks
        for cell in week
        for entry in cell.lanes
        if entry and entry.name_width
    ]
    # On its first day, and again where the month or a week begins, over the days of that week.
    assert named == [(1, "A", 2), (9, "B", 3), (10, "C", 3), (12, "D", 1), (13, "C", 2)]


def test_stages_without_a_day_are_apart(stages):
    october = build_month(date(2014, 10, 1), stages, today=TODAY)
    assert [stage.title for stage in october.stages] == ["A", "B", "C", "D"]
    assert [stage.title for stage in october.imprecise] == ["E"]
    assert build_month(date(2014, 11, 1), stages, today=TODAY).imprecise == []


def test_nearest_months_with_a_stage_are_told(stages):
    november = build_month(date(2014, 11, 1), stages, today=TODAY)
    assert (november.nearest_before, november.nearest_after) == (date(2014, 10, 1), date(2014, 12, 1))
    january = build_month(date(2015, 1, 1), stages, today=TODAY)
    assert list(grid(january)) == [1, 2]
    assert (january.nearest_before, january.nearest_after) == (date(2014, 10, 1), None)
