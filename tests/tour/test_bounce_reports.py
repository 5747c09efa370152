"""Reports as the common servers write them, and what is none."""

import random
import time

import pytest

from tests.tour import bounce_samples as samples
from tests.tour.bounce_samples import MESSAGE_ID
from tour import bounce_reports
from tour.bounce_reports import read


@pytest.mark.parametrize(
    ("sample", "status", "said"),
    [
        (samples.POSTFIX, "5.1.1", "550 5.1.1 <marie.martin@mende.example>: Recipient address"),
        (samples.EXIM, "5.1.1", "550 5.1.1 marie.martin@mende.example... User unknown"),
        (samples.OLD_EXIM, "5.0.0", "host mx.mende.example [192.0.2.1]: 550 user unknown"),
        (samples.GMAIL, "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."),
        (samples.EXCHANGE, "5.2.2", "554 5.2.2 mailbox full;"),
    ],
)
def test_refusal_of_each_server_is_read(sample, status, said):
    report = read(sample.encode())

    assert (report.status, report.said[: len(said)], report.is_complaint) == (status, said, False)
    assert MESSAGE_ID in report.message_ids or f"retours+{MESSAGE_ID}@tour.example" in report.recipients


@pytest.mark.parametrize("sample", [samples.COMPLAINT, samples.REDACTED_COMPLAINT])
def test_complaint_is_read(sample):
    report = read(sample.encode())

    assert (report.is_complaint, report.status) == (True, "")
    assert f"retours+{MESSAGE_ID}@tour.example" in report.recipients
    assert report.message_ids == ((MESSAGE_ID,) if sample == samples.COMPLAINT else ())


@pytest.mark.parametrize("sample", [samples.VACATION, samples.POSTFIX_DELAYED, samples.NOT_SPAM, "", "\x00", "Bonjour"])
def test_what_refuses_nothing_is_no_report(sample):
    assert read(sample.encode()) is None


def test_report_that_a_person_passes_on_is_none():
    forwarded = samples.POSTFIX.replace("\n", "\r\n")
    message = f"To: retours@tour.example\r\nContent-Type: message/rfc822\r\n\r\n{forwarded}"
    assert read(message.encode()) is None


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        ("5.1.1", "550 5.7.1 x", "5.1.1"),
        ("5.0.0", "550 5.2.1 x", "5.2.1"),
        ("5.0.0", "550 x", "5.0.0"),
        ("4.0.0", "x", "4.0.0"),
        ("", "452 x", "4.0.0"),
        ("", "x", "5.0.0"),
        ("5.1.1 (bad destination mailbox address)", "", "5.1.1"),
    ],
)
def test_status_is_the_one_that_tells_most(status, said, told):
    assert bounce_reports.status_of(status, said) == told


def test_line_ends_of_both_kinds_are_read():
    assert read(samples.POSTFIX.replace("\n", "\r\n").encode()).status == "5.1.1"


def test_long_report_is_read_by_its_beginning():
    grown = samples.EXIM.replace("Le texte.", "Le texte.\n" * 1_000_000)
    report = read(grown.encode())
    assert (report.status, report.message_ids) == ("5.1.1", (MESSAGE_ID,))


def test_random_bytes_are_no_report():
    chance = random.Random(9)
    assert [read(chance.randbytes(chance.randrange(4000))) for _turn in range(300)] == [None] * 300


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"Content-Type: multipart/report; boundary=%d\n\n--%d\n" % (n, n) for n in range(5000)),
        b"Content-Type: message/rfc822\n\n" * 8000,
        b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\nContent-Type: message/delivery-status\n\n\n" * 6000,
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
        + b"A: b\n\n" * 40000,
        b"To: " + b"a@" * 120_000,
        b"To: " + b"<" * 240_000,
        b"To: x\n" * 40_000,
        b"X-Failed-Recipients: x\n\n" + b"5" * 240_000,
        b"X-Failed-Recipients: x\n\n" + b"5." * 120_000,
        # Each line is compared with the boundary of each part that it stands in.
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(900))
        + b"-x\n" * 60_000,
    ],
)
def test_message_made_to_keep_us_busy_does_not(raw):
    began = time.process_time()
    report = read(raw)
    assert report is None or report.message_ids == ()
    assert time.process_time() - began < 1
