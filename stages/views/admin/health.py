"""Whether mails leave as they should, for those who conduct the Tour."""

from datetime import timedelta

from django.http import Http404
from wagtail.admin.ui.components import Component

from stages.domain.health import DELIVERIES, MENDED, PLANNING, health, recent_health
from stages.enums import Light
from tour import heartbeat
from tour.access import is_national
from tour.french import NBSP
from tour.screens import Screen

#: What beats, and what it is called.
BEATS = (
    (DELIVERIES, "Envois\u00a0: suivi, équipes et bilans"),
    (heartbeat.QUEUED_MAIL, "Envois\u00a0: comptes et alertes"),
    (PLANNING, "Planification"),
)


class DeliveryHealthView(Screen):
    """The last sweep, what waits and since when, what failed."""

    template_name = "stages/admin/health.html"
    page_title = "Santé des envois"
    header_icon = "mail"

    def get_context_data(self, **kwargs):
        if not is_national(self.request.user):
            raise Http404
        found = health()
        beats = [(label, found.beats[name].beat_at if name in found.beats else None) for name, label in BEATS]
        return super().get_context_data(
            **kwargs, health=found, beats=beats, lag=duration(found.lag), mended=found.beats.get(MENDED)
        )


def duration(lag: timedelta) -> str:
    """« 7 minutes », « 3 heures », « 2 jours »; empty under a minute."""
    minutes = int(lag.total_seconds()) // 60
    for size, unit in ((24 * 60, "jour"), (60, "heure"), (1, "minute")):
        if count := minutes // size:
            return f"{count}{NBSP}{unit}{'s' if count > 1 else ''}"
    return ""


class HealthBanner(Component):
    """On the home page of the national team, when mails do not leave as they should, or are all held back."""

    name = "delivery_health"
    template_name = "stages/admin/health_banner.html"
    order = 1

    def get_context_data(self, parent_context):
        found = recent_health()
        red = [fault for fault in found.faults if fault.light == Light.RED]
        return {"faults": red, "is_suspended": found.is_suspended}
