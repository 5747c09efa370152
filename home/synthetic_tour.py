"""An edition that never was, to rehearse: any number of stages over a year with both changes of clocks, in France's
civil times; and what its followers are to get, told from the rules alone (``home.expected_mails``).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from home import followers as follow_deeds
from home.expected_mails import PlainFollower, PlainRule, PlainStage, expected_mails
from home.models import HomePage
from home.rehearsal import PARIS, RESULTS, cancel
from stages.domain import planning, reminders, replay
from stages.domain.replay import Event, Walk
from stages.enums import DateKind, FollowScope, Moment
from stages.models import (
    Consent,
    Delivery,
    EditionPage,
    Follow,
    ReminderRule,
    StagePage,
    Subscription,
    ThemedStage,
)
from stages.models.subscription import target_of
from tour import clock
from tour.departments import REGION_OF
from tour.models import MailState, Theme

#: Where stages are held, in turn: time zone, département.
PLACES = [
    ("Europe/Paris", "48"),
    ("Indian/Reunion", "974"),
    ("Europe/Paris", "67"),
    ("Pacific/Noumea", "988"),
    ("America/Martinique", "972"),
    ("Europe/Paris", "33"),
    ("America/Miquelon", "975"),
    ("Pacific/Tahiti", "987"),
]
THEMES = 3
#: Everything is looked over once a week: an hour would be a year of them.
LOOK_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class Comparison:
    """What the rehearsal sent against what was to be. ``missing``, ``extra``: (key, minute at the stage's)."""

    walk: Walk
    rows: list[Delivery]
    expected: int
    missing: set[tuple[str, str]]
    extra: set[tuple[str, str]]


def rehearse(*, stages: int, followers: int, year: int) -> Comparison:
    """Rehearse a year from the first of September of ``year`` on."""
    start = datetime(year, 9, 1, tzinfo=PARIS)
    with replay.rehearsal(start) as travel:
        StagePage.objects.update(live=False)  # those who follow the whole Tour follow this edition alone
        themes = [
            Theme.objects.get_or_create(name=f"Thème {n}", defaults={"slug": f"theme-{n}"})[0] for n in range(THEMES)
        ]
        edition = HomePage.objects.get().add_child(
            instance=EditionPage(title="Répétition", slug="repetition", year=year)
        )
        plain_stages = [make_stage(edition, number, start.date(), stages, themes) for number in range(stages)]
        reminders.catch_up()
        plain_followers = make_followers(followers, start, plain_stages, themes)
        planning.plan()
        walk = replay.walk(
            travel,
            until=start + timedelta(days=450),
            events=events_of(plain_stages, plain_followers),
            look_every=LOOK_EVERY,
        )
        rules = [PlainRule(rule.pk, rule.days, rule.at) for rule in ReminderRule.objects.national().in_force()]
        expected = expected_mails(plain_stages, plain_followers, rules)
        rows = replay.rows()
    sent = {(row.key, replay.local_minute(row, row.sent_at)) for row in rows if row.state == MailState.SENT}
    return Comparison(walk, rows, len(expected), expected - sent, sent - expected)


def make_stage(edition, number: int, first: date, count: int, themes: list[Theme]) -> PlainStage:
    """Every fourth lasts three days, every seventh is cancelled three days before it begins."""
    zone, department = PLACES[number % len(PLACES)]
    day = first + timedelta(days=15 + number * 365 // count)
    last = day + timedelta(days=2) if number % 4 == 0 else day
    opens = time(8 + number % 3, 30 * (number % 2))
    page = edition.add_child(
        instance=StagePage(
            title=f"Étape {number}",
            slug=f"repetition-{number}",
            position=number + 1,
            date_kind=DateKind.EXACT,
            starts_on=day,
            ends_on=last if last != day else None,
            opening_time=opens,
            time_zone=zone,
            department=department,
            results=RESULTS,
        )
    )
    theme = themes[number % THEMES]
    ThemedStage.objects.create(content_object=page, tag=theme)
    cancelled_at = datetime.combine(day - timedelta(days=3), time(10), tzinfo=PARIS) if number % 7 == 6 else None
    return PlainStage(
        page.pk, page.slug, ZoneInfo(zone), REGION_OF[department], theme.pk, day, last, opens, cancelled_at
    )


def make_followers(count: int, start: datetime, stages: list[PlainStage], themes: list[Theme]) -> list[PlainFollower]:
    """In turn of the whole Tour (one in ten), a region, a theme, a stage. Some come late, leave, decline a moment."""
    rows, plain = [], []
    regions = sorted({stage.region for stage in stages})
    now = clock.now()
    for number in range(count):
        late, leaves = number % 9 == 4, number % 11 == 5
        comes_at = start + timedelta(days=40 + number % 300, hours=12, minutes=30) if late else start
        followed = {"scope": FollowScope.STAGE, "stage_id": stages[number % len(stages)].pk}
        match number % 10:
            case 0:
                followed = {"scope": FollowScope.TOUR}
            case 1 | 2:
                followed = {"scope": FollowScope.REGION, "region": regions[number % len(regions)]}
            case 3 | 4:
                followed = {"scope": FollowScope.THEME, "theme_id": themes[number % THEMES].pk}
        declined = [Moment.values[number % len(Moment.values)]] if number % 6 == 1 else []
        follower = Subscription.objects.create(
            email=f"repetition{number}@example.org",
            created_at=now,
            confirmed_at=None if late else now,
            declined=declined,
        )
        consent = Consent.objects.create(subscription=follower, subject="répétition", asked_at=now)
        rows.append(Follow(subscription=follower, consent=consent, asked_at=now, **followed))
        rows[-1].confirmed_at = follower.confirmed_at
        rows[-1].target = target_of(
            followed["scope"],
            stage=followed.get("stage_id"),
            theme=followed.get("theme_id"),
            region=followed.get("region", ""),
        )
        leaves_at = comes_at + timedelta(days=100 + number, minutes=5) if leaves else None
        plain.append(PlainFollower(follower.pk, follower.email, followed, comes_at, leaves_at, frozenset(declined)))
    Follow.objects.bulk_create(rows, batch_size=500)
    return plain


def events_of(stages: list[PlainStage], followers: list[PlainFollower]) -> list[Event]:
    events = [Event(stage.cancelled_at, cancel(stage.slug)) for stage in stages if stage.cancelled_at]
    for one in followers:
        if one.comes_at.astimezone(UTC) > clock.now():
            events.append(Event(one.comes_at, partial(come, one.pk)))
        if one.leaves_at:
            events.append(Event(one.leaves_at, partial(follow_deeds.leave, one.email)))
    return events


def come(key: int):
    """Confirm what was asked for when the edition was made."""
    now = clock.now()
    Subscription.objects.filter(pk=key).update(confirmed_at=now)
    Follow.objects.filter(subscription=key).update(confirmed_at=now)
    planning.plan(subscriptions=Subscription.objects.filter(pk=key))
