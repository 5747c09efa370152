"""When what should happen again and again last did."""

from datetime import timedelta

import pytest

from tour import heartbeat, mail

pytestmark = pytest.mark.django_db


def test_beat_tells_when_it_last_was(clock_at):
    first = clock_at("2014-10-09T09:00")
    assert heartbeat.beat("tick") is None
    second = clock_at("2014-10-09T09:07")
    assert heartbeat.beat("tick", "of seven minutes") == first
    kept = heartbeat.last("tick", "never")
    assert {name: (beat.beat_at, beat.note) for name, beat in kept.items()} == {"tick": (second, "of seven minutes")}


def test_what_is_due_once_a_day_is_due_once_a_day(clock_at):
    asked = []
    for instant in ("2014-10-09T09:00", "2014-10-09T09:00", "2014-10-10T08:59", "2014-10-10T09:00"):
        clock_at(instant)
        asked.append(heartbeat.is_due("alert", timedelta(days=1)))
    assert asked == [True, False, False, True]


def test_sweep_of_the_floor_beats(clock_at):
    now = clock_at("2014-10-09T09:00")
    mail.send_due()
    assert heartbeat.last(heartbeat.QUEUED_MAIL)[heartbeat.QUEUED_MAIL].beat_at == now
