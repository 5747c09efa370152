"""A sender is killed at each point of its work: what the server may have is never given to it again, unless the policy
allows it once; what it cannot have always is.
"""

import os
import signal
import socket

import pytest

from stages.models import Delivery
from tests.torture import mails
from tests.torture.processes import wait_until
from tests.torture.smtp_sink import Strike
from tests.torture.sweeps import begin_sweep

pytestmark = pytest.mark.services

#: The point, and what becomes of the mail: (state, copies) at most once, and with one more try.
MATRIX = {
    "connect": (("sent", 1), ("sent", 1)),
    "mail": (("sent", 1), ("sent", 1)),
    "rcpt": (("sent", 1), ("sent", 1)),
    "data": (("uncertain", 0), ("sent", 1)),  # « handed » is committed
    "body": (("uncertain", 0), ("sent", 1)),
    "recorded": (("uncertain", 1), ("sent", 2)),
    "next": (("sent", 1), ("sent", 1)),  # « sent » is committed
}
both_policies = pytest.mark.parametrize("may_repeat", [False, True], ids=["at most once", "once more"])


@pytest.fixture(autouse=True)
def one_mail_a_commit(settings):
    """Whom a kill concerns is told mail by mail; what it does to several handed together has a test of its own."""
    settings.MAIL_ABREAST = 1


def prepare(followers, may_repeat=False):
    mails.plan(followers=followers)
    mails.fall_due()
    mails.allow_repeats(may_repeat)


def settle():
    """All sweeps that may still come, as if hours had passed."""
    for _ in range(4):
        mails.pass_time()
        mails.sweep()


@both_policies
@pytest.mark.parametrize("point", MATRIX)
def test_sender_killed_at(services, point, may_repeat):
    prepare(1, may_repeat)
    services.sink.strike(Strike(point, "kill"))

    killed = begin_sweep()
    killed.join(20)
    assert killed.exitcode == -signal.SIGKILL
    settle()

    assert mails.outcome(services) == [MATRIX[point][may_repeat]]


@both_policies
def test_sender_killed_after_it_took_the_mails(services, settings, may_repeat):
    prepare(2, may_repeat)
    with socket.socket() as busy, socket.socket() as first, socket.socket() as second:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)  # whoever connects next waits for ever
        for other in (first, second):
            other.setblocking(False)
            other.connect_ex(busy.getsockname())
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, busy.getsockname()[1]
        killed = begin_sweep()
        wait_until(lambda: Delivery.objects.filter(state="sending").count() == 2, seconds=5)
        os.kill(killed.pid, signal.SIGKILL)
        killed.join()
        settings.EMAIL_PORT = port
    settle()

    assert mails.outcome(services) == [("sent", 1), ("sent", 1)]


@both_policies
def test_sender_killed_between_the_answer_and_its_commit(services, may_repeat):
    """« sent » of a mail is committed with « handed » of the next: the server is told of that one before."""
    prepare(2, may_repeat)
    services.sink.strike(Strike("next", "kill"))

    killed = begin_sweep()
    killed.join(20)
    assert killed.exitcode == -signal.SIGKILL
    settle()

    assert mails.outcome(services) == [("sent", 2) if may_repeat else ("uncertain", 1), ("sent", 1)]


@both_policies
def test_sender_killed_with_several_handed_together(services, settings, may_repeat):
    """Those of one commit that were not given are as uncertain as the one that was; none comes twice by us."""
    settings.MAIL_ABREAST = 5
    prepare(3, may_repeat)
    services.sink.strike(Strike("data", "kill", mail=2))

    killed = begin_sweep()
    killed.join(20)
    assert killed.exitcode == -signal.SIGKILL
    settle()

    at_most_once = [("uncertain", 1), ("uncertain", 0), ("uncertain", 0)]
    once_more = [("sent", 2), ("sent", 1), ("sent", 1)]
    assert mails.outcome(services) == (once_more if may_repeat else at_most_once)


@both_policies
def test_sender_killed_after_the_commit(services, may_repeat):
    prepare(2, may_repeat)
    services.sink.strike(Strike("data", "kill", mail=2))

    killed = begin_sweep()
    killed.join(20)
    assert killed.exitcode == -signal.SIGKILL
    settle()

    assert mails.outcome(services) == [("sent", 1), ("sent", 1) if may_repeat else ("uncertain", 0)]


@pytest.mark.parametrize(("point", "kept"), [("connect", 0), ("rcpt", 0), ("data", 3), ("recorded", 3), ("next", 3)])
def test_sender_killed_leaves_no_more_in_doubt_than_it_had_handed_together(services, settings, point, kept):
    settings.MAIL_ABREAST = 3
    prepare(8)
    services.sink.strike(Strike(point, "kill"))

    begin_sweep().join(20)
    settle()

    outcome = mails.outcome(services)
    assert [state for state, _copies in outcome] == ["uncertain"] * kept + ["sent"] * (8 - kept)
    came = 8 - kept + (point in ("recorded", "next"))
    assert sorted(copies for _state, copies in outcome) == [0] * (8 - came) + [1] * came


@pytest.mark.parametrize("point", MATRIX)
def test_database_killed_at(services, point):
    """PostgreSQL ends while the sender waits for the server's answer, and comes back: nothing stays uncertain."""
    prepare(1)
    services.sink.strike(Strike(point, "freeze"))
    sender = begin_sweep()
    wait_until(lambda: services.sink.counts()["pids"])

    services.postgres.kill()
    os.kill(sender.pid, signal.SIGCONT)
    services.postgres.start()
    sender.join(30)
    settle()

    assert mails.outcome(services) == [("sent", 1)]


@pytest.mark.parametrize("point", MATRIX)
def test_sender_frozen_for_longer_than_its_lease_at(services, point):
    """Somebody else has taken its mails meanwhile: thawed, it neither gives them to the server nor writes to them."""
    prepare(2)
    services.sink.strike(Strike(point, "freeze"))
    frozen = begin_sweep()
    wait_until(lambda: services.sink.counts()["pids"])

    settle()
    before = mails.outcome(services)
    os.kill(frozen.pid, signal.SIGCONT)
    frozen.join(20)

    first = "sent" if point in ("connect", "mail", "rcpt") else "uncertain"
    assert before == [(first, 0 if point == "data" else 1), ("sent", 1)]
    # Before its text was given, the server waited for it; no mail came twice.
    assert mails.outcome(services) == [(first, 1), ("sent", 1)]
    assert frozen.exitcode == 0
