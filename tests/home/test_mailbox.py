"""The demonstration's mailbox: what is kept of mails sent by SMTP, how they are read, whatever they hold."""

import asyncio
import random
import smtplib
import socket
from contextlib import closing
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from threading import Thread

import pytest

from home import mailbox
from home.reception import receive


@pytest.fixture(autouse=True)
def box(settings, tmp_path):
    settings.TOUR_MAILBOX = tmp_path / "mailbox"


@pytest.fixture
def server():
    """The mailbox's SMTP server, on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()
    task = loop.create_task(receive(listener))
    thread = Thread(target=serve_until_cancelled, args=[loop, task])
    thread.start()
    yield listener.getsockname()
    loop.call_soon_threadsafe(task.cancel)
    thread.join()


def serve_until_cancelled(loop, task):
    """Wholly in a thread of its own: in the tests' thread the browser's loop may be running."""
    with closing(loop):
        loop.run_until_complete(asyncio.wait([task]))
        loop.run_until_complete(loop.shutdown_asyncgens())


def a_mail(**headers):
    mail = EmailMessage()
    for name, value in {"From": "Le Tour <tour@tour.example>", "To": "camille@exemple.fr", **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Bonjour,\n\nÀ jeudi.\n")
    mail.add_alternative("<p>Bonjour, <a href='https://tour.example/'>à jeudi</a>.</p>", subtype="html")
    mail.add_attachment("BEGIN:VCALENDAR\n", subtype="calendar", filename="étape.ics")
    return mail.as_bytes(policy=CRLF)


def kept(content, *recipients):
    """Keep a mail; the letter that is read of it."""
    mailbox.keep(content, recipients=list(recipients) or ["camille@exemple.fr"])
    return mailbox.read(mailbox.find()[0])


def test_mail_sent_by_smtp_is_kept_as_it_came(server, clock_at):
    clock_at("2014-10-02T07:30")
    content = a_mail(Subject="L’étape de Mende", Message_ID="<1@tour.example>")

    with smtplib.SMTP(*server) as client:
        client.sendmail("tour@tour.example", ["camille@exemple.fr", "copie@exemple.fr"], content)

    [key] = mailbox.find()
    letter = mailbox.read(key)
    assert mailbox.content_of(key).endswith(content)
    assert (letter.subject, letter.sender) == ("L’étape de Mende", "Le Tour <tour@tour.example>")
    assert letter.received_at.isoformat() == "2014-10-02T07:30:00+02:00"
    assert letter.details == {
        "De": "Le Tour <tour@tour.example>",
        "À": "camille@exemple.fr",
        "Remis à": "camille@exemple.fr, copie@exemple.fr",
        "Identifiant": "<1@tour.example>",
    }
    assert letter.text.splitlines() == ["Bonjour,", "", "À jeudi."]
    assert letter.html.strip() == "<p>Bonjour, <a href='https://tour.example/'>à jeudi</a>.</p>"
    assert [(each.name, each.kind) for each in letter.attachments] == [("étape.ics", "text/calendar")]


def test_mail_that_is_too_large_is_refused_for_good_and_not_kept(server):
    with smtplib.SMTP(*server) as client, pytest.raises(smtplib.SMTPResponseException) as refusal:
        client.sendmail("a@tour.example", ["b@exemple.fr"], b"Subject: x\r\n\r\n" + b"x" * 70 * 15_000 + b"\r\n")
    assert refusal.value.smtp_code == 552
    assert mailbox.find() == []


def test_mail_that_cannot_be_kept_is_refused_for_now(server, settings, tmp_path):
    settings.TOUR_MAILBOX = tmp_path / "no" / "such" / "folder"
    with smtplib.SMTP(*server) as client, pytest.raises(smtplib.SMTPDataError) as refusal:
        client.sendmail("a@tour.example", ["b@exemple.fr"], a_mail())
    assert refusal.value.smtp_code == 452


def test_oldest_go():
    for number in range(mailbox.KEPT + 2):
        mailbox.keep(b"Subject: %d\r\n\r\n" % number, recipients=["camille@exemple.fr"])
    keys = mailbox.find()
    assert len(keys) == mailbox.KEPT
    assert [mailbox.read(key).subject for key in (keys[0], keys[-1])] == [str(mailbox.KEPT + 1), "2"]


def test_mails_are_sought_by_whom_they_were_handed_to():
    kept(a_mail(Subject="à Camille"), "Camille@exemple.fr")
    kept(a_mail(Subject="à Jean"), "jean@exemple.fr")
    assert [mailbox.read(key).subject for key in mailbox.find("CAMILLE@")] == ["à Camille"]
    assert len(mailbox.find("exemple.fr")) == 2
    assert mailbox.find("personne") == []


def test_mail_that_makes_room_for_another_while_it_is_sought_is_not_found():
    kept(a_mail())
    box, [key] = mailbox.open_box(), mailbox.find()
    mailbox.open_box().discard(key)

    assert mailbox.is_for(box, key, "camille") is False


def test_file_that_is_no_mail_is_last(settings):
    kept(a_mail(Subject="un courriel"))
    (settings.TOUR_MAILBOX / "new" / "notes.txt").write_text("à faire")
    assert [mailbox.read(key).subject for key in mailbox.find()] == ["un courriel", ""]


@pytest.mark.parametrize("key", ["", "..", "../port", "new/x", "1.M1P1Q1.vm", "\x00", "\ud800", "a" * 5000])
def test_key_of_nothing_gives_nothing(settings, key):
    kept(a_mail())
    (settings.TOUR_MAILBOX / "port").write_text("25")
    assert (mailbox.read(key), mailbox.content_of(key)) == (None, None)


BROKEN = {
    "empty": b"",
    "no header": b"\r\n\r\ntexte",
    "not text": bytes(range(256)) * 9,
    "continues what is above": b" suite: x\r\n\r\ntexte",
    "bad encoded word": b"Subject: =?utf-8?b?=C3?=\r\nFrom: =?x-nope?q?a?=\r\n\r\ntexte",
    "no such charset": b'Content-Type: text/plain; charset="x-nope"\r\n\r\ntexte',
    "charset that is none": b'Content-Type: text/plain; charset="hex"\r\n\r\ntexte',
    "charset with NUL": b'Content-Type: text/plain; charset="a\x00b"\r\n\r\ntexte',
    "halves of signs": b'Content-Type: text/plain; charset="utf-7"\r\n\r\n+2AA-',
    "charset in pieces": b"Content-Type: text/plain; charset*=x'y'%ff\r\n\r\ntexte",
    "bad base64": b"Content-Transfer-Encoding: base64\r\n\r\n=====\xff",
    "bad uuencode": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n\xff\xff\r\nend",
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\ntexte",
    "boundary that never ends": b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\ntexte",
    "message in a message": b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ntexte",
    "header in bytes": "Subject: étape\r\nTo: é@é\r\n\r\ntexte".encode("latin-1"),
    "very deep": b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1500)),
    "many parts": b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 2000,
    "name with a folder": b"Content-Disposition: attachment; filename=../../etc/passwd\r\n\r\nx",
    "name on two lines": b"Content-Disposition: attachment; filename*=utf-8''a%0D%0ASet-Cookie:x\r\n\r\nx",
    "hour of its own": b"X-Tour-Received-At: never\r\nX-Tour-Received-At: \r\n\r\ntexte",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_broken_message_is_read_and_shown(client, db, content):
    letter = kept(content)
    for address in (f"{letter.key}/", f"{letter.key}/source/", ""):
        assert client.get(f"/boite-aux-lettres/{address}").status_code == 200, address
    for number in range(1, len(letter.attachments) + 1):
        answer = client.get(f"/boite-aux-lettres/{letter.key}/piece-jointe/{number}/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; filename")
        assert "/" not in answer["Content-Disposition"]


def test_message_changed_at_random_is_shown(client, db):
    chance = random.Random(2014)
    content = a_mail(Subject="L’étape de Mende")
    for _ in range(100):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 30)):
            place = chance.randrange(len(changed))
            changed[place : place + chance.randint(0, 20)] = chance.randbytes(chance.randint(0, 6))
        letter = kept(bytes(changed))
        answer = client.get(f"/boite-aux-lettres/{letter.key}/")
        assert answer.status_code == 200, bytes(changed)
