"""Mail by rows, with a real SMTP server that answers as it is told."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from tests.factories import UserFactory
from tour import clock, mail
from tour.models import MailState, QueuedMail


class Server:
    """An SMTP server: ``answer`` is what it says to the mail's data, "" to accept; None to end the conversation."""

    def __init__(self):
        self.answer = ""
        self.at_recipient = ""
        self.received = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if self.at_recipient:
            return self.at_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        if self.answer is None:
            server.transport.close()
            return "250 OK"
        if not self.answer:
            self.received.append((envelope.rcpt_tos, envelope.content.decode()))
        return self.answer or "250 OK"


@pytest.fixture
def server(settings):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield handler
    controller.stop()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def queue(**changes):
    return mail.queue(**{"to": "mairie@mende.example", "subject": "Bonjour", "text": "Le texte.", **changes})


def state_of(row):
    row.refresh_from_db()
    return MailState(row.state), row.attempts


@pytest.mark.django_db
def test_mail_leaves_once(server):
    row = queue(text="L’étape de Mende.")

    assert [mail.send_due(), mail.send_due()] == [1, 0]

    assert state_of(row) == (MailState.SENT, 1)
    assert row.text == ""
    ((to, content),) = server.received
    assert to == ["mairie@mende.example"]
    assert "Subject: Bonjour" in content


@pytest.mark.django_db
def test_subject_is_one_line_whatever_it_holds(server):
    row = queue(subject="Mende\r\nBcc: tous@example.org\x0b\x00 demain")

    mail.send_due()

    assert row.subject == "Mende Bcc: tous@example.org demain"
    assert "\nBcc:" not in server.received[0][1]


@pytest.mark.django_db
def test_refused_for_now_is_tried_again_later(server, clock_at):
    clock_at("2014-10-01T09:00")
    server.answer = "451 later"
    row = queue()

    assert mail.send_due() == 0
    assert state_of(row) == (MailState.QUEUED, 1)
    assert row.next_try_at == clock.now() + timedelta(minutes=1)
    assert "451" in row.error

    server.answer = ""
    assert mail.send_due() == 0
    clock_at("2014-10-01T09:02")
    assert mail.send_due() == 1
    assert state_of(row) == (MailState.SENT, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["answer", "at_recipient"])
def test_refused_for_good_has_failed_and_can_be_sent_again(server, where):
    setattr(server, where, "550 no such mailbox")
    row = queue()

    mail.send_due()

    assert state_of(row) == (MailState.FAILED, 1)
    assert "550" in row.error
    setattr(server, where, "")
    assert [mail.send_again(row), mail.send_again(row)] == [True, False]
    assert mail.send_due() == 1


@pytest.mark.django_db
def test_conversation_that_ends_after_the_data_is_uncertain_and_not_sent_again_by_us(server, clock_at):
    clock_at("2014-10-01T09:00")
    server.answer = None
    row = queue()

    mail.send_due()
    clock_at("2014-10-02T09:00")
    mail.send_due()

    assert state_of(row) == (MailState.UNCERTAIN, 1)


@pytest.mark.django_db
def test_absent_server_delays_until_the_last_try(settings, clock_at):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    now = clock_at("2014-10-01T09:00")
    row = queue()
    for wait in (0, *mail.WAITS):
        now += timedelta(minutes=wait)
        clock_at(now.isoformat())
        assert row.state == MailState.QUEUED
        mail.send_due()
        row.refresh_from_db()

    assert state_of(row) == (MailState.FAILED, len(mail.WAITS) + 1)


@pytest.mark.django_db
def test_mail_left_by_a_process_that_ended_is_uncertain(server, clock_at):
    started = clock_at("2014-10-01T09:00")
    row = queue()
    QueuedMail.objects.update(state=MailState.SENDING, started_at=started, attempts=1)

    clock_at("2014-10-01T09:09")
    mail.send_due()
    assert state_of(row) == (MailState.SENDING, 1)
    clock_at("2014-10-01T09:11")
    mail.send_due()

    assert state_of(row) == (MailState.UNCERTAIN, 1)
    assert server.received == []


@pytest.mark.django_db
def test_mail_that_cannot_be_written_stops_no_other(server):
    bad, good = queue(to="mairie@mende.example\nx"), queue()

    assert mail.send_due() == 1

    assert [state_of(bad)[0], state_of(good)[0]] == [MailState.FAILED, MailState.SENT]


@pytest.mark.django_db
def test_what_django_sends_is_queued(settings, client):
    settings.EMAIL_BACKEND = "tour.mail.QueueingBackend"
    UserFactory(email="marie@mende.example")

    client.post("/admin/password_reset/", {"email": "marie@mende.example"})

    row = QueuedMail.objects.get()
    assert (row.to, row.state) == ("marie@mende.example", MailState.QUEUED)
    assert "/admin/password_reset/confirm/" in row.text


def test_address_is_masked():
    assert QueuedMail(to="mairie@mende.example").masked_to == "m…@mende.example"
