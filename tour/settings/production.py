"""Production: everything secret or site-specific must be in the environment, or the start fails."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import BOUNCE_ADDRESS, DATABASES, SILENCED_SYSTEM_CHECKS, TOUR_CLOCK_START, TOUR_MAILBOX, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
WAGTAILADMIN_BASE_URL = env.str("SITE_URL")
# A front server that reads the uploads itself is faster; compose has none.
TOUR_SERVE_MEDIA = env.bool("TOUR_SERVE_MEDIA", default=False)

if TOUR_CLOCK_START:
    raise ImproperlyConfigured("TOUR_CLOCK_START is for demonstrations: production lives in the present.")
if TOUR_MAILBOX:
    raise ImproperlyConfigured("TOUR_MAILBOX is for demonstrations: anybody may read what it keeps.")
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("Production needs PostgreSQL: set DATABASE_URL=postgres://…")
# Nobody waits without end for what another process holds, and one that is frozen amid a transaction lets go.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options", "-c lock_timeout=60s -c idle_in_transaction_session_timeout=60s"
)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tour.storage.CompressedTourStaticFilesStorage"},
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_CONFIG.pop("EMAIL_BACKEND")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
DATABASE_CLOCK = True

# The local part of an address has 64 signs at most (RFC 5321), of which a mail's own mark takes 33.
if len(BOUNCE_ADDRESS.partition("@")[0]) > 31:
    raise ImproperlyConfigured("BOUNCE_ADDRESS: at most 31 signs before the @.")

# TLS ends at the front proxy, which must set (and overwrite) X-Forwarded-Proto.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^sante/(envois/)?$"]  # a container asks its own health over plain HTTP
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
# Both bind every subdomain of the site's host: for an operator to decide.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
