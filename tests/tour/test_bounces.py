"""Reports act on the address of a mail of ours, and on nothing else."""

import random

import pytest
from django.core.management import call_command

from tests.tour import bounce_samples as samples
from tests.tour.bounce_samples import ADDRESS, MESSAGE_ID
from tour import bounces
from tour.bounces import envelope_sender, mail_bounced, message_id_of, receive
from tour.models import Suppression, SuppressionReason
from tour.suppressions import is_suppressed

#: The mails that an app of these tests keeps: address by id.
SENT = {}
bounces.register(SENT.get)


@pytest.fixture(autouse=True)
def ours(settings):
    settings.BOUNCE_ADDRESS = "retours@tour.example"
    SENT[MESSAGE_ID] = ADDRESS
    yield
    SENT.clear()


@pytest.fixture
def told():
    """What receivers of ``mail_bounced`` are told."""
    heard = []

    def hear(signal, sender, **kwargs):
        heard.append(kwargs)

    mail_bounced.connect(hear)
    yield heard
    mail_bounced.disconnect(hear)


def reason():
    return Suppression.objects.values_list("reason", flat=True).first()


@pytest.mark.django_db
@pytest.mark.parametrize("sample", [samples.POSTFIX, samples.EXIM, samples.OLD_EXIM, samples.GMAIL])
def test_refusal_suspends_the_address_that_we_wrote_to(told, sample):
    for _time in range(2):
        assert receive(sample.encode()) is True

    assert (is_suppressed(ADDRESS), Suppression.objects.count(), reason()) == (True, 1, SuppressionReason.REFUSED)
    assert [(each["message_id"], each["address"], each["is_permanent"]) for each in told] == [
        (MESSAGE_ID, ADDRESS, True)
    ] * 2
    assert (told[0]["is_complaint"], "marie" in told[0]["said"]) == (False, False)


@pytest.mark.django_db
def test_full_mailbox_is_told_of_and_suspends_nobody_yet(told):
    assert receive(samples.EXCHANGE.encode()) is True
    assert (is_suppressed(ADDRESS), told[0]["is_permanent"], told[0]["status"]) == (False, False, "5.2.2")


@pytest.mark.django_db
@pytest.mark.parametrize("sample", [samples.COMPLAINT, samples.REDACTED_COMPLAINT])
def test_complaint_suspends(told, sample):
    assert receive(sample.encode()) is True
    assert (reason(), told[0]["is_complaint"], told[0]["is_permanent"]) == (SuppressionReason.COMPLAINT, True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("sample", [samples.VACATION, samples.POSTFIX_DELAYED, samples.NOT_SPAM])
def test_automatic_answers_suspend_nobody(told, sample):
    assert receive(sample.encode(), f"retours+{MESSAGE_ID}@tour.example") is False
    assert (Suppression.objects.count(), told) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("sample", [samples.POSTFIX, samples.EXIM, samples.OLD_EXIM, samples.COMPLAINT])
def test_report_on_a_mail_that_is_not_ours_suspends_nobody(told, sample):
    SENT.clear()
    assert receive(sample.encode(), f"retours+{MESSAGE_ID}@tour.example") is False
    assert (Suppression.objects.count(), told) == (0, [])


@pytest.mark.django_db
def test_report_that_names_another_address_does_not_suspend_it():
    """Whoever got a mail knows its id."""
    forged = samples.POSTFIX.replace(ADDRESS, "maire@mende.example")
    assert receive(forged.encode()) is True
    assert (is_suppressed("maire@mende.example"), is_suppressed(ADDRESS)) == (False, True)


@pytest.mark.django_db
def test_report_that_names_no_mail_is_known_by_where_it_came_to():
    nameless = samples.POSTFIX.replace(MESSAGE_ID, "x")
    assert receive(nameless.encode()) is False
    assert receive(nameless.encode(), f"Retours+{MESSAGE_ID.upper()}@Tour.Example") is True
    assert is_suppressed(ADDRESS)


@pytest.mark.django_db
def test_whatever_comes_in_raises_nothing_and_touches_no_other_address():
    """Whole samples with bytes changed, cut, doubled, put in from others."""
    chance = random.Random(2014)
    pool = [sample.encode() for sample in samples.ALL]
    acted = 0
    for _turn in range(2000):
        raw = bytearray(chance.choice(pool))
        for _change in range(chance.randint(1, 12)):
            at, length = chance.randrange(len(raw) + 1), chance.choice([0, 1, 3, 40, 400])
            others = [chance.randbytes(length), chance.choice(pool)[at : at + length], b"\r\n", b"--", b"\x00", b"\xff"]
            raw[at : at + chance.choice([0, length])] = chance.choice(others)
        acted += receive(bytes(raw), raw[:60].decode("latin-1"))

    assert 100 < acted < 2000
    assert (is_suppressed(ADDRESS), Suppression.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"retours+{MESSAGE_ID}@tour.example", MESSAGE_ID),
        (f" <Retours+{MESSAGE_ID.upper()}@TOUR.example> ", MESSAGE_ID),
        ("retours@tour.example", None),
        ("retours+@tour.example", None),
        (f"autres+{MESSAGE_ID}@tour.example", None),
        (f"retours+{MESSAGE_ID}@tourXexample", None),
        (f"retours+{MESSAGE_ID}@tour.example.org", None),
        ("retours+a b@tour.example", None),
        ("retours+é@tour.example", None),
        (f"retours+{'a' * 65}@tour.example", None),
        ("", None),
    ],
)
def test_id_is_read_back_from_the_envelope(address, found):
    assert message_id_of(address) == found


def test_envelope_of_a_mail_is_its_own(settings):
    assert envelope_sender(MESSAGE_ID) == f"retours+{MESSAGE_ID}@tour.example"
    assert message_id_of(envelope_sender(MESSAGE_ID)) == MESSAGE_ID
    settings.BOUNCE_ADDRESS, settings.DEFAULT_FROM_EMAIL = "", "Le Tour <tour@tour.example>"
    assert (envelope_sender(MESSAGE_ID), message_id_of(f"+{MESSAGE_ID}@")) == ("tour@tour.example", None)


@pytest.fixture
def standard_input(monkeypatch, tmp_path):
    """Return a function that lets a text be read from the standard input."""

    def give(text):
        (tmp_path / "message").write_text(text)
        monkeypatch.setattr("sys.stdin", (tmp_path / "message").open())

    return give


@pytest.mark.django_db
def test_message_is_read_from_a_pipe(standard_input):
    standard_input(samples.POSTFIX.replace(MESSAGE_ID, "x") + "\n" * 1_000_000)
    call_command("read_bounce", f"retours+{MESSAGE_ID}@tour.example")
    assert is_suppressed(ADDRESS)


@pytest.mark.django_db
def test_mail_server_keeps_what_could_not_be_kept_here(standard_input):
    def fail(**kwargs):
        raise RuntimeError("down")

    mail_bounced.connect(fail)
    standard_input(samples.POSTFIX)
    with pytest.raises(Exception, match="down") as raised:
        call_command("read_bounce")
    mail_bounced.disconnect(fail)
    assert (raised.value.returncode, is_suppressed(ADDRESS)) == (75, False)
