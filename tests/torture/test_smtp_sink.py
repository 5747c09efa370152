"""The SMTP server of these tests does what it is told: a fault that never struck would pass for one survived."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.torture.processes import Sink, wait_until
from tests.torture.smtp_sink import FAULTS, Strike

CLIENT = """
import smtplib
with smtplib.SMTP("127.0.0.1", {port}) as server:
    server.sendmail("a@x.example", "b@x.example", {text!r})
"""
TEXT = "Message-ID: <{}@tour.example>\r\nSubject: Mende\r\n\r\nLe texte.\r\n"


@pytest.fixture
def sink(tmp_path):
    service = Sink(tmp_path).start()
    yield service
    service.kill()


def connect(sink):
    return smtplib.SMTP("127.0.0.1", sink.port, timeout=0.5)


def give(server, number=1, to="b@x.example"):
    server.sendmail("a@x.example", to, TEXT.format(number))


def accepted(sink):
    return [(line["accepted"], line["to"]) for line in sink.lines() if "accepted" in line]


def test_accepted_mail_is_written_before_the_answer(sink):
    with connect(sink) as server:
        give(server, 1)
        assert accepted(sink) == [("1@tour.example", "b@x.example")]
        give(server, 2, to="c@x.example")
    assert accepted(sink) == [("1@tour.example", "b@x.example"), ("2@tour.example", "c@x.example")]
    assert sink.counts() == {"connections": 1, "struck_connections": 0, "accepted": 2, "struck": {}, "pids": []}


def test_text_with_dots_ends_where_it_ends(sink):
    with connect(sink) as server:
        server.sendmail("a@x.example", "b@x.example", TEXT.format(1) + ".\r\n..\r\n.fin\r\n")
        server.sendmail("a@x.example", "b@x.example", "")
        give(server, 2)
    assert [key for key, _to in accepted(sink)] == ["1@tour.example", "", "2@tour.example"]


@pytest.mark.parametrize(
    ("fault", "meets", "is_kept"),
    [
        ("refused", OSError, False),
        ("silent", TimeoutError, False),
        ("busy", 421, False),
        ("sender later", 451, False),
        ("recipient later", 450, False),
        ("recipient refused", 550, False),
        ("no such recipient", 550, False),
        ("dropped in the text", OSError, False),
        ("text later", 451, False),
        ("text refused", 554, False),
        ("answer lost", OSError, True),
        ("answer late", TimeoutError, True),
        ("slow", None, True),
    ],
)
def test_fault_strikes_the_connection_it_was_ordered_for(sink, fault, meets, is_kept):
    sink.strike(None, fault)
    with connect(sink) as server:
        give(server, 1)

    assert what_meets(sink) == meets

    assert [key for key, _to in accepted(sink)] == ["1@tour.example", "2@tour.example"][: 1 + is_kept]
    strike = FAULTS[fault]
    assert sink.counts()["struck"] == {f"{strike.point}: {strike.deed}": 1}
    with connect(sink) as server:
        give(server, 3)
    assert accepted(sink)[-1] == ("3@tour.example", "b@x.example")


def what_meets(sink):
    """The code of the server's refusal, or the kind of the error, of a mail that is given now."""
    try:
        with connect(sink) as server:
            give(server, 2)
    except smtplib.SMTPRecipientsRefused as error:
        return next(iter(error.recipients.values()))[0]
    except smtplib.SMTPServerDisconnected as error:
        return type(error.__context__) if isinstance(error.__context__, TimeoutError) else OSError
    except smtplib.SMTPResponseException as error:
        return error.smtp_code
    except TimeoutError:
        return TimeoutError
    except OSError:
        return OSError
    return None


def test_refusal_for_good_is_written(sink):
    sink.strike("no such recipient")
    what_meets(sink)
    assert [(line["refused"], line["answer"][:3]) for line in sink.lines()] == [("b@x.example", "550")]


def test_strike_waits_for_the_mail_it_is_meant_for(sink):
    sink.strike(Strike("rcpt", "450 later", mail=3))
    with connect(sink) as server:
        give(server, 1)
        give(server, 2)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            give(server, 3)
    assert len(accepted(sink)) == 2


@pytest.mark.parametrize(
    ("point", "kept"),
    [("connect", 0), ("mail", 0), ("rcpt", 0), ("data", 0), ("body", 0), ("recorded", 1), ("next", 1)],
)
def test_client_is_killed_where_it_was_ordered(sink, point, kept):
    sink.strike(Strike(point, "kill"))

    client = client_of(sink)

    assert client.wait(10) == -signal.SIGKILL
    assert sink.counts()["pids"] == [client.pid]
    assert len(accepted(sink)) == kept


def test_client_is_frozen_and_goes_on_when_it_is_thawed(sink):
    sink.strike(Strike("rcpt", "freeze"))

    client = client_of(sink)
    pid = wait_until(lambda: sink.counts()["pids"])[0]
    with pytest.raises(subprocess.TimeoutExpired):
        client.wait(1)

    assert accepted(sink) == []
    os.kill(pid, signal.SIGCONT)
    assert client.wait(10) == 0
    assert len(accepted(sink)) == 1


def client_of(sink):
    return subprocess.Popen([sys.executable, "-c", CLIENT.format(port=sink.port, text=TEXT.format(1))], stderr=-3)


def test_faults_by_chance_are_those_of_the_seed(sink):
    def struck_with(seed):
        before = sink.misbehave(0.3, seed, ["busy", "refused"])["struck"]
        for _ in range(40):
            with suppress(smtplib.SMTPException, OSError):
                connect(sink).close()
        return {what: count - before.get(what, 0) for what, count in sink.counts()["struck"].items()}

    first = struck_with(1)

    assert first == struck_with(1)
    assert first != struck_with(2)
    assert 4 <= sum(first.values()) <= 20


def test_mails_of_one_connection_are_struck_by_chance_as_well(sink):
    sink.misbehave(0.3, 1, ["sender later"])
    refused = 0
    with connect(sink) as server:
        for number in range(40):
            try:
                give(server, number)
            except smtplib.SMTPSenderRefused:
                refused += 1

    assert 4 <= refused <= 20
    counts = sink.counts()
    assert (counts["struck"], counts["struck_connections"]) == ({"mail: 451 later": refused}, 1)
    assert len(accepted(sink)) == 40 - refused


def test_sink_ends_when_its_orders_do(sink):
    sink.process.stdin.close()
    assert sink.process.wait(5) == 0


def test_sink_takes_hundreds_of_mails_a_second(sink):
    begun = time.monotonic()
    with connect(sink) as server:
        for number in range(1000):
            give(server, number)
    assert len(accepted(sink)) == 1000
    assert time.monotonic() - begun < 5
