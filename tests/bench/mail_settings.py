"""Production on loopback, for what mails cost. Its services are those of the environment (``tests.bench.mail``)."""

from tour.settings.production import *  # noqa: F403

# The hashed names need a build of the static files, which no mail uses.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
