"""What mails cost: `bin/with-postgres --durable .venv/bin/python -m tests.bench.mail`, a part of `make bench`.

Rewrites its section of docs/benchmarks.md. Runs on the database of DATABASE_URL, which it fills: a throwaway one, whose
commits reach the disk. Redis, the worker and an SMTP server that accepts everything are processes of their own.
"""

import os
import subprocess
import sys

from tests.bench.processes import Sink, running
from tests.ports import free_port

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.bench.mail_settings",
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-made-for-this-bench-only",
    "ALLOWED_HOSTS": "tour.example",
    "SITE_URL": "https://tour.example",
    "DEFAULT_FROM_EMAIL": "Tour <tour@tour.example>",
    "TOUR_CLOCK_START": "",
    "LOG_LEVEL": "WARNING",
}


def main():
    redis_port = free_port()
    redis = ["redis-server", "--port", redis_port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with Sink.started() as sink, running(redis, stdout=subprocess.DEVNULL):
        os.environ |= ENVIRONMENT | {
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        }
        # The settings are read from what was just set: nothing of Django may be imported before.
        from tests.bench.mail_report import report  # noqa: PLC0415

        report(sink)


if __name__ == "__main__":
    sys.exit(main())
