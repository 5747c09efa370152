"""Telling followers what changed: whoever was told another date, hour, place or status than the present one.

What somebody was told is what the mails to them said, not what was published in between; before the first mail it is
what was published when they began to follow, or when the stage came to have the theme or region that they follow. Edits
that follow each other make one mail.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise, takewhile
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from stages.domain import planning
from stages.domain.planning import NOT_FOLLOWED, Outcome
from stages.domain.reminder_slots import NOT_ONLINE
from stages.enums import DeliveryKind, FollowScope, Moment, StageStatus
from stages.models import Delivery, Follow, ScheduleVersion, StagePage, StageReminders, Subscription
from stages.models.delivery import NOTICES
from tour import clock
from tour.models import MailState

#: How long after an edit its mail waits for the next one.
QUIET = timedelta(minutes=10)
#: How long the first of several edits waits at most.
LONGEST_QUIET = timedelta(minutes=30)
#: For a stage that has no day any more.
LATEST = timedelta(days=7)
KIND_OF = {StageStatus.CANCELLED: DeliveryKind.CANCELLED, StageStatus.POSTPONED: DeliveryKind.POSTPONED}
#: What is worth a mail when it changes; the hours of the programme are not.
TOLD = ("status", "date_kind", "starts_on", "last_day", "opening_time", "closing_time", "time_zone", "place")

#: The order of versions.
NUMBER = attrgetter("number")

REPLACED = "Une annonce plus récente la remplace."
KNOWN = "Le destinataire a déjà la bonne information."


def plan(stages: list[StagePage] | None = None, subscriptions: QuerySet[Subscription] | None = None) -> Outcome:
    """Plan the notices of ``stages`` (of all those not long over) to ``subscriptions`` (to all). Safe to run twice, or
    twice at once.
    """
    outcome = Outcome()
    for key in planning.keys_of(stages):
        outcome += plan_stage(key, subscriptions)
    return outcome


@transaction.atomic
def plan_stage(key: int, subscriptions: QuerySet[Subscription] | None = None) -> Outcome:
    StageReminders.objects.get_or_create(stage_id=key)
    StageReminders.objects.select_for_update().get(stage_id=key)
    versions = list(ScheduleVersion.objects.filter(stage=key).order_by("number"))
    open_ones = Delivery.objects.not_handed().filter(kind__in=NOTICES, stage=key)
    if subscriptions is not None:
        open_ones = open_ones.filter(subscription__in=subscriptions.values("pk"))
    stage = StagePage.objects.followable().with_progress().filter(pk=key).first()
    if stage is None or not versions:
        return Outcome(cancelled=planning.cancel(open_ones, NOT_ONLINE))
    outcome = Outcome(cancelled=planning.cancel(open_ones.exclude(occurrence=occurrence_of(versions)), REPLACED))
    following = Subscription.objects.following(stage)
    outcome.cancelled += planning.cancel(open_ones.exclude(subscription__in=following.values("pk")), NOT_FOLLOWED)
    if subscriptions is not None:
        following = following.filter(pk__in=subscriptions.values("pk"))
    if len(versions) > 1:
        for followers in planning.chunks(following):
            outcome += plan_followers(stage, versions, followers)
    return outcome


def plan_followers(stage: StagePage, versions: list[ScheduleVersion], followers: list[Subscription]) -> Outcome:
    now, news = clock.now(), news_among(versions)
    told, latest = versions_told(stage, versions, followers), news[-1]
    keys = {f"change:stage:{stage.pk}:subscription:{one.pk}:occurrence:{latest.number}": one for one in followers}
    there = Delivery.objects.in_bulk(list(keys), field_name="key")
    missing, needless, again = [], [], []
    for key, follower in keys.items():
        outdated = [version for version in told[follower.pk] if differ(version, latest)]
        delivery = there.get(key)
        if not (outdated and follower.wants(Moment.CHANGES)):
            needless += [delivery.pk] if delivery else []
            continue
        expected = new(key, stage, follower, outdated, news, now)
        if expected.not_after <= now:
            continue
        if delivery is None:
            missing.append(expected)
        elif delivery.state == MailState.CANCELLED:
            again.append((delivery, expected))
    Delivery.objects.bulk_create(missing, ignore_conflicts=True, batch_size=planning.AT_ONCE)
    return Outcome(
        planned=len(missing),
        reopened=planning.reopen(planning.not_suspended(again, followers), now),
        cancelled=planning.cancel(Delivery.objects.not_handed().filter(pk__in=needless), KNOWN),
    )


def new(key, stage, follower, outdated, news, now) -> Delivery:
    """A notice that waits until the editor has been quiet for a while, though not for long."""
    latest = news[-1]
    first = next(version for version in news if version.number > min(one.number for one in outdated))
    due_at = max(now, min(latest.recorded_at + QUIET, first.recorded_at + LONGEST_QUIET))
    return Delivery(
        key=key,
        kind=KIND_OF.get(latest.status, DeliveryKind.CHANGED),
        stage=stage,
        subscription=follower,
        occurrence=str(latest.number),
        planned_at=now,
        due_at=due_at,
        next_try_at=due_at,
        not_after=too_late_after(stage, [*outdated, latest], now),
    )


def too_late_after(stage: StagePage, versions: list[ScheduleVersion], now: datetime) -> datetime:
    """The end of the last of the days that somebody was told; without one, whether the stage is over decides."""
    days = [version.last_day for version in versions if version.last_day]
    if days:
        return stage.instant(max(days) + timedelta(days=1), time.min)
    return now if stage.is_over else now + LATEST


def differ(before: ScheduleVersion, after: ScheduleVersion) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in TOLD)


def news_among(versions: list[ScheduleVersion]) -> list[ScheduleVersion]:
    """The first of ``versions``, and those that tell something else than the one before."""
    return [*versions[:1], *(after for before, after in pairwise(versions) if differ(before, after))]


def occurrence_of(versions: list[ScheduleVersion]) -> str:
    """Of which change a notice tells: what changed since that is no news makes it neither another nor needless."""
    return str(news_among(versions)[-1].number)


def versions_told(
    stage: StagePage, versions: list[ScheduleVersion], followers: list[Subscription]
) -> dict[int, list[ScheduleVersion]]:
    """What each of ``followers`` (by key) was last told of ``stage``; several where a mail's fate is not known."""
    numbered = {version.pk: version for version in versions}
    mails = Delivery.objects.perhaps_told().filter(stage=stage, subscription__in=followers, told__in=numbered)
    mails = mails.order_by(Coalesce("handed_at", "due_at"), "pk")
    told, sure = defaultdict(list), set()
    for subscription, version, state in mails.values_list("subscription", "told", "state"):
        if state == MailState.SENT:
            told[subscription] = []
            sure.add(subscription)
        # Of a mail whose fate is not known, neither what it said nor what was told before can be ruled out.
        told[subscription].append(numbered[version])
    begun = versions_begun_with(stage, versions, followers)
    for follower in followers:
        if follower.pk not in sure:
            told[follower.pk].insert(0, begun.get(follower.pk, versions[0]))
    return told


