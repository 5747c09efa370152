"""The dates of the next edition."""

from datetime import date, time, timedelta

import pytest

from stages.domain.renewal import same_weekday
from stages.enums import DateKind, DateReason, Dates
from tests.factories import EditionPageFactory, StagePageFactory
from tests.stages.domain.renewed import edition, plan

__all__ = ["edition"]

EVERY_YEAR = range(2000, 2101)


def planned_date(edition, dates, **stage):
    """(kind, first day, last day, opening, closing, length), why: of a stage in the edition of 2015."""
    StagePageFactory(parent=edition, **stage)
    (planned,) = plan(edition, dates=dates).stages
    draft = planned.draft
    when = (draft.date_kind, draft.starts_on, draft.ends_on, draft.opening_time, draft.closing_time, draft.day_count)
    return when, planned.why


def test_dates_are_left_open_and_lengths_kept(edition):
    nothing = (DateKind.UNKNOWN, None, None, None, None)
    assert planned_date(edition, Dates.OPEN, several_days=True) == ((*nothing, 3), DateReason.OPEN)


def test_exact_date_goes_to_the_same_weekday_with_its_hours(edition):
    when = (DateKind.EXACT, date(2015, 10, 8), None, time(9), time(18), None)
    assert planned_date(edition, Dates.DAY, timed=True) == (when, DateReason.DAY)


def test_several_days_stay_as_many(edition):
    when = (DateKind.EXACT, date(2015, 10, 8), date(2015, 10, 10), time(9), time(18), None)
    assert planned_date(edition, Dates.DAY, several_days=True) == (when, DateReason.DAY)


def test_exact_date_becomes_a_week_without_hours(edition):
    when = (DateKind.PERIOD, date(2015, 10, 5), date(2015, 10, 11), None, None, 3)
    assert planned_date(edition, Dates.WEEK, several_days=True) == (when, DateReason.WEEK)


@pytest.mark.parametrize("dates", [Dates.WEEK, Dates.DAY])
def test_months_stay_months(edition, dates):
    when = (DateKind.PERIOD, date(2015, 5, 1), date(2015, 6, 30), None, None, None)
    assert planned_date(edition, dates, period=True) == (when, DateReason.MONTHS)


@pytest.mark.parametrize(
    ("first", "last", "year", "months"),
    [
        (date(2016, 2, 1), date(2016, 2, 29), 2017, (date(2017, 2, 1), date(2017, 2, 28))),
        (date(2015, 2, 1), date(2015, 2, 28), 2016, (date(2016, 2, 1), date(2016, 2, 29))),
        (date(2014, 12, 1), date(2015, 1, 31), 2016, (date(2016, 12, 1), date(2017, 1, 31))),
        (date(2014, 12, 1), date(2014, 12, 31), 2015, (date(2015, 12, 1), date(2015, 12, 31))),
    ],
)
def test_months_end_when_they_end(db, first, last, year, months):
    edition = EditionPageFactory(year=first.year)
    StagePageFactory(parent=edition, date_kind=DateKind.PERIOD, starts_on=first, ends_on=last)
    (stage,) = plan(edition, year=year, dates=Dates.DAY).stages
    assert (stage.draft.starts_on, stage.draft.ends_on) == months


def test_other_periods_keep_their_weekdays_and_length(edition):
    period = {"date_kind": DateKind.PERIOD, "starts_on": date(2014, 5, 5), "ends_on": date(2014, 5, 9)}
    when = (DateKind.PERIOD, date(2015, 5, 4), date(2015, 5, 8), None, None, None)
    assert planned_date(edition, Dates.WEEK, **period) == (when, DateReason.DAY)


@pytest.mark.parametrize("dates", Dates)
def test_unknown_date_stays_unknown(edition, dates):
    when = (DateKind.UNKNOWN, None, None, None, None, 2)
    assert planned_date(edition, dates, day_count=2) == (when, DateReason.UNKNOWN)


@pytest.mark.parametrize(
    ("day", "year", "found"),
    [
        (date(2014, 10, 9), 2015, date(2015, 10, 8)),  # Thursday of week 41 of both years
        (date(2014, 10, 9), 2016, date(2016, 10, 6)),  # week 40: that of week 41, the 13th, is further away
        (date(2016, 2, 29), 2017, date(2017, 2, 27)),
        (date(2016, 2, 29), 2020, date(2020, 3, 2)),
        (date(2015, 12, 31), 2016, date(2016, 12, 29)),  # from week 53 to a year that has none
        (date(2015, 1, 1), 2016, date(2016, 1, 7)),  # the nearest Thursday, 31 December, is in 2015
        (date(2014, 12, 31), 2017, date(2017, 12, 27)),  # the nearest Wednesday is 3 January 2018
    ],
)
def test_weekday_is_found(day, year, found):
    assert same_weekday(day, year=year) == found


def nearest(day, year):
    """The same, found the long way: of all days of ``year`` around that date, those of the weekday, the nearest."""
    try:
        middle = day.replace(year=year)
    except ValueError:
        middle = date(year, 2, 28)
    around = [middle + timedelta(days=offset) for offset in range(-7, 8)]
    return min(
        (found for found in around if found.year == year and found.weekday() == day.weekday()),
        key=lambda found: abs(found - middle),
    )


def test_weekday_is_the_nearest_of_its_year_for_every_day_of_a_century():
    """There are fourteen kinds of year: common or leap, beginning on each weekday. Each is tried towards each."""
    kinds = {(date(year, 1, 1).weekday(), date(year, 12, 31).timetuple().tm_yday): year for year in EVERY_YEAR}
    assert len(kinds) == 14
    for year in kinds.values():
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
        for day in (day for day in days if day.year == year):
            for later in kinds.values():
                assert same_weekday(day, year=later) == nearest(day, later), (day, later)
