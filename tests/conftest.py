"""Fixtures of the whole suite."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from tests import smtp
from tests.ports import absent_server

# What is asserted there is explained as in a test.
pytest.register_assert_rewrite("tests.factories.editing")


@pytest.fixture
def clock_at(time_machine):
    """Return a function that stops the present at an instant: ``clock_at("2014-10-09T09:15")``.

    An instant without an offset is Paris wall-clock time. Time stands still until the next call; the
    real present comes back after the test.
    """

    def stop(instant: str) -> datetime:
        moment = datetime.fromisoformat(instant)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo("Europe/Paris"))
        moment = moment.astimezone(UTC)
        time_machine.move_to(moment, tick=False)
        return moment

    return stop


@pytest.fixture
def absent_port():
    """A port of loopback that refuses whoever connects."""
    with absent_server() as port:
        yield port


@pytest.fixture
def process_with_settings():
    """Return a function that runs code under the settings "dev" or "production", in a process of its own.

    Its environment is the least that those settings require, changed by keyword arguments.
    """
    required = {
        "dev": {},
        "production": {
            "SECRET_KEY": "a-key-of-more-than-fifty-characters-made-for-this-test-only",
            "ALLOWED_HOSTS": "tour.example",
            "SITE_URL": "https://tour.example",
            "DATABASE_URL": "postgres://tour@127.0.0.1/tour",
            "TOUR_CLOCK_START": "",
        },
    }

    def run(name, code, **environment):
        return subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
            env={
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": f"tour.settings.{name}",
                **required[name],
                **environment,
            },
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def smtp_server(settings):
    """The SMTP server that the site's mail goes to (``tests.smtp.Server``)."""
    server = smtp.Server()
    controller = smtp.serve(server)
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield server
    controller.stop()
