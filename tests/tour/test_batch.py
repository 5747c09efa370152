"""Several mails that one commit says the server is about to be given."""

import os

import pytest
from celery.signals import worker_shutting_down

from tests import smtp
from tour import delivery, mail, shutdown
from tour.batch import Batch
from tour.models import MailState, QueuedMail
from tour.outbox import Outbox
from tour.smtp import Conversation

pytestmark = pytest.mark.django_db


class Picky(smtp.Server):
    """Refuses the recipient « absent@… », ends the conversation at the text of « raccroche@… »."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.at_recipient = "550 5.1.1 nobody" if address.startswith("absent@") else ""
        self.answer = b"" if address.startswith("raccroche@") else ""
        return await super().handle_RCPT(server, session, envelope, address, options)


@pytest.fixture
def picky(settings):
    server = Picky()
    controller = smtp.serve(server)
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield server
    controller.stop()


@pytest.fixture(autouse=True)
def _ending_called_off():
    yield
    shutdown.call_off()


def queue(*names):
    return [mail.queue(to=f"{name}@mende.example", subject="Bonjour", text="Texte") for name in names]


def states():
    """(name, state, whether it is handed) in the order of the queue."""
    rows = QueuedMail.objects.order_by("pk").values_list("to", "state", "handed_at")
    return [(to.partition("@")[0], state, handed_at is not None) for to, state, handed_at in rows]


def test_mails_of_one_commit_end_each_as_the_server_answers(picky):
    queue("marie", "absent", "raccroche", "jean")
    assert mail.send_due() == 2
    assert states() == [
        ("marie", MailState.SENT, True),
        ("absent", MailState.FAILED, False),
        ("raccroche", MailState.UNCERTAIN, True),
        ("jean", MailState.SENT, True),
    ]
    assert [recipients for recipients, _content in picky.received] == [["marie@mende.example"], ["jean@mende.example"]]


def test_first_that_is_refused_hands_nothing_of_itself(picky):
    queue("absent", "marie")
    assert mail.send_due() == 1
    assert states() == [("absent", MailState.FAILED, False), ("marie", MailState.SENT, True)]


@pytest.mark.parametrize("cancelled", [0, 1])
def test_cancelled_before_the_commit_does_not_leave_with_the_others(picky, cancelled):
    rows = queue("marie", "jean", "lise")
    taken = delivery.claim(mail.OUTBOX)
    QueuedMail.objects.filter(pk=rows[cancelled].pk).update(state=MailState.CANCELLED, token=None)
    with Conversation() as conversation:
        assert Batch(mail.OUTBOX, taken, conversation).deliver() == 2
    assert states()[cancelled][1:] == (MailState.CANCELLED, False)
    assert len(picky.received) == 2


def test_what_was_handed_and_not_given_is_taken_back_when_a_sweep_breaks(picky):
    def break_down(row, code, said):
        raise RuntimeError("rompu")

    outbox = Outbox(model=QueuedMail, rows=QueuedMail.objects.all, compose=mail.compose, refused=break_down)
    queue("marie", "absent", "jean")
    with pytest.raises(RuntimeError):
        delivery.send_due(outbox)
    assert states() == [
        ("marie", MailState.SENT, True),
        ("absent", MailState.FAILED, False),
        ("jean", MailState.DUE, False),
    ]
    assert QueuedMail.objects.get(to="jean@mende.example").attempts == 0


def test_process_that_is_to_end_stops_after_the_mail_under_way(picky, settings):
    """The others of the same commit are taken back: nobody need ask what became of them."""

    class Ending(Conversation):
        def give(self, content):
            shutdown.announce()
            super().give(content)

    settings.MAIL_BATCH = 2
    queue("marie", "jean", "lise")
    with Ending() as conversation:
        assert Batch(mail.OUTBOX, delivery.claim(mail.OUTBOX), conversation).deliver() == 1
    assert mail.send_due() == 0
    assert states() == [("marie", MailState.SENT, True), ("jean", MailState.DUE, False), ("lise", MailState.DUE, False)]


def test_children_of_a_worker_are_told_that_it_ends():
    reads, writes = os.pipe()
    if not (child := os.fork()):
        os.close(writes)
        os.read(reads, 1)
        os._exit(shutdown.is_announced())
    try:
        worker_shutting_down.send(sender="worker", sig="SIGTERM", how="Warm", exitcode=0)
    finally:
        os.close(writes)  # what it reads ends
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_sweep_goes_on_after_as_many_as_one_commit_hands(picky, settings):
    settings.MAIL_ABREAST, settings.MAIL_BATCH = 2, 3
    queue("a", "b", "c", "d")
    assert mail.send_due() == 4
    assert {state for _name, state, _handed in states()} == {MailState.SENT}
