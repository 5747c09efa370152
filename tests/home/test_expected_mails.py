"""The oracle of the rehearsal, held to cases worked out by hand."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from home.expected_mails import PlainFollower, PlainRule, PlainStage, expected_mails

RULES = [PlainRule(1, -7, time(9)), PlainRule(2, -1, time(17)), PlainRule(3, 0, time(7)), PlainRule(4, 3, time(9))]
LONG_AGO = datetime(2014, 1, 1, tzinfo=UTC)


def stage(day, zone="Europe/Paris", last=None, cancelled_at=None):
    return PlainStage(1, "etape", ZoneInfo(zone), "Occitanie", 5, day, last or day, time(9), cancelled_at)


def follower(comes_at=LONG_AGO, leaves_at=None, declined=(), **follows):
    return PlainFollower(1, "a@example.org", follows or {"scope": "tour"}, comes_at, leaves_at, frozenset(declined))


def minutes(stage, follower):
    return sorted(minute for _key, minute in expected_mails([stage], [follower], RULES))


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Noumea", "America/Martinique"])
@pytest.mark.parametrize(
    ("day", "minute"),
    [
        (date(2014, 10, 28), "2014-10-21 09:00"),
        (date(2015, 3, 31), "2015-03-24 09:00"),
        (date(2026, 10, 27), "2026-10-20 09:00"),
    ],
)
def test_a_week_before_is_the_same_hour_over_a_change_of_clocks(zone, day, minute):
    assert minutes(stage(day, zone), follower())[0] == minute


def test_after_is_counted_from_the_last_day():
    found = minutes(stage(date(2014, 10, 9), last=date(2014, 10, 11)), follower())
    assert found == ["2014-10-02 09:00", "2014-10-08 17:00", "2014-10-09 07:00", "2014-10-14 09:00"]


@pytest.mark.parametrize(
    ("follows", "count"),
    [
        ({"scope": "region", "region": "Occitanie"}, 4),
        ({"scope": "region", "region": "Bretagne"}, 0),
        ({"scope": "theme", "theme_id": 5}, 4),
        ({"scope": "stage", "stage_id": 2}, 0),
    ],
)
def test_mails_are_for_those_who_follow(follows, count):
    assert len(minutes(stage(date(2014, 10, 9)), follower(**follows))) == count


def test_who_comes_in_the_morning_is_told_at_once_and_of_nothing_past():
    comes_at = datetime(2014, 10, 9, 8, 10, tzinfo=ZoneInfo("Europe/Paris"))
    assert minutes(stage(date(2014, 10, 9)), follower(comes_at)) == ["2014-10-09 08:10", "2014-10-12 09:00"]


def test_who_leaves_or_declines_is_spared():
    leaves_at = datetime(2014, 10, 9, tzinfo=UTC)
    assert minutes(stage(date(2014, 10, 9)), follower(leaves_at=leaves_at, declined=["eve"])) == ["2014-10-02 09:00"]


def test_cancellation_is_told_ten_minutes_later_instead_of_what_was_to_come():
    cancelled_at = datetime(2014, 10, 6, 10, tzinfo=ZoneInfo("Europe/Paris"))
    found = expected_mails([stage(date(2014, 10, 9), cancelled_at=cancelled_at)], [follower()], RULES)
    assert found == {
        ("reminder:1:stage:1:subscription:1:occurrence:0", "2014-10-02 09:00"),
        ("change:stage:1:subscription:1:occurrence:1", "2014-10-06 10:10"),
    }
