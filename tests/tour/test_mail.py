"""Mail by rows, with a real SMTP server that answers as it is told."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from tests.factories import UserFactory
from tests.tour.bounce_samples import ADDRESS, MESSAGE_ID, POSTFIX
from tests.tour.queued import queue, state_of
from tour import bounces, delivery, mail, suppressions, tasks
from tour.batch import MOST_FAULTS
from tour.models import MailState, QueuedMail, SuppressionReason
from tour.models.mail import OPEN
from tour.smtp import MOST_A_CONVERSATION


@pytest.mark.django_db
def test_mail_leaves_once(smtp_server):
    row = queue(text="L’étape de Mende.")

    assert [mail.send_due(), mail.send_due()] == [1, 0]

    assert state_of(row) == (MailState.SENT, 1)
    assert row.text == ""
    (message,) = smtp_server.messages
    assert (message["To"], message["Subject"]) == ("mairie@mende.example", "Bonjour")
    assert message.get_content() == "L’étape de Mende.\n"
    assert message["Message-ID"] == f"<{row.message_id}@127.0.0.1>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_subject_is_one_line_whatever_it_holds(smtp_server):
    row = queue(subject="Mende\r\nBcc: tous@example.org\x0b\x00 demain")

    mail.send_due()

    assert row.subject == "Mende Bcc: tous@example.org demain"
    (message,) = smtp_server.messages
    assert (message["Subject"], message["Bcc"]) == ("Mende Bcc: tous@example.org demain", None)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["answer", "at_recipient"])
def test_refused_for_good_has_failed_and_can_be_sent_again(smtp_server, where):
    setattr(smtp_server, where, "550 no such mailbox")
    row = queue()

    mail.send_due()

    assert state_of(row) == (MailState.FAILED, 1)
    assert row.reason == "550 no such mailbox"
    setattr(smtp_server, where, "")
    assert [mail.send_again(row), mail.send_again(row)] == [True, False]
    assert mail.send_due() == 1


@pytest.mark.django_db
def test_conversation_that_ends_after_the_data_is_uncertain_and_not_sent_again_by_us(smtp_server, clock_at):
    clock_at("2014-10-01T09:00")
    smtp_server.answer = b""
    row = queue()

    mail.send_due()
    clock_at("2014-10-02T09:00")
    mail.send_due()

    assert state_of(row) == (MailState.UNCERTAIN, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["answer", "at_recipient"])
@pytest.mark.parametrize("code", ["451", "550"])
def test_what_the_server_says_is_kept_without_the_address(smtp_server, where, code):
    """In whatever form it names it: the domain as it goes over the line, the name alone."""
    setattr(smtp_server, where, f"{code} <marie.martin@xn--mairie-fort-wbb.fr>: user marie.martin unknown")
    row = queue(to="marie.martin@mairie-forêt.fr")
    mail.send_due()
    row.refresh_from_db()
    assert row.reason == f"{code} <…>: user … unknown"


@pytest.mark.django_db
def test_what_servers_said_of_old_is_masked():
    row, other = queue(), queue()
    QueuedMail.objects.filter(pk=row.pk).update(reason="550 <mairie@mende.example>: user mairie unknown")
    QueuedMail.objects.filter(pk=other.pk).update(reason=delivery.TOO_LATE)
    import_module("tour.migrations.0017_masked_reasons").mask_reasons(apps, None)
    reasons = QueuedMail.objects.order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == ["550 <…>: user … unknown", delivery.TOO_LATE]


@pytest.mark.django_db
@pytest.mark.parametrize(("handed", "state"), [(False, MailState.SENT), (True, MailState.UNCERTAIN)])
def test_mail_left_by_a_process_that_ended(smtp_server, clock_at, handed, state):
    """Not handed, it is sent after the lease; handed, it may have arrived."""
    now = clock_at("2014-10-01T09:00")
    row = queue()
    QueuedMail.objects.update(
        state=MailState.SENDING,
        token=uuid4(),
        next_try_at=now + timedelta(minutes=5),
        handed_at=now if handed else None,
        attempts=1,
    )

    clock_at("2014-10-01T09:04")
    mail.send_due()
    assert state_of(row) == (MailState.SENDING, 1)
    clock_at("2014-10-01T09:06")
    mail.send_due()

    assert state_of(row)[0] == state
    assert len(smtp_server.received) == (0 if handed else 1)


@pytest.mark.django_db
def test_uncertain_mail_is_sent_again_by_a_person_alone(smtp_server, clock_at):
    clock_at("2014-10-01T09:00")
    smtp_server.answer = b""
    row = queue()
    mail.send_due()
    smtp_server.answer = ""

    assert mail.send_due() == 0
    assert mail.send_again(row)
    assert mail.send_due() == 1
    assert (state_of(row)[0], row.ambiguous) == (MailState.SENT, 1)


@pytest.mark.django_db
def test_settled_mail_leaves_no_more_unless_a_person_says_so(smtp_server, clock_at):
    clock_at("2014-10-01T09:00")
    sent = queue()
    mail.send_due()
    smtp_server.answer = b""
    row = queue()
    mail.send_due()
    smtp_server.answer = ""

    assert [mail.settle(row), mail.settle(row), mail.settle(sent)] == [True, False, False]
    clock_at("2014-10-02T09:00")
    assert mail.send_due() == 0
    assert (state_of(row)[0], state_of(sent)[0]) == (MailState.SETTLED, MailState.SENT)
    assert (row.handed_at is not None, row.text) == (True, "Le texte.")

    assert mail.send_again(row)
    assert mail.send_due() == 1


@pytest.mark.django_db
def test_mail_that_cannot_be_written_stops_no_other(smtp_server, clock_at):
    now = clock_at("2014-10-01T09:00")
    bad, good = queue(to="mairie@mende.example\nx"), queue()

    assert mail.send_due() == 1
    assert [state_of(bad)[0], state_of(good)[0]] == [MailState.RETRY, MailState.SENT]
    for _ in range(MOST_FAULTS - 1):
        now = clock_at((now + timedelta(hours=2)).isoformat())
        mail.send_due()

    assert state_of(bad) == (MailState.FAILED, MOST_FAULTS)
    assert len(smtp_server.received) == 1


@pytest.mark.django_db
def test_lines_that_begin_with_a_dot_arrive(smtp_server):
    queue(text=".\n..\nfin.\n")

    mail.send_due()

    assert smtp_server.messages[0].get_content() == ".\n..\nfin.\n"


@pytest.mark.django_db
def test_many_mails_leave_in_one_sweep(smtp_server):
    for number in range(2 * MOST_A_CONVERSATION + 5):
        queue(to=f"p{number}@mende.example")

    assert mail.send_due() == 2 * MOST_A_CONVERSATION + 5
    assert len({recipients[0] for recipients, _ in smtp_server.received}) == len(smtp_server.received)


@pytest.mark.django_db
@pytest.mark.parametrize("state", MailState)
def test_mail_is_forgotten_three_months_after_it_ended(clock_at, state):
    begun = clock_at("2014-10-01T09:00")
    row = queue()
    fields = {"sending": {"token": uuid4()}, "sent": {"sent_at": begun}}.get(state, {})
    # What waited until it was too late ended then.
    fields["not_after"] = begun if state == MailState.EXPIRED else None
    row.next_try_at = begun - timedelta(days=3) if state == MailState.EXPIRED else begun
    QueuedMail.objects.filter(pk=row.pk).update(state=state, next_try_at=row.next_try_at, **fields)

    clock_at((begun + mail.KEPT - timedelta(seconds=1)).isoformat())
    tasks.forget_old_mails()
    assert QueuedMail.objects.count() == 1
    clock_at((begun + mail.KEPT).isoformat())
    tasks.forget_old_mails()
    assert QueuedMail.objects.count() == (1 if state in OPEN else 0)


@pytest.mark.django_db
def test_mail_that_a_person_sends_again_is_not_forgotten_by_its_age(smtp_server, clock_at):
    begun = clock_at("2014-10-01T09:00")
    row = queue()
    QueuedMail.objects.update(state=MailState.FAILED)
    clock_at((begun + timedelta(days=89)).isoformat())
    assert mail.send_again(row)
    assert mail.send_due() == 1
    clock_at((begun + timedelta(days=100)).isoformat())
    mail.forget_old()
    assert state_of(row)[0] == MailState.SENT


def test_mails_are_forgotten_by_a_sweep(settings):
    assert tasks.forget_old_mails.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


@pytest.mark.django_db
def test_what_django_sends_is_queued(settings, client):
    settings.EMAIL_BACKEND = "tour.mail.QueueingBackend"
    UserFactory(email="marie@mende.example")

    client.post("/admin/password_reset/", {"email": "marie@mende.example"})

    row = QueuedMail.objects.get()
    assert (row.to, row.state) == ("marie@mende.example", MailState.DUE)
    assert "/admin/password_reset/confirm/" in row.text


def test_address_is_masked():
    assert QueuedMail(to="mairie@mende.example").masked_to == "m…@mende.example"


@pytest.mark.django_db
def test_suspended_address_is_not_written_to(smtp_server):
    suppressions.suppress("Mairie@mende.example", SuppressionReason.COMPLAINT)
    suspended, other = queue(), queue(to="autre@mende.example")

    assert mail.send_due() == 1

    assert [state_of(suspended)[0], state_of(other)[0]] == [MailState.CANCELLED, MailState.SENT]
    assert suspended.reason == suppressions.OBSTACLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "is_suppressed"),
    [("550 5.1.1 User unknown", True), ("550 5.7.1 Relay access denied", False), ("550 relaying denied", False)],
)
def test_recipient_that_our_server_refuses_is_suspended_if_it_is_the_address(smtp_server, answer, is_suppressed):
    smtp_server.at_recipient = answer
    row = queue()

    mail.send_due()

    assert (state_of(row)[0], suppressions.is_suppressed(row.to)) == (MailState.FAILED, is_suppressed)


@pytest.mark.django_db
def test_report_on_a_mail_of_ours_suspends_its_address(smtp_server, settings):
    settings.BOUNCE_ADDRESS = "retours@tour.example"
    row = queue(to=ADDRESS)
    mail.send_due()
    assert smtp_server.senders == [f"retours+{row.message_id}@tour.example"]

    assert bounces.receive(POSTFIX.replace(MESSAGE_ID, row.message_id).encode()) is True

    assert (suppressions.is_suppressed(ADDRESS), state_of(row)[0]) == (True, MailState.SENT)
