"""When the mails of every week fall."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from stages.domain import digest, nudges
from stages.domain.weekly import Rhythm
from stages.models.reminder import CHANGING_HOUR

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = Rhythm(weekday=1, at=time(9), days_late=3)


def next_after(instant):
    found = TUESDAY.next_after(datetime.fromisoformat(instant).replace(tzinfo=PARIS))
    return found.week, f"{found.due_at:%Y-%m-%d %H:%M}", f"{found.not_after:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2014-09-29T00:00", ("2014-W40", "2014-09-30 07:00", "2014-10-03 07:00")),
        ("2014-09-30T08:59", ("2014-W40", "2014-09-30 07:00", "2014-10-03 07:00")),
        ("2014-09-30T09:00", ("2014-W41", "2014-10-07 07:00", "2014-10-10 07:00")),
        # The clocks change on the Sundays between: 9 h is 9 h.
        ("2014-10-26T02:30", ("2014-W44", "2014-10-28 08:00", "2014-10-31 08:00")),
        ("2015-03-29T01:59", ("2015-W14", "2015-03-31 07:00", "2015-04-03 07:00")),
        # The first days of a year may be of the last week of the one before, and the other way round.
        ("2014-12-28T12:00", ("2015-W01", "2014-12-30 08:00", "2015-01-02 08:00")),
        ("2020-12-28T12:00", ("2020-W53", "2020-12-29 08:00", "2021-01-01 08:00")),
        ("2024-12-31T09:01", ("2025-W02", "2025-01-07 08:00", "2025-01-10 08:00")),
    ],
)
def test_next_occurrence_is_of_the_iso_week_of_its_day(now, expected):
    assert next_after(now) == expected


def test_each_week_of_ten_years_has_one_occurrence_and_a_name_of_its_own():
    now, found = datetime(2014, 1, 1, tzinfo=UTC), []
    while now.year < 2024:
        found.append(TUESDAY.next_after(now))
        now = found[-1].due_at
    assert len({one.week for one in found}) == len(found) == 522
    assert {one.due_at.astimezone(PARIS).time() for one in found} == {time(9)}


def test_week_before_begins_at_the_same_hour_over_a_change_of_clocks():
    due_at = datetime(2014, 10, 28, 9, tzinfo=PARIS)
    assert TUESDAY.week_before(due_at) == datetime(2014, 10, 21, 9, tzinfo=PARIS)


@pytest.mark.parametrize("rhythm", [nudges.RHYTHM, digest.RHYTHM])
def test_no_mail_falls_in_the_hour_that_is_missing_or_comes_twice(rhythm):
    assert not CHANGING_HOUR[0] <= rhythm.at < CHANGING_HOUR[1]
