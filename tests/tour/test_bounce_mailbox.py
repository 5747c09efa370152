"""The mailbox of what comes back, at a real IMAP server: Dovecot, in a temporary folder."""

import getpass
import imaplib
import os
import pwd
import shutil
import subprocess
import time
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import OperationalError

from tests.ports import free_port
from tests.tour import bounce_samples as samples
from tests.tour.bounce_samples import ADDRESS, MESSAGE_ID
from tour import bounce_mailbox, bounces, clock
from tour.bounces import mail_bounced
from tour.models import Suppression
from tour.suppressions import is_suppressed
from tour.tasks import fetch_bounces

SENT = {}
bounces.register(SENT.get)
PASSWORD = "secret:@/%"
QUOTED = "secret%3A%40%2F%25"
CONFIGURATION = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail
default_internal_user = {internal}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
"""


class Dovecot:
    """The server, its ports, and its mailbox as another program sees it."""

    def __init__(self, folder):
        self.folder, self.port, self.tls_port = folder, free_port(), free_port()
        me = getpass.getuser()
        is_root = os.geteuid() == 0
        owner = pwd.getpwnam("nobody" if is_root else me)
        for name in ("run", "state", "mail"):
            (folder / name).mkdir()
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        (folder / "dovecot.conf").write_text(
            CONFIGURATION.format(
                folder=folder,
                internal="dovecot" if is_root else me,
                login="dovenull" if is_root else me,
                password=PASSWORD.replace("%", "%%"),
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                port=self.port,
                tls_port=self.tls_port,
            )
        )

    def connect(self):
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        imap.login("retours", PASSWORD)
        imap.select()
        return imap

    def empty(self):
        with self.connect() as imap:
            imap.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
            imap.expunge()

    def deliver(self, *texts, at=None):
        with self.connect() as imap:
            for text in texts:
                imap.append("INBOX", None, at, text.replace("\n", "\r\n").encode())

    def kept(self) -> list[tuple[str, bool]]:
        """The subject of each message, and whether it was read."""
        with self.connect() as imap:
            count = int(imap.select()[1][0])
            found = []
            for number in range(1, count + 1):
                answer = imap.fetch(str(number), "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
                told = b" ".join(part for pair in answer for part in (pair if isinstance(pair, tuple) else (pair,)))
                found.append((told.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode(), rb"\Seen" in told))
            return found


@pytest.fixture(scope="module")
def folder():
    """Pytest's own are closed to everybody else: the server's processes give up their rights."""
    with TemporaryDirectory(prefix="dovecot-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def server(folder):
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    certificate = "openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=127.0.0.1 -keyout key.pem"
    subprocess.run(
        [*certificate.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-out", "certificate.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    dovecot = Dovecot(folder)
    process = subprocess.Popen([program, "-F", "-c", folder / "dovecot.conf"])
    try:
        gives_up_at = time.monotonic() + 20
        while True:
            try:
                dovecot.connect().logout()
                break
            except OSError:
                assert time.monotonic() < gives_up_at, (folder / "log").read_text()
        yield dovecot
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def mailbox(server, settings):
    """The server, with an empty mailbox that the site reads."""
    settings.BOUNCE_ADDRESS = "retours@tour.example"
    settings.BOUNCE_MAILBOX_URL = f"imap://retours:{QUOTED}@127.0.0.1:{server.port}/INBOX"
    SENT[MESSAGE_ID] = ADDRESS
    server.empty()
    yield server
    SENT.clear()


@pytest.mark.mailbox
@pytest.mark.django_db
def test_reports_are_acted_on_and_deleted_and_the_rest_marked_read(mailbox):
    mailbox.deliver(samples.POSTFIX, samples.VACATION, "Subject: Bonjour\n\nUne question.", samples.COMPLAINT)

    assert [bounce_mailbox.fetch(), bounce_mailbox.fetch()] == [2, 0]

    assert is_suppressed(ADDRESS)
    assert mailbox.kept() == [("Absente du bureau", True), ("Bonjour", True)]


@pytest.mark.mailbox
@pytest.mark.django_db
def test_message_that_cannot_be_dealt_with_stops_no_other_and_stays(mailbox):
    SENT["autre"] = "autre@mende.example"
    mailbox.deliver(samples.POSTFIX, samples.POSTFIX.replace(MESSAGE_ID, "autre"))

    def fail(message_id, **kwargs):
        if message_id == MESSAGE_ID:
            raise ValueError

    mail_bounced.connect(fail)
    assert bounce_mailbox.fetch() == 1
    mail_bounced.disconnect(fail)
    assert (is_suppressed(ADDRESS), is_suppressed("autre@mende.example")) == (False, True)
    assert mailbox.kept() == [("Undelivered Mail Returned to Sender", False)]

    assert bounce_mailbox.fetch() == 1
    assert (is_suppressed(ADDRESS), mailbox.kept()) == (True, [])


@pytest.mark.mailbox
@pytest.mark.django_db
def test_absent_database_leaves_all_as_it_is(mailbox):
    mailbox.deliver(samples.POSTFIX, samples.VACATION)

    def fail(**kwargs):
        raise OperationalError

    mail_bounced.connect(fail)
    with pytest.raises(OperationalError):
        bounce_mailbox.fetch()
    mail_bounced.disconnect(fail)
    assert [is_read for _subject, is_read in mailbox.kept()] == [False, False]

    assert (bounce_mailbox.fetch(), is_suppressed(ADDRESS)) == (1, True)


@pytest.mark.mailbox
@pytest.mark.django_db
def test_end_between_acting_and_marking_changes_nothing_the_next_time(mailbox):
    mailbox.deliver(samples.POSTFIX)
    bounces.receive(samples.POSTFIX.encode())

    assert (bounce_mailbox.fetch(), Suppression.objects.count(), mailbox.kept()) == (1, 1, [])


@pytest.mark.mailbox
@pytest.mark.django_db
def test_hostile_and_huge_messages_are_marked_read(mailbox):
    huge = EmailMessage()
    huge["Subject"] = "Lourd"
    huge.set_content("x" * 70 + "\n" * 3_000_000)
    mailbox.deliver(
        "Subject: Vide\n\n",
        "Subject: Poupées\n" + "Content-Type: message/rfc822\n\n" * 3000,
        huge.as_string(),
    )
    assert bounce_mailbox.fetch() == 0
    assert [is_read for _subject, is_read in mailbox.kept()] == [True, True, True]


@pytest.mark.mailbox
@pytest.mark.django_db
def test_what_was_read_is_deleted_after_a_month(mailbox):
    old = clock.now() - bounce_mailbox.KEPT_FOR - timedelta(days=2)
    mailbox.deliver(
        "Subject: Vieux\n\nx", at=f'"{old:%d}-{bounce_mailbox.MONTHS[old.month - 1]}-{old:%Y %H:%M:%S} +0000"'
    )
    mailbox.deliver("Subject: Neuf\n\nx")
    bounce_mailbox.fetch()
    assert mailbox.kept() == [("Neuf", True)]


@pytest.mark.mailbox
@pytest.mark.django_db
def test_encrypted_connection_is_verified(mailbox, settings, monkeypatch, caplog):
    settings.BOUNCE_MAILBOX_URL = f"imaps://retours:{QUOTED}@127.0.0.1:{mailbox.tls_port}"
    mailbox.deliver(samples.POSTFIX)

    assert (bounce_mailbox.fetch(), is_suppressed(ADDRESS)) == (0, False)
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text

    monkeypatch.setenv("SSL_CERT_FILE", str(mailbox.folder / "certificate.pem"))
    assert (bounce_mailbox.fetch(), is_suppressed(ADDRESS)) == (1, True)


@pytest.mark.mailbox
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [f"retours:{QUOTED}@127.0.0.1:{{port}}/Absent", "retours:faux@127.0.0.1:{port}/INBOX"]
)
def test_mailbox_that_does_not_open_is_logged_without_the_password(mailbox, settings, caplog, address):
    settings.BOUNCE_MAILBOX_URL = "imap://" + address.format(port=mailbox.port)
    assert bounce_mailbox.fetch() == 0
    assert ("cannot be read" in caplog.text, "faux" in caplog.text, PASSWORD in caplog.text) == (True, False, False)


@pytest.mark.parametrize("address", ["imap://u:p@127.0.0.1:{port}/INBOX", "imaps://u:p@127.0.0.1:{port}"])
def test_server_that_does_not_answer_is_logged(settings, caplog, absent_port, address):
    settings.BOUNCE_MAILBOX_URL = address.format(port=absent_port)
    assert (bounce_mailbox.fetch(), "cannot be read" in caplog.text) == (0, True)


def test_without_a_mailbox_nothing_is_done(settings, caplog):
    settings.BOUNCE_MAILBOX_URL = ""
    fetch_bounces()
    assert (bounce_mailbox.fetch(), caplog.text) == (0, "")
