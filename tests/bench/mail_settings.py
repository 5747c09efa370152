"""Production on loopback, for what mails cost. Its services are those of the environment (``tests.bench.mail``)."""

from tour.settings.production import *  # noqa: F403
from tour.settings.production import VAR_DIR

# Celery notes there when it last put and did a task.
VAR_DIR.mkdir(exist_ok=True)

# The hashed names need a build of the static files, which no mail uses.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
