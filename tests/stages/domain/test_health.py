"""Whether mails leave as they should."""

from datetime import timedelta

import pytest

from stages.domain import health, ledger, reminders
from stages.enums import DeliveryKind, Light
from stages.models import Delivery, ReminderSettings
from tests.factories import UserFactory
from tour import clock, heartbeat, mail
from tour.models import MailState, QueuedMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_nine(home, clock_at):
    """Everything ran at 9 h, and had nothing to do."""
    now = clock_at("2014-10-09T09:00")
    reminders.reconcile()
    mail.send_due()
    ledger.send_due()
    return now


def delivery(state, due_at, *, next_try_at=None, **made):
    Delivery.objects.create(
        **{"kind": DeliveryKind.REMINDER, **made},
        key=f"row {Delivery.objects.count()}",
        state=state,
        due_at=due_at,
        next_try_at=next_try_at or due_at,
        planned_at=due_at,
    )


def faults():
    return [(fault.light, fault.words) for fault in health.health().faults]


def test_all_is_well_when_sweeps_run_and_nothing_waits(at_nine):
    found = health.health()
    assert (found.light, found.faults, found.lag, found.due) == (Light.GREEN, [], timedelta(), 0)


def test_site_that_never_swept_is_broken(home):
    found = health.health()
    assert (found.last_sweep_at, faults()) == (
        None,
        [(Light.RED, "Aucun envoi n’a été tenté depuis plus de 5\xa0minutes.")],
    )


@pytest.mark.parametrize(("minutes", "light"), [(5, Light.GREEN), (6, Light.RED)])
@pytest.mark.parametrize("other", [mail, ledger])
def test_silence_of_either_sweep_is_red(at_nine, clock_at, smtp_server, minutes, light, other):
    clock_at((at_nine + timedelta(minutes=minutes)).isoformat())
    other.send_due()
    QueuedMail.objects.all().delete()
    found = health.health()
    assert (found.light, found.last_sweep_at) == (light, at_nine)


@pytest.mark.parametrize(("minutes", "light"), [(5, Light.GREEN), (6, Light.RED)])
def test_what_is_due_and_late_is_red(at_nine, minutes, light):
    since = at_nine - timedelta(minutes=minutes)
    delivery(MailState.DUE, since)
    delivery(MailState.DUE, since + timedelta(minutes=1))
    found = health.health()
    assert (found.light, found.due, found.lag) == (light, 2, timedelta(minutes=minutes))


def test_late_mail_of_an_account_is_red_too(at_nine, clock_at):
    clock_at((at_nine - timedelta(minutes=6)).isoformat())
    mail.queue(to="marie@mende.example", subject="Invitation", text="")
    clock_at(at_nine.isoformat())
    assert health.health().lag == timedelta(minutes=6)
    assert faults() == [(Light.RED, "Des courriels ont plus de 5 minutes de retard.")]


def test_what_waits_for_something_is_not_late(at_nine):
    """The results are awaited: due long ago, to be looked at again in an hour."""
    delivery(MailState.DUE, at_nine - timedelta(days=3), next_try_at=at_nine + timedelta(hours=1))
    found = health.health()
    assert (found.light, found.due, found.next_at) == (Light.GREEN, 0, at_nine + timedelta(hours=1))


@pytest.mark.parametrize(("attempts", "light"), [(1, Light.ORANGE), (4, Light.ORANGE), (5, Light.RED)])
def test_what_a_server_puts_off_is_red_after_a_while(at_nine, attempts, light):
    """However long it waited before for something else: the results of its stage."""
    since = at_nine - timedelta(days=20)
    delivery(MailState.RETRY, since, next_try_at=at_nine + timedelta(minutes=10), attempts=attempts)
    assert health.health().light == light


def test_tries_in_haste_before_it_is_too_late_are_not_long(at_nine):
    delivery(MailState.RETRY, at_nine - timedelta(minutes=19), attempts=6)
    assert Light.RED not in {light for light, words in faults() if "remet à plus tard" in words}


@pytest.mark.parametrize(("count", "light"), [(1, Light.ORANGE), (2, Light.ORANGE), (3, Light.RED)])
def test_what_few_recipients_put_off_is_no_breakdown(at_nine, count, light):
    since = at_nine - timedelta(hours=5)
    for _ in range(count):
        later = at_nine + timedelta(minutes=10)
        delivery(MailState.RETRY, since, next_try_at=later, attempts=9, is_put_off_by_recipient=True)
    assert health.health().light == light


REFUSED = "Le serveur de courriel refuse presque tout ce que le site lui donne."


