"""A real SMTP server for tests, which answers as it is told."""

from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from tests.ports import free_port


class Server:
    """``answer`` is what it says to a mail's text, "" to accept; bytes: all that it says before the line is cut.

    ``at_recipient`` is what it says to a recipient, "" to accept. ``received``: what it accepted, (recipients, bytes);
    ``senders``: from whom, as the envelopes say.
    """

    def __init__(self):
        self.answer = ""
        self.at_recipient = ""
        self.received = []
        self.senders = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if self.at_recipient:
            return self.at_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        if isinstance(self.answer, bytes):
            server.transport.write(self.answer)
            server.transport.close()
            return "250 OK"
        if not self.answer:
            self.senders.append(envelope.mail_from)
            self.received.append((envelope.rcpt_tos, envelope.content))
        return self.answer or "250 OK"

    @property
    def messages(self):
        """What it accepted, as messages."""
        return [
            message_from_bytes(content.replace(b"\r\n", b"\n"), policy=default)
            for _recipients, content in self.received
        ]


def serve(server: Server) -> Controller:
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), ready_timeout=60)
    controller.start()
    return controller
