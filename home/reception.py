"""The SMTP server of the demonstration's mailbox: whatever is sent, to whomever, stays on this machine."""

import asyncio
from logging import getLogger

from aiosmtpd.smtp import SMTP

from home import mailbox

logger = getLogger(__name__)


class Reception:
    """What aiosmtpd asks once a message is there."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        try:
            mailbox.keep(envelope.content, recipients=envelope.rcpt_tos)
        except OSError:
            logger.exception("The mail was not kept.")
            return "452 Insufficient storage"  # for now: the site tries again
        return "250 OK"


def answer() -> SMTP:
    # With a name given, aiosmtpd does not ask the network for this machine's.
    return SMTP(Reception(), data_size_limit=mailbox.LARGEST, enable_SMTPUTF8=True, hostname="localhost")


async def receive(listener):
    """Receive mail on a bound socket until told to stop."""
    server = await asyncio.get_running_loop().create_server(answer, sock=listener)
    await server.serve_forever()
