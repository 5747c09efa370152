"""Production on loopback, with waits short enough for a fault to be over within seconds.

The ports are chosen by the process that runs the tests (``TORTURE_PORTS``), and inherited by those it starts.
"""

import os

from tests.ports import free_port

POSTGRES_PORT, REDIS_PORT, SMTP_PORT, SITE_PORT = (
    int(port) for port in os.environ.setdefault("TORTURE_PORTS", " ".join(str(free_port()) for _ in range(4))).split()
)
os.environ |= {
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-made-for-these-tests-only",
    "ALLOWED_HOSTS": "127.0.0.1,tour.example",
    "SITE_URL": "https://tour.example",
    "SECURE_SSL_REDIRECT": "false",
    "DATABASE_URL": f"postgres://tour@127.0.0.1:{POSTGRES_PORT}/torture",
    "CELERY_BROKER_URL": f"redis://127.0.0.1:{REDIS_PORT}/0",
    "EMAIL_URL": f"smtp://127.0.0.1:{SMTP_PORT}",
    "DEFAULT_FROM_EMAIL": "Tour <tour@tour.example>",
    "TOUR_CLOCK_START": "",
}

from tour.settings.production import *  # noqa: E402, F403
from tour.settings.production import CELERY_BEAT_SCHEDULE  # noqa: E402

# The hashed names need a build of the static files, which no mail uses.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

MAIL_LEASE_SECONDS = int(os.environ.get("TORTURE_LEASE", "15"))
MAIL_TIMEOUT_SECONDS = 2
MAIL_RETRY_MINUTES = (2 / 60, 4 / 60, 8 / 60)
#: Seconds between two ticks, instead of 60.
TICK = float(os.environ.get("TORTURE_TICK", "2"))
CELERY_BEAT_MAX_LOOP_INTERVAL = float(os.environ.get("TORTURE_BEAT_LOOKS", "1"))
CELERY_BEAT_SCHEDULE = {
    name: {
        **entry,
        "schedule": entry["schedule"] * TICK / 60,
        "options": {"expires": entry["options"]["expires"] * TICK / 60},
    }
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if "mail" in name or "deliver" in name
}
