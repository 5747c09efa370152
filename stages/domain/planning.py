"""Planning reminders: the ledger is made to hold what is expected of it, no more and no less.

Everything that changes what is expected (a confirmation, a publication, a move, a rule, somebody who leaves) calls
``plan`` in its own transaction, for what it concerns; a sweep calls it for everything, and should find nothing to do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from stages.domain.reminder_slots import NO_DATE, NOT_ONLINE, OFF, Slot, slots_of, why_not
from stages.enums import DeliveryKind
from stages.models import (
    Delivery,
    DeliveryLog,
    ReminderRule,
    StagePage,
    StageReminders,
    Subscription,
)
from tour import clock, suppressions
from tour.models import MailState

#: Followers looked at together: what bounds the memory.
AT_ONCE = 1000
NOT_EXPECTED = "Ce rappel n’est plus au programme de l’étape."
NOT_FOLLOWED = "L’étape n’est plus suivie."
DECLINED = "Ce moment n’est plus souhaité."
MOVED = "La date de l’étape a changé."
#: What keeps a reminder from its readers for a while, and is neither theirs nor anybody's wish that it be not sent.
INTERRUPTIONS = (NOT_ONLINE, NO_DATE, *OFF.values(), MOVED)


@dataclass
class Outcome:
    """How many deliveries were planned, planned again, given another hour, and cancelled."""

    planned: int = 0
    reopened: int = 0
    rescheduled: int = 0
    cancelled: int = 0

    def __iadd__(self, other: "Outcome"):
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self

    @property
    def total(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def added(self) -> int:
        """What was not there, or not at its hour."""
        return self.planned + self.reopened + self.rescheduled


def plan(
    stages: Iterable[StagePage] | None = None,
    subscriptions: QuerySet[Subscription] | None = None,
    rule: ReminderRule | None = None,
) -> Outcome:
    """Make the reminders of ``stages`` (of all those not long over) to ``subscriptions`` (to all) by ``rule`` (by any)
    what is expected.

    One transaction a stage; safe to run twice, or twice at once.
    """
    outcome = Outcome()
    for key in keys_of(stages):
        outcome += plan_stage(key, subscriptions, rule)
    return outcome


def keys_of(stages: Iterable[StagePage] | None) -> list[int]:
    """The keys of ``stages``, of the current ones by default: always in one order, since each is locked in turn."""
    return sorted(current_keys() if stages is None else (stage.pk for stage in stages))


def current_keys() -> list[int]:
    """The keys of the stages to come, under way, lately over or without a date; of those with open reminders, too."""
    lately = clock.now() - timedelta(days=100)
    open_ones = Delivery.objects.open().filter(kind=DeliveryKind.REMINDER).values("stage")
    current = Q(ends_at__gt=lately) | Q(ends_at=None) | Q(pk__in=open_ones)
    return list(StagePage.objects.filter(current).values_list("pk", flat=True))


@transaction.atomic
def plan_stage(
    key: int, subscriptions: QuerySet[Subscription] | None = None, rule: ReminderRule | None = None
) -> Outcome:
    # Whoever plans a stage does it alone: two would each go by what they had read.
    StageReminders.objects.get_or_create(stage_id=key)
    StageReminders.objects.select_for_update().get(stage_id=key)
    stage = StagePage.objects.followable().filter(pk=key).first()
    off = why_not(stage)
    slots = [] if off else [slot for slot in slots_of(stage) if rule in (None, slot.rule)]
    open_ones = open_reminders(key, subscriptions, rule)
    outcome = Outcome(cancelled=cancel_unexpected(open_ones, slots, off or NOT_EXPECTED))
    if stage is None or off:
        return outcome
    following = Subscription.objects.following(stage)
    outcome.cancelled += cancel(open_ones.exclude(subscription__in=following.values("pk")), NOT_FOLLOWED)
    if subscriptions is not None:
        following = following.filter(pk__in=subscriptions.values("pk"))
    if slots:
        for followers in chunks(following):
            outcome += plan_followers(stage, slots, followers)
    return outcome


def hold(stages: QuerySet | None = None):
    """Until the transaction ends, whoever plans one of ``stages`` (keys; of all that there are) waits.

    To be asked before mails to one follower are changed otherwise than by planning, in the planners' order: who changed
    one and waited for another, which a planner has, would be waited for by that planner.
    """
    rows = StageReminders.objects.select_for_update().order_by("stage")
    list(rows if stages is None else rows.filter(stage__in=stages))


def chunks(subscriptions: QuerySet[Subscription]) -> Iterator[list[Subscription]]:
    """``subscriptions`` some at a time, in the order of their keys."""
    last = 0
    while True:
        found = list(subscriptions.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
        if found:
            yield found
            last = found[-1].pk
        if len(found) < AT_ONCE:
            return


def batches(keys: list) -> Iterator[list]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def open_reminders(
    stage: int, subscriptions: QuerySet[Subscription] | None, rule: ReminderRule | None
) -> QuerySet[Delivery]:
    """The reminders of ``stage`` that the server was not given."""
    reminders = Delivery.objects.not_handed().filter(kind=DeliveryKind.REMINDER, stage=stage)
    if rule is not None:
        reminders = reminders.filter(rule=rule)
    return reminders if subscriptions is None else reminders.filter(subscription__in=subscriptions.values("pk"))


def cancel_unexpected(open_ones: QuerySet[Delivery], slots: list[Slot], reason: str) -> int:
    """Cancel those of ``open_ones`` that are about another date, or of a rule that is not in force."""
    expected = Q(pk__in=[])
    for slot in slots:
        expected |= Q(rule=slot.rule, occurrence=slot.occurrence)
    unexpected = open_ones.exclude(expected)
    if not slots:
        return cancel(unexpected, reason)
    moved = unexpected.exclude(occurrence=slots[0].occurrence)
    return cancel(moved, MOVED) + cancel(unexpected, reason)


def plan_followers(stage: StagePage, slots: list[Slot], followers: list[Subscription]) -> Outcome:
    now = clock.now()
    keys = {key_of(stage, slot, follower): (slot, follower) for slot in slots for follower in followers}
    # Nearly all of them are as they should be: what tells so is read, and no more.
    ledger = Delivery.objects.only("key", "state", "due_at", "not_after", "handed_at")
    there = {delivery.key: delivery for some in batches(list(keys)) for delivery in ledger.filter(key__in=some)}
    interrupted = interrupted_among(stage, slots, followers, now)
    missing, declined, reopened, rescheduled = [], [], [], []
    for key, (slot, follower) in keys.items():
        delivery, wanted = there.get(key), follower.wants(slot.rule.moment)
        may_begin = slot.may_begin(now) or (slot.rule.pk, follower.pk) in interrupted
        if delivery is None:
            if wanted and may_begin:
                missing.append(new(key, stage, slot, follower, now))
        elif delivery.handed_at is None and delivery.state in (MailState.DUE, MailState.RETRY):
            if not wanted:
                declined.append(delivery.pk)
            elif delivery.not_after is None:
                continue  # a person lets it leave, whenever that is
            elif delivery.due_at != slot.due_at or delivery.not_after != slot.not_after:
                rescheduled.append((delivery, slot))
        elif delivery.state == MailState.CANCELLED and wanted and may_begin:
            reopened.append((delivery, slot))
    missing = without_repeats(stage, missing, now)
    Delivery.objects.bulk_create(missing, ignore_conflicts=True, batch_size=AT_ONCE)
    return Outcome(
        planned=len(missing),
        reopened=reopen(not_suspended(reopened, followers), now),
        rescheduled=reschedule(rescheduled, now),
        cancelled=cancel(Delivery.objects.filter(pk__in=declined), DECLINED),
    )


def interrupted_among(stage: StagePage, slots: list[Slot], followers: list[Subscription], now) -> set[tuple[int, int]]:
    """(rule, subscription) of those who waited for the results of ``stage``, now online, until the stage itself ended
    their waiting. One query, if any rule is such.
    """
    rules = [slot.rule.pk for slot in slots if slot.may_go_on(now) and not slot.may_begin(now)]
    if not rules:
        return set()
    stopped = Delivery.objects.filter(
        kind=DeliveryKind.REMINDER, stage=stage, rule__in=rules, subscription__in=followers
    )
    stopped = stopped.filter(state=MailState.CANCELLED).order_by("pk")
    reasons = {(rule, reader): reason for rule, reader, reason in stopped.values_list("rule", "subscription", "reason")}
    return {key for key, reason in reasons.items() if reason in INTERRUPTIONS}


def key_of(stage: StagePage, slot: Slot, follower: Subscription) -> str:
    return f"reminder:{slot.rule.pk}:stage:{stage.pk}:subscription:{follower.pk}:occurrence:{slot.occurrence}"


def new(key, stage, slot, follower, now) -> Delivery:
    return Delivery(
        key=key,
        kind=DeliveryKind.REMINDER,
        stage=stage,
        rule=slot.rule,
        subscription=follower,
        occurrence=slot.occurrence,
        planned_at=now,
        due_at=slot.due_at,
        next_try_at=max(slot.due_at, now),  # it is not late: nobody was to have it before
        not_after=slot.not_after,
    )


def without_repeats(stage, deliveries: list[Delivery], now) -> list[Delivery]:
    """``deliveries`` but for those that their readers had, or may have had: the morning's, of a stage that moved away
    and back today; the results, whatever was put right since of when it was held.
    """
    doubtful = {
        (delivery.rule_id, delivery.subscription_id)
        for delivery in deliveries
        if delivery.due_at <= now or (delivery.rule.needs_results and stage.starts_at <= now)
    }
    if not doubtful:
        return deliveries
    of_this_date = Q(told__starts_on=stage.starts_on) | Q(rule__needs_results=True, left_at__gte=stage.starts_at)
    had = set(
        Delivery.objects.perhaps_told()
        .alias(left_at=Coalesce("handed_at", "due_at"))
        .filter(of_this_date, kind=DeliveryKind.REMINDER, stage=stage)
        .filter(subscription__in={subscription for _rule, subscription in doubtful})
        .values_list("rule", "subscription")
    )
    had &= doubtful
    return [delivery for delivery in deliveries if (delivery.rule_id, delivery.subscription_id) not in had]


def not_suspended(found: list[tuple[Delivery, Slot]], followers: list[Subscription]) -> list[tuple[Delivery, Slot]]:
    """``found`` but for what goes to suspended addresses: the door would only cancel it anew. One query if any."""
    if not found:
        return found
    suspended = suppressions.suppressed_among(follower.email for follower in followers)
    keys = {follower.pk for follower in followers if follower.email in suspended}
    return [(delivery, slot) for delivery, slot in found if delivery.subscription_id not in keys]


def reopen(found: list[tuple[Delivery, Slot]], now) -> int:
    """Plan again what was cancelled and is expected after all; it was never handed to the server.

    Of a slot, or of what stands for one, the hours are read.
    """
    by_hours = defaultdict(list)
    for delivery, slot in found:
        delivery.state, delivery.reason, delivery.attempts = MailState.DUE, "", 0
        by_hours[slot.due_at, slot.not_after].append(delivery.pk)
    for (due_at, not_after), deliveries in by_hours.items():
        hours = {"due_at": due_at, "next_try_at": max(due_at, now), "not_after": not_after}
        for keys in batches(deliveries):
            again = Delivery.objects.filter(pk__in=keys, state=MailState.CANCELLED)
            again.update(state=MailState.DUE, reason="", attempts=0, token=None, **hours)
    note([delivery for delivery, _slot in found], at=now)
    return len(found)


def reschedule(found: list[tuple[Delivery, Slot]], now) -> int:
    """Give an open delivery the hour that its rule or its stage has now; one that is past is not sent.

    Returns how many were due at another hour: from when on one comes too late is nobody's news.
    """
    by_slot = {}
    for delivery, slot in found:
        by_slot.setdefault(slot, []).append(delivery.pk)
    for slot, keys in by_slot.items():
        deliveries = Delivery.objects.not_handed().filter(pk__in=keys)
        if slot.may_go_on(now):
            next_try_at = max(slot.due_at, now)
            waiting = deliveries.filter(state=MailState.DUE)
            waiting.update(due_at=slot.due_at, next_try_at=next_try_at, not_after=slot.not_after)
            waiting = deliveries.filter(state=MailState.RETRY)
            waiting.filter(next_try_at__lt=next_try_at).update(next_try_at=next_try_at)
            waiting.update(due_at=slot.due_at, not_after=slot.not_after)
        elif deliveries.exclude(due_at=slot.due_at).exists():
            cancel(deliveries.exclude(due_at=slot.due_at), NOT_EXPECTED)
        else:
            deliveries.update(not_after=slot.not_after)
    return sum(delivery.due_at != slot.due_at for delivery, slot in found)


def cancel(deliveries: QuerySet[Delivery], reason: str) -> int:
    """Cancel those of ``deliveries`` that are open and that the server was not given; return how many."""
    count = 0
    for keys in batches(list(deliveries.values_list("pk", flat=True))):
        # Row by row the database decides who was first: this, or the hand-over to the server.
        stopped = Delivery.objects.not_handed().filter(pk__in=keys)
        stopped.update(state=MailState.CANCELLED, reason=reason, token=None)
        done = Delivery.objects.filter(pk__in=keys, state=MailState.CANCELLED)
        note(done, at=clock.now())
        count += done.count()
    return count


def note(deliveries: Iterable[Delivery], *, at: datetime, by=None):
    """Write a line of history for each of ``deliveries``, as it is now."""
    DeliveryLog.objects.bulk_create(
        (
            DeliveryLog(
                delivery=delivery,
                state=delivery.state,
                at=at,
                attempt=delivery.attempts,
                reason=delivery.reason,
                by=by,
            )
            for delivery in deliveries
        ),
        batch_size=AT_ONCE,
    )
