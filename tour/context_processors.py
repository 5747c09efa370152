"""What every template knows without asking."""

from zoneinfo import ZoneInfo

from tour import clock
from tour.addresses import base_url


def clock_context(request):
    """``now``: the present (aware, UTC); ``demo_clock``: the same in Paris time in a demonstration, else None.

    ``base_url``: scheme and host of the site as configured, for what must be an absolute address.
    """
    present = clock.now()
    return {
        "now": present,
        "demo_clock": present.astimezone(ZoneInfo("Europe/Paris")) if clock.is_demo() else None,
        "base_url": base_url(),
    }
