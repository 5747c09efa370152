"""What every template knows without asking."""

from tour import clock


def clock_context(request):
    """``now``: the present (aware, UTC); ``demo_clock``: the same in a demonstration, else None."""
    present = clock.now()
    return {"now": present, "demo_clock": present if clock.is_demo() else None}
