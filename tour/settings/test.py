"""The test suite. SQLite unless ``DATABASE_URL`` names another database."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["*"]
# Cheap hashing: the suite logs in hundreds of times and proves nothing about hashing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests' present is set by fixtures, never by the environment.
TOUR_CLOCK_START = ""
TOUR_SERVE_MEDIA = True
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="tour-media-"))
TOUR_MAILBOX = Path(tempfile.mkdtemp(prefix="tour-mailbox-")) / "mailbox"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Unhashed names: the tests need no build of the static files.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
