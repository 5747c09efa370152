"""Scheduled publication: Wagtail's ``publish_scheduled``, in which one page that cannot be published stops no other."""

from logging import getLogger

from django.db import transaction
from wagtail.models import Revision

from tour import clock
from tour.models import BasePage

logger = getLogger(__name__)


def publish_due() -> tuple[int, int]:
    """Take offline what has expired, publish what is due; return how many were done and how many failed.

    A failure is logged, and tried again the next time.
    """
    now = clock.machine_now()
    expired = BasePage.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    results = [attempt(take_offline, page) for page in list(expired)]
    results += [attempt(put_online, revision) for revision in list(due)]
    return results.count(True), results.count(False)


def attempt(deed, what) -> bool:
    try:
        with transaction.atomic():
            deed(what)
    except Exception:
        logger.exception("Scheduled publication of %s failed", what)
        return False
    return True


def take_offline(page):
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def put_online(revision):
    revision.publish(log_action="wagtail.publish.scheduled")
