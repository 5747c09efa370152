"""What followers are to get and when, from the rules alone: an oracle, which knows nothing of planning or sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: After an edit, the mail waits for the next one.
QUIET = timedelta(minutes=10)


@dataclass(frozen=True)
class PlainStage:
    """``cancelled_at``: when it was, if it was. Instants are aware."""

    pk: int
    slug: str
    zone: ZoneInfo
    region: str
    theme: int
    first_day: date
    last_day: date
    opens: time
    cancelled_at: datetime | None


@dataclass(frozen=True)
class PlainFollower:
    pk: int
    email: str
    follows: dict
    comes_at: datetime
    leaves_at: datetime | None
    declined: frozenset[str]


@dataclass(frozen=True)
class PlainRule:
    pk: int
    days: int
    at: time


def expected_mails(
    stages: list[PlainStage], followers: list[PlainFollower], rules: list[PlainRule]
) -> set[tuple[str, str]]:
    """(key, minute where the stage is held) of each mail that is to leave."""
    return {
        (key, f"{at.astimezone(stage.zone):%Y-%m-%d %H:%M}")
        for stage in stages
        for follower in followers
        if covers(follower.follows, stage)
        for key, at in mails_of(stage, follower, rules)
        if follower.leaves_at is None or at < follower.leaves_at.astimezone(UTC)
    }


def covers(follows: dict, stage: PlainStage) -> bool:
    of = {
        "tour": None,
        "region": follows.get("region"),
        "theme": follows.get("theme_id"),
        "stage": follows.get("stage_id"),
    }
    is_it = {"tour": None, "region": stage.region, "theme": stage.theme, "stage": stage.pk}
    return of[follows["scope"]] == is_it[follows["scope"]]


def mails_of(stage: PlainStage, follower: PlainFollower, rules: list[PlainRule]) -> Iterator[tuple[str, datetime]]:
    """(key, instant in UTC), whoever leaves meanwhile apart."""
    comes_at = follower.comes_at.astimezone(UTC)
    cancelled_at = stage.cancelled_at and stage.cancelled_at.astimezone(UTC)
    opens_at = instant(stage, stage.first_day, stage.opens)
    for rule in rules:
        day = (stage.last_day if rule.days > 0 else stage.first_day) + timedelta(days=rule.days)
        at = instant(stage, day, rule.at)
        if comes_at >= at:
            # What is past is not sent, save the morning's until the doors open.
            if rule.days or comes_at >= opens_at:
                continue
            at = comes_at
        if moment(rule.days) not in follower.declined and (cancelled_at is None or at < cancelled_at):
            yield f"reminder:{rule.pk}:stage:{stage.pk}:subscription:{follower.pk}:occurrence:0", at
    if cancelled_at and comes_at < cancelled_at and "changes" not in follower.declined:
        yield f"change:stage:{stage.pk}:subscription:{follower.pk}:occurrence:1", cancelled_at + QUIET


def instant(stage: PlainStage, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=stage.zone).astimezone(UTC)


def moment(days: int) -> str:
    if days > 0:
        return "after"
    return {0: "morning", -1: "eve"}.get(days, "ahead")
