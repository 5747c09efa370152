"""What the ledger holds of notices, and how one is lost on its way."""

from stages.domain import ledger
from stages.models import Delivery
from stages.models.delivery import NOTICES


def noticed():
    """(kind, occurrence, state) of the notices, in the order of their making."""
    return list(Delivery.objects.filter(kind__in=NOTICES).order_by("pk").values_list("kind", "occurrence", "state"))


def lose(smtp_server):
    """The server takes the mail and never says so."""
    smtp_server.answer = b""
    ledger.send_due()
    smtp_server.answer = ""
