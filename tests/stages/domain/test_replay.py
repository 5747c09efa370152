"""Rehearsing a season: the clock goes from one due mail to the next, and nothing of it stays."""

from datetime import UTC, datetime, timedelta

import pytest

from stages.domain import planning, reminder_slots, replay
from stages.domain.replay import Event
from stages.models import Delivery, ReminderSettings, Subscription
from tests.factories import StagePageFactory, SubscriptionFactory, publish
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db

START, END = datetime(2014, 9, 1, 8, tzinfo=UTC), datetime(2014, 10, 20, tzinfo=UTC)


@pytest.fixture
def stage(clock_at):
    """Mende, on 9 October 2014 from 9 to 18 h."""
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


def rehearse(stage, *events, **options):
    """(the walk, the account) of a season with one follower of ``stage``."""
    with replay.rehearsal(START) as travel:
        SubscriptionFactory(follows=stage)
        planning.plan([stage])
        walk = replay.walk(travel, until=END, events=events, **options)
        return walk, replay.account(replay.rows())


def test_season_is_walked_from_one_due_mail_to_the_next(stage):
    walk, account = rehearse(stage)
    # J−7, J−1, J; the results that J+3 waits for are looked for each hour.
    hours_waited = (END - datetime(2014, 10, 12, 7, tzinfo=UTC)) // timedelta(hours=1)
    assert (walk.days, walk.sent, walk.instants) == (48, 3, 3 + hours_waited + 1)
    assert walk.corrected == 0
    assert [(line.what, line.planned, dict(line.sent), dict(line.kept)) for line in account] == [
        ("J−7, 09:00", 1, {"2014-10-02 09:00": 1}, {}),
        ("J−1, 17:00", 1, {"2014-10-08 17:00": 1}, {}),
        ("J, 07:00", 1, {"2014-10-09 07:00": 1}, {}),
        ("J+3, 09:00", 1, {}, {("Prévu", "La restitution n’est pas encore en ligne."): 1}),
    ]


def test_rehearsal_complains_of_nothing(stage, caplog):
    rehearse(stage)
    assert caplog.messages == []


def test_nothing_of_a_rehearsal_stays(stage, settings):
    before = SubscriptionFactory(follows=stage)
    planning.plan([stage])
    server = settings.EMAIL_HOST, settings.EMAIL_PORT
    walk, _account = rehearse(stage)
    assert walk.sent == 3
    assert list(Subscription.objects.all()) == [before]
    assert set(Delivery.objects.values_list("state", "sent_at")) == {(MailState.DUE, None)}
    assert server == (settings.EMAIL_HOST, settings.EMAIL_PORT)
    assert clock.now() == START


def test_move_is_told_ten_minutes_later_and_plans_the_new_date(stage):
    def move():
        publish(stage, starts_on=datetime(2014, 10, 16).date())

    walk, account = rehearse(stage, Event(datetime(2014, 10, 5, 16, tzinfo=UTC), move))
    assert walk.corrected == 0
    assert [(line.what, sorted(line.sent)) for line in account] == [
        ("J−7, 09:00", ["2014-10-02 09:00", "2014-10-09 09:00"]),
        ("Changement", ["2014-10-05 18:10"]),
        ("J−1, 17:00", ["2014-10-15 17:00"]),
        ("J, 07:00", ["2014-10-16 07:00"]),
        ("J+3, 09:00", []),
    ]


def test_what_was_forgotten_is_put_right_and_told(stage):
    def forget():
        Delivery.objects.open().delete()

    walk, _account = rehearse(stage, Event(datetime(2014, 10, 5, 16, tzinfo=UTC), forget))
    assert (walk.corrected, walk.sent) == (3, 3)


def test_what_is_suspended_goes_too_late(stage):
    ReminderSettings.objects.create(pk=1, is_suspended=True)
    walk, account = rehearse(stage)
    assert walk.sent == 0
    assert [list(line.kept) for line in account] == [
        *[[("Trop tard", "L’heure est passée avant que le courriel puisse partir.")]] * 3,
        [("Prévu", "")],
    ]


def test_stages_of_which_nothing_is_planned_say_why(stage):
    StagePageFactory(title="Bordeaux", position=3)
    assert replay.silent_stages(START) == [
        ("Bordeaux", reminder_slots.NO_DATE),
        ("Mende", "Personne ne la suit."),
    ]


@pytest.mark.parametrize(("instant", "tick"), [("09:00:00", "09:00"), ("09:00:01", "09:01"), ("23:59:30.5", "00:00")])
def test_tick_is_the_next_whole_minute(instant, tick):
    found = replay.tick_of(datetime.fromisoformat(f"2014-10-02T{instant}+00:00"))
    assert (f"{found:%H:%M}", found.second, found.microsecond) == (tick, 0, 0)
