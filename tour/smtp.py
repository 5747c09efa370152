"""Speaking with the SMTP server of the settings (RFC 5321), so as to know at each step what it may have.

Django's mail backend tells only that something failed, not where: whether a mail may have arrived hangs on that.
"""

import smtplib
import ssl
from contextlib import suppress
from email.policy import SMTP

from django.conf import settings

from tour.addresses import host
from tour.french import one_line

#: Mails to one conversation with the server.
MOST_A_CONVERSATION = 100
#: Conversations that could not be begun, one after the other, until the next sweep tries.
MOST_REFUSALS = 3
#: How a message is written for it; headers that were set raw (``EmailMessage.set_raw``) stay as they are.
LINES = SMTP.clone(cte_type="7bit", refold_source="none")


class RefusedError(Exception):
    """The server said no: ``code`` is its answer's (RFC 5321, 4.2), 4xx for the moment, 5xx for good.

    ``at_recipient``: it was asked whether it takes the recipient.
    """

    at_recipient = False

    def __init__(self, code: int, text: bytes):
        self.code, self.said = code, one_line(text.decode(errors="replace"))[:500]
        super().__init__(f"{code} {self.said}")

    @property
    def is_for_now(self) -> bool:
        return self.code < 500


class Conversation:
    """With the SMTP server of the settings, over as many connections as it takes. Raises SMTPException, OSError.

    ``is_refused``: it could not be begun several times running, and there is no sense in trying again at once.
    ``before_opening`` is called before what may take long.
    """

    def __init__(self):
        self.server, self.count, self.refusals = None, 0, 0
        self.before_opening = lambda: None

    @property
    def is_refused(self) -> bool:
        return self.refusals >= MOST_REFUSALS

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def begin(self, sender: str, recipient: str):
        """Name both ends of a mail; raises RefusedError if the server takes one of them not."""
        was_open = self.server is not None and self.count < MOST_A_CONVERSATION
        if not was_open:
            self.open()
        try:
            self.ask(self.server.mail, sender)
        except (smtplib.SMTPException, OSError):
            if not was_open:
                raise
            self.open()  # the server ended a conversation that it had done with
            self.ask(self.server.mail, sender)
        self.count += 1
        try:
            self.ask(self.server.rcpt, recipient)
        except RefusedError as refusal:
            refusal.at_recipient = True
            raise

    def announce(self):
        """That the text comes: whatever is raised, the server has nothing of it."""
        self.ask(self.server.docmd, "data", accepted=3)

    def give(self, content: bytes):
        """The text itself. Raises RefusedError when the server surely does not have it; after another error it may."""

        def send():
            self.server.send(dotted(content))
            return self.server.getreply()

        self.ask(send)

    def ask(self, command, *words, accepted=2):
        """``accepted``: the first digit of the answers that say yes (RFC 5321, 4.2).

        Only 4xx and 5xx say no: anything else is an answer that was cut, or one to another question.
        """
        try:
            code, text = command(*words)
        except Exception:
            self.drop()
            raise
        if code // 100 == accepted:
            return
        if code // 100 not in (4, 5):
            self.drop()
            raise smtplib.SMTPException(f"no answer to what was asked: {code} {text.decode(errors='replace')}")
        if code == 421:
            self.drop()
        else:
            self.forget()
        raise RefusedError(code, text)

    def forget(self):
        """Take back a mail that was begun."""
        if self.server is not None:
            try:
                self.server.rset()
            except (smtplib.SMTPException, OSError):
                self.drop()

    def open(self):
        self.close()
        self.before_opening()
        try:
            self.server = self.connect()
            self.server.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                self.server.starttls(context=ssl.create_default_context())
                self.server.ehlo_or_helo_if_needed()  # what was said before does not count any more
            if settings.EMAIL_HOST_USER:
                self.server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except Exception:
            self.refusals += 1
            self.drop()
            raise
        self.count = self.refusals = 0

    def connect(self) -> smtplib.SMTP:
        """Certificates are checked, which smtplib by itself does not."""
        address = (settings.EMAIL_HOST, settings.EMAIL_PORT)
        said = {"local_hostname": host(), "timeout": settings.MAIL_TIMEOUT_SECONDS}
        if settings.EMAIL_USE_SSL:
            return smtplib.SMTP_SSL(*address, context=ssl.create_default_context(), **said)
        return smtplib.SMTP(*address, **said)

    def close(self):
        if self.server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.server.quit()
            self.drop()

    def drop(self):
        if self.server is not None:
            self.server.close()
        self.server = None


def dotted(content: bytes) -> bytes:
    """``content`` as it goes over the line (RFC 5321, 4.5.2): its dots doubled, and the one that ends it."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"