@pytest.mark.parametrize(
    ("refused", "left", "minutes", "reason", "is_said"),
    [
        (10, 9, 59, "554 5.7.1 Relay access denied", True),
        (10, 0, 59, "550 5.4.5 daily limit", True),
        (10, 0, 59, "550 5.1.8 sender unknown", True),
        (10, 10, 59, "554 5.7.1 Relay access denied", False),
        (9, 0, 59, "554 5.7.1 Relay access denied", False),
        (10, 0, 61, "554 5.7.1 Relay access denied", False),
        (10, 0, 59, "550 5.1.1 no such mailbox", False),
        (10, 0, 59, "550 5.1.10 no such mailbox", False),
        (10, 0, 59, "ValueError: adresse impossible", False),
    ],
)
def test_server_that_refuses_nearly_all_is_red(at_nine, refused, left, minutes, reason, is_said):
    at = at_nine - timedelta(minutes=minutes)
    for _ in range(refused):
        delivery(MailState.FAILED, at, reason=reason)
    for _ in range(left):
        delivery(MailState.SENT, at - timedelta(days=3), sent_at=at_nine)
    assert ((Light.RED, REFUSED) in faults()) == is_said


def test_refusals_of_both_kinds_of_mail_are_counted_together(at_nine):
    for _ in range(10):
        delivery(MailState.FAILED, at_nine, reason="554 5.7.1 Relay access denied")
        queued = mail.queue(to="a@b.example", subject="Bonjour", text="")
        QueuedMail.objects.filter(pk=queued.pk).update(state=MailState.SENT, sent_at=at_nine)
    assert (Light.RED, REFUSED) not in faults()


def test_what_was_put_off_and_is_suspended_since_is_no_breakdown(at_nine):
    ReminderSettings.objects.create(pk=1, is_suspended=True)
    delivery(MailState.RETRY, at_nine, next_try_at=at_nine, attempts=5)
    assert faults() == [(Light.ORANGE, "Les envois du Tour sont suspendus par l’équipe nationale.")]


def test_uncertain_is_red_however_old(at_nine):
    delivery(MailState.UNCERTAIN, at_nine - timedelta(days=90))
    assert [light for light, _words in faults()] == [Light.RED]


@pytest.mark.parametrize("state", [MailState.UNCERTAIN, MailState.FAILED])
def test_settled_waits_for_nobody(at_nine, state):
    delivery(state, at_nine)
    queued = mail.queue(to="a@b.example", subject="Bonjour", text="")
    QueuedMail.objects.filter(pk=queued.pk).update(state=state)
    assert health.health().light != Light.GREEN
    assert ledger.settle(Delivery.objects.get(state=state), by=UserFactory())
    assert health.health().light != Light.GREEN
    assert mail.settle(queued)
    assert health.health().light == Light.GREEN


@pytest.mark.parametrize(("days", "light"), [(6, Light.ORANGE), (8, Light.GREEN)])
def test_failure_is_worth_a_look_for_a_week(at_nine, days, light):
    """Since its last try, however long ago it was due."""
    delivery(MailState.FAILED, at_nine - timedelta(days=30), next_try_at=at_nine - timedelta(days=days))
    found = health.health()
    assert (found.light, found.deliveries.failed) == (light, 1)


def test_planning_that_stops_is_worth_a_look(at_nine, clock_at):
    clock_at((at_nine + timedelta(hours=2, minutes=1)).isoformat())
    mail.send_due()
    heartbeat.beat(health.DELIVERIES)
    assert faults() == [(Light.ORANGE, "La planification n’a pas abouti depuis plus de 2\xa0heures.")]


def test_what_had_to_be_mended_is_worth_a_look(at_nine):
    heartbeat.beat(health.MENDED, "inscrits : 1")
    assert [light for light, _words in faults()] == [Light.ORANGE]


def test_what_is_suspended_is_said_and_is_no_breakdown(at_nine):
    ReminderSettings.objects.create(pk=1, is_suspended=True)
    delivery(MailState.DUE, at_nine - timedelta(hours=1))
    assert faults() == [(Light.ORANGE, "Les envois du Tour sont suspendus par l’équipe nationale.")]


def test_next_mail_is_the_first_of_either_kind(at_nine):
    delivery(MailState.DUE, at_nine + timedelta(hours=2))
    delivery(MailState.CANCELLED, at_nine + timedelta(minutes=2))
    later = at_nine + timedelta(hours=1)
    QueuedMail.objects.create(to="a@b.example", created_at=at_nine, due_at=later, next_try_at=later)
    assert health.health().next_at == later


def test_clock_set_back_makes_nothing_late(at_nine, clock_at):
    clock_at((at_nine - timedelta(hours=1)).isoformat())
    assert health.health().light == Light.GREEN


@pytest.mark.parametrize("count", [1, 3])
def test_health_takes_the_same_queries_for_any_number(at_nine, django_assert_num_queries, count):
    for _ in range(count):
        UserFactory(national=True)
        delivery(MailState.UNCERTAIN, clock.now())
    with django_assert_num_queries(15):
        assert health.health().uncertain == count
