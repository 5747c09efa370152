"""The conversation with the mail server: encrypted with whom it should be, and lost where nothing is lost."""

import ssl
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests import smtp
from tests.ports import free_port
from tour import mail, suppressions
from tour.batch import MOST_FAULTS
from tour.models import MailState, QueuedMail
from tour.smtp import Conversation

pytestmark = pytest.mark.django_db

#: Of 127.0.0.1, with its key; nobody vouches for it but itself.
CERTIFICATE = Path(__file__).with_name("self_signed.pem")


@pytest.fixture
def encrypted(settings):
    """Return a function that starts a server whose conversations are encrypted: from the first, or by STARTTLS."""
    controllers = []

    def start(*, from_the_first):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        server = smtp.Server()
        said = {"ssl_context": context} if from_the_first else {"tls_context": context, "require_starttls": True}
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = from_the_first, not from_the_first
        # Its own check that it is up would have to be of the certificate, too.
        kind = SilentStart if from_the_first else Controller
        controllers.append(kind(server, hostname="127.0.0.1", port=settings.EMAIL_PORT, ready_timeout=60, **said))
        controllers[-1].start()
        return server

    yield start
    for controller in controllers:
        controller.stop()


class SilentStart(Controller):
    def _trigger_server(self):
        context = ssl.create_default_context(cafile=CERTIFICATE)
        with (
            ssl.create_connection((self.hostname, self.port), 5) as line,
            context.wrap_socket(line, server_hostname=self.hostname) as encrypted,
        ):
            encrypted.recv(64)


@pytest.fixture
def one(clock_at):
    clock_at("2014-10-01T09:00")
    return mail.queue(to="marie@mende.example", subject="Bonjour", text="Texte")


@pytest.mark.parametrize("from_the_first", [True, False], ids=["SSL", "STARTTLS"])
def test_server_for_which_nobody_vouches_is_given_nothing(encrypted, one, from_the_first):
    server = encrypted(from_the_first=from_the_first)

    assert mail.send_due() == 0

    one.refresh_from_db()
    assert one.state == MailState.RETRY
    assert "certificate verify failed" in one.reason
    assert server.received == []


@pytest.mark.parametrize("from_the_first", [True, False], ids=["SSL", "STARTTLS"])
def test_server_for_which_the_machine_vouches_is_spoken_with(encrypted, one, monkeypatch, from_the_first):
    """One that wants to be greeted again once the line is encrypted, as most do."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    server = encrypted(from_the_first=from_the_first)

    assert mail.send_due() == 1

    assert len(server.received) == 1


def test_conversation_that_ends_before_the_text_is_tried_again(settings, one):
    """The server says nothing to DATA: it surely has nothing."""

    class Silent(SMTP):
        async def smtp_DATA(self, arg):  # noqa: N802 (aiosmtpd's name)
            self.transport.close()

    class SilentController(Controller):
        factory = partial(Silent, smtp.Server())

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    controller = SilentController(smtp.Server(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        assert mail.send_due() == 0
    finally:
        controller.stop()

    one.refresh_from_db()
    assert (one.state, one.handed_at) == (MailState.RETRY, None)


@pytest.mark.parametrize("answer", [b"2", b"25", b"250-queued\r\n", b"\xff\xfe\r\n", "354 go ahead", "699 what"])
def test_text_of_which_the_server_says_neither_yes_nor_no_may_have_arrived(smtp_server, one, answer):
    smtp_server.answer = answer
    assert mail.send_due() == 0
    one.refresh_from_db()
    assert (one.state, one.handed_at is not None) == (MailState.UNCERTAIN, True)


@pytest.mark.parametrize("answer", ["250", "251 elsewhere", "252 perhaps"])
def test_text_that_is_taken_in_other_words_has_left(smtp_server, one, answer):
    smtp_server.answer = answer
    assert mail.send_due() == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
@pytest.mark.parametrize("answer", ["354 what", "699 what"])
def test_answer_to_another_question_ends_the_conversation_and_loses_nothing(
    smtp_server, one, monkeypatch, command, answer
):
    async def stray(server, session, envelope, *words):
        return answer

    monkeypatch.setattr(smtp_server, f"handle_{command}", stray, raising=False)
    assert mail.send_due() == 0
    one.refresh_from_db()
    assert (one.state, one.handed_at) == (MailState.RETRY, None)


@pytest.mark.parametrize("answer", ["550 5.1.0 sender rejected", "504 5.5.2 sender address rejected"])
def test_server_that_refuses_the_sender_suspends_nobody_and_is_asked_again(smtp_server, one, monkeypatch, answer):
    async def refuse(server, session, envelope, address, options):
        return answer

    monkeypatch.setattr(smtp_server, "handle_MAIL", refuse, raising=False)

    assert mail.send_due() == 0

    assert QueuedMail.objects.values_list("state", "reason").get() == (MailState.RETRY, answer)
    assert not suppressions.is_suppressed(one.to)


def test_address_with_an_accent_in_its_domain_is_written_as_servers_read_it(smtp_server, clock_at):
    clock_at("2014-10-01T09:00")
    mail.queue(to="marie@mairie-forêt.fr", subject="Bonjour", text="Texte")
    assert mail.send_due() == 1
    assert smtp_server.received[0][0] == ["marie@xn--mairie-fort-wbb.fr"]


def test_mail_that_cannot_be_begun_stops_no_other_and_fails_in_the_end(smtp_server, clock_at, monkeypatch):
    """Whatever it may be: of what nobody foresaw one mail alone suffers."""
    begin = Conversation.begin

    def stumble(conversation, sender, recipient):
        if recipient.startswith("bizarre@"):
            raise UnicodeError("ne se dit pas")
        begin(conversation, sender, recipient)

    monkeypatch.setattr(Conversation, "begin", stumble)
    now = clock_at("2014-10-01T09:00")
    queued = [mail.queue(to=f"{name}@mende.example", subject="Bonjour", text="Texte") for name in ("a", "bizarre", "b")]
    assert mail.send_due() == 2
    for _ in range(MOST_FAULTS - 1):
        now = clock_at((now + timedelta(hours=2)).isoformat())
        assert mail.send_due() == 0
    strange = QueuedMail.objects.get(pk=queued[1].pk)
    assert (strange.state, strange.attempts, strange.handed_at) == (MailState.FAILED, MOST_FAULTS, None)
    assert strange.reason == "UnicodeError: ne se dit pas"