def versions_begun_with(
    stage: StagePage, versions: list[ScheduleVersion], followers: list[Subscription]
) -> dict[int, ScheduleVersion]:
    """What was published of ``stage`` when what each of ``followers`` (by key) follows began to cover it."""
    follows = Follow.objects.confirmed().covering(stage).filter(subscription__in=followers).order_by()
    begun = {}
    for subscription, scope, theme, region, since in follows.values_list(
        "subscription", "scope", "theme", "region", "confirmed_at"
    ):
        of_follow = max(version_at(versions, since), first_covered(versions, scope, theme, region), key=NUMBER)
        begun[subscription] = min(begun.get(subscription, of_follow), of_follow, key=NUMBER)
    return begun


def version_at(versions: list[ScheduleVersion], since: datetime) -> ScheduleVersion:
    """What was published at ``since``; the first that ever was, of a stage that came later."""
    before = [version for version in versions if version.recorded_at <= since]
    return before[-1] if before else versions[0]


def first_covered(versions: list[ScheduleVersion], scope: str, theme: int | None, region: str) -> ScheduleVersion:
    """The first since which it could be followed by that all along; the last, of what is not recorded yet."""
    match scope:
        case FollowScope.THEME:
            covered = takewhile(lambda version: theme in version.themes, reversed(versions))
        case FollowScope.REGION:
            covered = takewhile(lambda version: version.region == region, reversed(versions))
        case _:
            return versions[0]
    return min(covered, key=NUMBER, default=versions[-1])
