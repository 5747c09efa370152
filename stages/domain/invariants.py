"""What must hold of the ledger at any time: counted by the database, whatever its size.

I1 to I7, as ``check_deliveries`` names them. Counts are of what breaks them: each must be 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from stages.domain import notices, planning
from stages.enums import DeliveryKind
from stages.models import Delivery, DeliveryLog
from stages.models.delivery import NOTICES
from tour import clock
from tour.models import MailState, QueuedMail
from tour.models.mail import OPEN

MODELS = (Delivery, QueuedMail)
#: By how much the clocks of two machines, or the beginning and the end of a request, may differ.
TOLERANCE = timedelta(minutes=1)
#: From when on a sweep should have ended what is too late.
GRACE = timedelta(minutes=10)
#: Of what breaks an invariant, how much is named.
MOST_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """How many rows break the invariant ``name``; some of them are ``named``, by key and never by address."""

    name: str
    words: str
    count: int
    named: tuple[str, ...] = ()


def findings() -> Iterator[Finding]:
    """Each invariant with what breaks it, one after the other."""
    yield told("I1", "une clé, un Message-ID\u00a0: un seul courriel", *repeated())
    yield told("I2", "envoyé si, et seulement si, l’heure d’envoi est connue", *wrongly_sent())
    yield told("I3", "en cours d’envoi\u00a0: détenu, et pas plus longtemps qu’un bail", *wrongly_held())
    yield told(
        "I4", "remis une fois\u00a0; deux au plus, si le sort du premier est inconnu et noté", *handed_too_often()
    )
    yield missing()
    yield told("I5", "un seul envoi par abonné, étape, rappel et occurrence", *twice())
    yield told("I6", "rien n’attend au-delà de son heure limite", *open_too_late())
    yield told("I7", "rien ne part après une annulation ou un départ", *sent_after_the_end())


def told(name: str, words: str, *broken: QuerySet) -> Finding:
    """``broken`` are rows, or groups of rows (dicts)."""
    named = [str(row) for rows in broken for row in rows[:MOST_NAMED]]
    return Finding(name, words, sum(rows.count() for rows in broken), tuple(named[:MOST_NAMED]))


def repeated() -> Iterator[QuerySet]:
    yield groups(Delivery, "key")
    for model in MODELS:
        yield groups(model, "message_id")


def groups(model, *fields) -> QuerySet:
    """What rows of ``model`` that agree in ``fields`` have in common."""
    return model.objects.order_by().values(*fields).annotate(rows=Count("pk")).filter(rows__gt=1)


def wrongly_sent() -> Iterator[QuerySet]:
    for model in MODELS:
        yield model.objects.filter(
            Q(state=MailState.SENT, sent_at=None) | (~Q(state=MailState.SENT) & Q(sent_at__isnull=False))
        )


def wrongly_held() -> Iterator[QuerySet]:
    latest = clock.shared() + timedelta(seconds=settings.MAIL_LEASE_SECONDS) + TOLERANCE
    for model in MODELS:
        yield model.objects.filter(Q(token=None) | Q(next_try_at__gt=latest), state=MailState.SENDING)


def handed_too_often() -> Iterator[QuerySet]:
    """Of the ledger, whose history tells how often a mail was sent, lost, and sent again by a person."""
    sent = lines(state=MailState.SENT)
    lost = lines(state__in=[MailState.UNCERTAIN, MailState.RETRY])
    again = lines(state=MailState.DUE, by__isnull=False)
    yield Delivery.objects.annotate(sent=sent, lost=lost, again=again).filter(
        Q(sent__gt=1) | Q(ambiguous__gt=F("lost")) | Q(ambiguous__gt=2 + F("again") - F("sent"))
    )


def lines(**which) -> Coalesce:
    """How many lines of that kind the history of a mail has."""
    found = DeliveryLog.objects.filter(delivery=OuterRef("pk"), **which).order_by().values("delivery")
    return Coalesce(Subquery(found.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), Value(0))


def missing() -> Finding:
    """What planning would add if it ran now: it is run, stage by stage, and taken back."""
    outcome = planning.Outcome()
    for stage in planning.current_keys():
        with transaction.atomic():
            outcome += planning.plan_stage(stage)
            outcome += notices.plan_stage(stage)
            transaction.set_rollback(True)
    return Finding("I5", "tout abonné actif a les envois qui lui reviennent", outcome.added)


def twice() -> Iterator[QuerySet]:
    told_of = Delivery.objects.filter(subscription__isnull=False, stage__isnull=False)
    for kinds in ([DeliveryKind.REMINDER], NOTICES):
        rows = told_of.filter(kind__in=kinds, rule__isnull=kinds is NOTICES)
        groups_of = rows.order_by().values("rule", "stage", "subscription", "occurrence")
        yield groups_of.annotate(rows=Count("pk")).filter(rows__gt=1)


def open_too_late() -> Iterator[QuerySet]:
    for model in MODELS:
        yield model.objects.filter(state__in=OPEN, not_after__lt=clock.shared() - GRACE)


def sent_after_the_end() -> Iterator[QuerySet]:
    """What was sent though its history says last that it was cancelled or settled; what was handed to somebody who had
    left.
    """
    before = DeliveryLog.objects.filter(delivery=OuterRef("delivery"), pk__lt=OuterRef("pk")).order_by("-pk")
    gone = DeliveryLog.objects.filter(state__in=[MailState.SENT, MailState.UNCERTAIN])
    yield gone.annotate(before=Subquery(before.values("state")[:1])).filter(
        before__in=[MailState.CANCELLED, MailState.SETTLED]
    )
    yield (
        Delivery.objects.telling()
        .gone()
        .filter(subscription__left_at__isnull=False, handed_at__gt=F("subscription__left_at") + TOLERANCE)
    )
