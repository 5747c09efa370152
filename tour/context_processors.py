"""What every template knows without asking."""

from django.conf import settings

from tour import clock
from tour.addresses import base_url
from tour.clock import PARIS


def clock_context(request):
    """``now``: the present (aware, UTC); ``demo_clock``: the same in Paris time in a demonstration, else None.

    ``has_mailbox``: whether the mails that leave can be read on the site, which is for demonstrations.
    ``base_url``: scheme and host of the site as configured, for what must be an absolute address.
    """
    present = clock.now()
    return {
        "now": present,
        "demo_clock": present.astimezone(PARIS) if clock.is_demo() else None,
        "has_mailbox": bool(settings.TOUR_MAILBOX),
        "base_url": base_url(),
    }
