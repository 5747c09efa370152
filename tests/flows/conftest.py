"""The demonstration's content and a released programme, served and seen in Chromium.

In this folder the fixture ``db`` is the demonstration's content. It is made once a session. SQLite copies a whole
database in memory in milliseconds: that puts it in place before each test, and what was there before back afterwards,
whatever the test or its browser did.
"""

import os
import shutil
import sqlite3
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test import override_settings
from django.test.testcases import LiveServerThread

from tests.flows.pages import release_a_programme

# Playwright runs an event loop in the tests' thread; Django would refuse its queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

#: When the demonstration begins.
DEMO_START = "2014-10-01T09:00"


#: Held while a request is answered, and while the database is replaced: a window closes before its last requests end.
serving = threading.Lock()


def one_at_a_time(application):
    """``application`` (WSGI), answering one request after the other: they share the tests' database connection."""

    def serve(environ, start_response):
        with serving:
            response = application(environ, start_response)
            try:
                yield from response
            finally:
                response.close()

    return serve


def put(source: sqlite3.Connection, destination: sqlite3.Connection):
    """Make ``destination`` the same as ``source``; caches know nothing of it, so they are emptied."""
    with serving:
        source.backup(destination)
        cache.clear()
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def _databases(django_db_setup, django_db_blocker):
    """(the test database as it was, the same with the demonstration's content)"""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        before, demo = sqlite3.connect(":memory:"), sqlite3.connect(":memory:", check_same_thread=False)
        put(connection.connection, before)
        call_command("bootstrap_site", verbosity=0)
        call_command("seed_demo", verbosity=0)
        release_a_programme()
        put(connection.connection, demo)
        put(before, connection.connection)
    return before, demo


@pytest.fixture
def db(_databases, django_db_blocker, settings):
    """The test database with the demonstration's content, and its clock at its start. No transaction is around it."""
    before, demo = _databases
    settings.TOUR_CLOCK_START = DEMO_START
    settings.TOUR_CLOCK_STARTED_AT = time.time()
    with django_db_blocker.unblock():
        connection.ensure_connection()  # Playwright's event loop has one of its own, once a browser was started
        put(demo, connection.connection)
        yield
        put(before, connection.connection)


@pytest.fixture
def demo_clock_at(settings):
    """Return a function that lets the demonstration's clock tick from a Paris time, ``"2014-10-09T09:15"``."""

    def start(instant):
        settings.TOUR_CLOCK_START = instant
        settings.TOUR_CLOCK_STARTED_AT = time.time()

    return start


@pytest.fixture(scope="session")
def _built(tmp_path_factory):
    """The settings with which static files are served as built: hashed names, the stylesheet in one piece."""
    built = {
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "STORAGES": {
            **django_settings.STORAGES,
            "staticfiles": {"BACKEND": "tour.storage.TourStaticFilesStorage"},
        },
        "WHITENOISE_USE_FINDERS": False,
        "WHITENOISE_AUTOREFRESH": False,
    }
    with override_settings(**built):
        call_command("collectstatic", interactive=False, verbosity=0)
    return built


@pytest.fixture(scope="session")
def _server(_databases, _built):
    """Our WSGI application with all its middleware, in a thread that shares the tests' database connection."""
    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()
    # Static files come from WhiteNoise, as in production, not from Django's handler.
    thread = LiveServerThread("127.0.0.1", one_at_a_time, {DEFAULT_DB_ALIAS: shared})
    with override_settings(**_built):
        thread.start()
        thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    shared.dec_thread_sharing()


@pytest.fixture
def live_site(_server, _built, db, settings):
    """Address of the site with the demonstration's content, served as in production."""
    for name, value in _built.items():
        setattr(settings, name, value)
    return _server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def visit(browser, live_site):
    """Return a function that opens a path in a window of its own and returns the page.

    The test fails at its end if any window met an error in the console (a script's, or what the content security
    policy refused), or asked another host for anything. ``policy=False`` is for tools that work inside the page,
    ``worker=True`` for those that read without network.
    """
    contexts, complaints = [], []

    def open_window(
        path, *, width=1280, height=900, scheme="light", scripts=True, status=200, policy=True, worker=False
    ):
        context = browser.new_context(
            base_url=live_site,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            bypass_csp=not policy,
            # It asks for pages when the test no longer expects it, on the test's own database connection.
            service_workers="allow" if worker else "block",
            locale="fr-FR",
        )
        contexts.append(context)
        page = context.new_page()

        def note_request(request):
            if urlsplit(request.url).scheme != "data" and not request.url.startswith(f"{live_site}/"):
                complaints.append(f"{path} asks {request.url}")

        def note_message(message):
            # Chromium reports the page's own status when it is an error that the test expects.
            if message.type == "error" and not (status != 200 and message.location["url"] == live_site + path):
                complaints.append(f"{path} says {message.text} ({message.location['url']})")

        page.on("request", note_request)
        page.on("console", note_message)
        page.on("pageerror", lambda error: complaints.append(f"{path} fails: {error}"))
        assert page.goto(path).status == status
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def saved_by_hand(settings):
    """The editor does not save by itself: what it sends while a button saves is refused, and a complaint."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
