"""Reminders that somebody of a team sends to themselves, and as they are shown before they leave."""

from dataclasses import replace

from django.urls import reverse

from stages.domain import letters
from stages.domain.planning import NOT_EXPECTED
from stages.domain.reminder_slots import NOT_ONLINE
from stages.emails import Letter
from stages.enums import DeliveryKind
from stages.models import Delivery, ReminderRule, StagePage
from tour import clock
from tour.addresses import absolute
from tour.models import User
from tour.outbox import Obstacle

#: What stands where followers read why they get the mail.
REASON = (
    "Ceci est un essai, envoyé à votre seule adresse. Qui suit l’étape trouve ici pourquoi ce message lui vient, "
    "le lien de sa page et celui qui arrête tout."
)


def send(rule: ReminderRule, *, stage: StagePage, to: User) -> bool:
    """Send the reminder to ``to`` alone, in the minute that comes; False if that was asked for this very minute."""
    now = clock.now()
    minute = f"{now:%Y-%m-%dT%H:%M}"
    _row, is_new = Delivery.objects.get_or_create(
        key=f"test:{rule.pk}:stage:{stage.pk}:user:{to.pk}:occurrence:{minute}",
        defaults={
            "kind": DeliveryKind.TEST,
            "stage": stage,
            "rule": rule,
            "user": to,
            "occurrence": minute,
            "planned_at": now,
            "due_at": now,
            "next_try_at": now,
        },
    )
    return is_new


def obstacle(row: Delivery) -> Obstacle | None:
    """What went while the trial was on its way."""
    if row.stage is None:
        return Obstacle(NOT_ONLINE)
    return None if row.rule else Obstacle(NOT_EXPECTED)


def letter(row: Delivery) -> Letter:
    found = written(row.stage, row.rule, {"reason": REASON})
    return replace(found, subject=f"[Essai] {found.subject}")


def sample(stage: StagePage, rule: ReminderRule) -> Letter:
    """The reminder as a follower of ``stage`` gets it; its personal links lead to the public form, to nobody's page."""
    form = absolute(reverse("follow"))
    return written(stage, rule, {"followed": f"l’étape {stage.title}", "access_url": form, "leaving_url": form})


def written(stage: StagePage, rule: ReminderRule, reader: dict) -> Letter:
    return letters.reminder_of(stage, rule.moment, reader, own=(rule.subject, rule.text))
