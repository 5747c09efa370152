"""Mails to send, planned as the site plans them, and what their rows say afterwards."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import DatabaseError, InterfaceError, connection

from stages.domain import ledger, planning
from stages.enums import DateKind, FollowScope, TimeZone
from stages.models import Consent, Delivery, Follow, ReminderRule, ReminderSettings, StagePage, Subscription
from tests.factories import EditionPageFactory, StagePageFactory
from tests.torture.account import Row
from tests.torture.processes import wait_until
from tour import clock, mail
from tour.addresses import host
from tour.models import QueuedMail
from tour.models.mail import OPEN

#: Days from a reminder to its stage.
AHEAD = 30


def plan(*, stages=1, followers=1, after: float = 3600, over: float = 0) -> list[StagePage]:
    """Make ``followers`` of the whole Tour, and ``stages`` that each have a reminder of their own to all of them.

    Those of the first stage fall due ``after`` seconds from now, those of the others one after the other, over the
    ``over`` seconds that follow. Return the stages.
    """
    ReminderRule.objects.national().update(is_active=False)
    follow_tour(followers, clock.shared())
    edition, zone = EditionPageFactory(published=True), zone_of_the_day()
    made = [
        StagePageFactory(
            parent=edition,
            published=True,
            title=f"Étape {number}",
            date_kind=DateKind.EXACT,
            starts_on=clock.today(zone) + timedelta(days=AHEAD),
            time_zone=zone,
        )
        for number in range(stages)
    ]
    first = clock.shared().astimezone(ZoneInfo(zone)) + timedelta(seconds=after)
    for number, stage in enumerate(made):
        due_at = first + timedelta(seconds=over * number / stages)
        ReminderRule.objects.create(stage=stage, days=-AHEAD, at=due_at.time())
    planning.plan(made)
    assert Delivery.objects.count() == stages * followers, "planned too late"
    return made


def zone_of_the_day() -> str:
    """A zone of the Tour where it is day: hours from now it is still the same date, and no hour that a night lacks."""
    return next(zone for zone in TimeZone.values if 3 <= clock.shared().astimezone(ZoneInfo(zone)).hour < 20)


def follow_tour(count: int, now: datetime):
    followers = Subscription.objects.bulk_create(
        Subscription(email=f"{number}@followers.example", created_at=now, confirmed_at=now) for number in range(count)
    )
    consents = Consent.objects.bulk_create(
        Consent(subscription=follower, address_hash="0" * 64, subject="le Tour", wording="Oui.", page="/", asked_at=now)
        for follower in followers
    )
    Follow.objects.bulk_create(
        Follow(
            subscription=follower,
            scope=FollowScope.TOUR,
            target="tour",
            consent=consent,
            asked_at=now,
            confirmed_at=now,
        )
        for follower, consent in zip(followers, consents, strict=True)
    )


def queue(count: int):
    """Write ``count`` mails of the floor, due now."""
    for number in range(count):
        mail.queue(to=f"{number}@accounts.example", subject=f"Invitation {number}", text="Le texte.")


def fall_due():
    """What is planned for later is due now."""
    now = clock.shared()
    Delivery.objects.filter(state="due").update(due_at=now, next_try_at=now)


def pass_time():
    """What waits for a later try, or for the end of a lease, is looked at now."""
    for model in (Delivery, QueuedMail):
        model.objects.filter(state__in=("sending", "retry")).update(next_try_at=clock.shared())


def allow_repeats(may_repeat: bool):
    ReminderSettings.objects.update_or_create(pk=1, defaults={"may_repeat": may_repeat})


def sweep() -> int:
    """Send all that is due, as the tasks do."""
    return mail.send_due() + ledger.send_due()


def rows() -> list[Row]:
    """All mails there are, in the order in which they were written."""

    def read():
        return [
            *Delivery.objects.order_by("pk").values_list("message_id", "subscription__email", "state", "due_at"),
            *QueuedMail.objects.order_by("pk").values_list("message_id", "to", "state", "due_at"),
        ]

    return [
        Row(f"{message_id}@{host()}", to, state, due_at.astimezone(UTC).timestamp())
        for message_id, to, state, due_at in patiently(read)
    ]


def count_open() -> int:
    return patiently(lambda: sum(model.objects.filter(state__in=OPEN).count() for model in (Delivery, QueuedMail)))


def outcome(services) -> list[tuple[str, int]]:
    """Of each mail, in the order written: its state, and how many copies the server has."""
    received = Counter(line.get("accepted") for line in services.sink.lines())
    return [(row.state, received[row.message_id]) for row in rows()]


def patiently(ask):
    """The answer to ``ask()``, which meets a database that comes and goes."""

    def answer():
        try:
            return (ask(),)
        except (DatabaseError, InterfaceError):
            connection.close()
            return None

    return wait_until(answer)[0]
