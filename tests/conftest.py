"""Fixtures of the whole suite."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def clock_at(time_machine):
    """Return a function that stops the present at an instant: ``clock_at("2014-10-09T09:15")``.

    An instant without an offset is Paris wall-clock time. Time stands still until the next call; the
    real present comes back after the test.
    """

    def stop(instant: str) -> datetime:
        moment = datetime.fromisoformat(instant)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo("Europe/Paris"))
        moment = moment.astimezone(UTC)
        time_machine.move_to(moment, tick=False)
        return moment

    return stop
