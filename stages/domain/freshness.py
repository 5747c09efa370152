"""Whether what is built from the published content may have changed, told by a few cheap queries."""

import hashlib

from django.db.models import Count, Max
from wagtail.models import PageLogEntry, PageViewRestriction

from stages.models import ScheduleVersion
from tour import clock
from tour.models import BasePage, Theme


def content_stamp(*, seconds: int = 3600) -> str:
    """A text that changes with every publication, unpublication, move or change of privacy: five queries, always.

    It changes by itself every ``seconds`` too: for what none of these tells (a theme renamed) and for what depends on
    the clock.
    """
    pages = BasePage.objects.filter(live=True).aggregate(count=Count("pk"), last=Max("last_published_at"))
    private = PageViewRestriction.objects.aggregate(count=Count("pk"), last=Max("pk"))
    moves = PageLogEntry.objects.filter(action="wagtail.move").aggregate(last=Max("pk"))
    versions = ScheduleVersion.objects.aggregate(last=Max("pk"))
    themes = Theme.objects.aggregate(count=Count("pk"), last=Max("pk"))
    told = (pages, private, moves, versions, themes, int(clock.now().timestamp()) // seconds)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
