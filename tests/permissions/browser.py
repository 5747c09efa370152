"""A browser for tens of thousands of requests, and what an answer amounts to."""

import re
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.permissions.world import SECRETS, plain

WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"(\w+)"', re.IGNORECASE)
#: What looking at one's own pages may write: sessions; who is on an edit page, and whether they follow its comments;
#: one's own preferences; smaller copies of an image.
KEPT_BY_LOOKING = {
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
    "tour_tourrendition",
}


class Browser(Client):
    """Somebody's browser: ``cookie`` is the key of the session, "" for nobody's.

    What a request does to the database is taken back; ``written`` holds the tables it wrote to. It keeps no cookie that
    it is given, and nothing of how a page was rendered, which takes Django's client half of its time.
    """

    def __init__(self, cookie=""):
        super().__init__(raise_request_exception=False)
        self.cookie = cookie
        self.written = set()

    def request(self, **request):
        self.cookies.clear()
        if self.cookie:
            self.cookies[settings.SESSION_COOKIE_NAME] = self.cookie
        with taken_back(), writes() as self.written:
            response = self.handler(self._base_environ(**request))
            response.body = b"".join(response) if response.streaming else response.content
            response.close()
        return response


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes():
    """The tables written to, in a set that fills up."""
    tables = set()

    def watch(execute, sql, params, many, context):
        found = WRITES.match(sql)
        if found:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def outcome(response: HttpResponseBase) -> str:
    """What an answer is: « login » (asked to log in), « refused » (403, 404), « turned away » (Wagtail's own refusal:
    to the admin's home page, with a sentence), « broken » (500 and above), « answered » (all else).
    """
    if response.status_code >= 500:
        return "broken"
    if response.status_code in (403, 404):
        return "refused"
    if response.status_code == 302:
        if response["Location"].startswith("/admin/login/"):
            return "login"
        if response["Location"] == "/admin/":
            return "turned away"
    return "answered"


def secrets_in(response) -> set:
    """Whose secret words an answer holds, in its headers or its body."""
    said = response.body + repr(sorted(response.headers.items())).encode()
    text = said.decode("utf-8", "replace").lower()
    return {whose for whose, word in SECRETS.items() if word in text or plain(word) in text or escaped(word) in text}


def escaped(word):
    """As JSON has it."""
    return word.encode("ascii", "backslashreplace").decode()
