"""What is kept in logs: not the links of our mails, which open a page or an account to whoever reads them."""

import logging
import re

from gunicorn.glogging import Logger

#: The parts of an address that are a key, wherever it stands in a line: as asked for, or as the page one came from.
KEYS = re.compile(
    r"/(suivre/(?:confirmer|ma-page|partir)|relances/arreter|invitation|admin/password_reset/confirm/[\w-]+)/[^/\s?#\"']+"
)


def without_keys(line: str) -> str:
    return KEYS.sub(r"/\1/…", line)


class Formatter(logging.Formatter):
    """Django tells the address of whatever it refuses."""

    def format(self, record):
        return without_keys(super().format(record))


class AccessLogger(Logger):
    """gunicorn's, whose lines hold the address asked for and that of the page before."""

    def atoms(self, resp, req, environ, request_time):
        found = super().atoms(resp, req, environ, request_time)
        return {name: without_keys(value) if isinstance(value, str) else value for name, value in found.items()}
