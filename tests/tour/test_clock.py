"""The one source of the present."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tour import clock


def test_now_without_demonstration_is_the_real_present(clock_at):
    clock_at("2014-10-09T09:15")

    assert clock.is_demo() is False
    assert clock.now() == datetime(2014, 10, 9, 7, 15, tzinfo=UTC)


@pytest.fixture
def demo(settings, clock_at):
    """A demonstration started at noon UTC of 1 January 2026, from the start that is set."""
    settings.TOUR_CLOCK_STARTED_AT = clock_at("2026-01-01T12:00:00+00:00").timestamp()
    settings.TOUR_CLOCK_START = "2014-10-01T09:00"
    return settings


def test_demo_starts_at_its_start_in_paris(demo):
    assert clock.is_demo() is True
    assert clock.now() == datetime(2014, 10, 1, 7, tzinfo=UTC)


def test_demo_ticks(demo, clock_at):
    clock_at("2026-01-01T12:01:30+00:00")

    assert clock.now() == datetime(2014, 10, 1, 7, 1, 30, tzinfo=UTC)


def test_demo_runs_through_the_change_of_hour(demo, clock_at):
    demo.TOUR_CLOCK_START = "2014-10-26T02:30"
    clock_at("2026-01-01T13:00:00+00:00")

    assert clock.now() == datetime(2014, 10, 26, 1, 30, tzinfo=UTC)


def test_demo_start_with_an_offset_is_that_instant(demo):
    demo.TOUR_CLOCK_START = "2014-10-01T09:00:00+11:00"

    assert clock.now() == datetime(2014, 9, 30, 22, tzinfo=UTC)


def test_demo_start_may_be_a_date_alone(demo):
    demo.TOUR_CLOCK_START = "2014-10-01"

    assert clock.now() == datetime(2014, 9, 30, 22, tzinfo=UTC)


def test_demo_without_a_moment_of_start_runs_from_the_start_of_the_process(settings):
    settings.TOUR_CLOCK_STARTED_AT = None
    settings.TOUR_CLOCK_START = "2014-10-01T09:00"

    first, second = clock.now(), clock.now()

    assert datetime(2014, 10, 1, 7, tzinfo=UTC) <= first <= second
    assert first.date() == date(2014, 10, 1)


@pytest.mark.parametrize("start", ["demain", "2014-13-01", "09:00", "2014-10-01T25:00"])
def test_demo_start_that_is_no_date_is_refused(demo, start):
    demo.TOUR_CLOCK_START = start

    with pytest.raises(ValueError):
        clock.now()


def test_today_is_the_civil_date_of_the_zone(clock_at):
    clock_at("2014-10-09T23:30")

    assert clock.today() == date(2014, 10, 9)
    assert clock.today("Pacific/Noumea") == date(2014, 10, 10)
    assert clock.today("Pacific/Tahiti") == date(2014, 10, 9)


def test_today_in_paris_turns_at_midnight_there(clock_at):
    clock_at("2014-10-10T00:00")

    assert clock.today() == date(2014, 10, 10)


def test_production_refuses_the_demonstration_clock():
    surroundings = {
        **os.environ,
        "SECRET_KEY": "x",
        "ALLOWED_HOSTS": "example.org",
        "SITE_URL": "https://example.org",
        "DATABASE_URL": "postgres://localhost/tour",
        "TOUR_CLOCK_START": "2014-10-01T09:00",
    }

    started = subprocess.run(
        [sys.executable, "-c", "import tour.settings.production"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert started.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        "TOUR_CLOCK_START is for demonstrations: production lives in the present."
    )


def test_shared_clock_in_a_statement_is_the_databases_where_it_decides(settings, clock_at):
    now = clock_at("2014-10-09T09:15")
    assert clock.shared_in_statement() == now
    settings.DATABASE_CLOCK = True
    assert clock.shared_in_statement().extra["function"] == "clock_timestamp"


def test_traveller_says_what_time_it_is(settings):
    settings.DATABASE_CLOCK = True
    with clock.travelling(datetime(2014, 10, 1, 7, tzinfo=UTC)) as travel:
        assert clock.now() == clock.now() == clock.shared() == datetime(2014, 10, 1, 7, tzinfo=UTC)
        travel.to(datetime(2014, 10, 26, 2, 30, tzinfo=ZoneInfo("Europe/Paris")))
        assert clock.now() == clock.shared_in_statement() == datetime(2014, 10, 26, 0, 30, tzinfo=UTC)
        with pytest.raises(ValueError):
            travel.to(datetime(2014, 10, 26, 0, 29, tzinfo=UTC))
    assert clock.now() > datetime(2020, 1, 1, tzinfo=UTC)


def test_present_comes_back_whatever_happens_on_the_way():
    with pytest.raises(RuntimeError), clock.travelling(datetime(2014, 10, 1, tzinfo=UTC)):
        raise RuntimeError
    assert clock.now() > datetime(2020, 1, 1, tzinfo=UTC)
