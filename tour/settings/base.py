"""Settings shared by every environment.

What differs between machines comes from environment variables, read here by django-environ and
documented one by one in ``.env.example``.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

INSTALLED_APPS = [
    "home",
    "stages",
    "partners",
    "tour",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tour.middleware.AdminContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "tour.middleware.AdminGuardMiddleware",
    "tour.middleware.OnwardRedirectMiddleware",
]

ROOT_URLCONF = "tour.urls"
WSGI_APPLICATION = "tour.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tour.context_processors.clock_context",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/tour.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without WAL and IMMEDIATE, concurrent writers meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Visitors must not feel a Redis that is away.
    CACHES["default"]["BACKEND"] = "tour.cache.PatientRedisCache"

# --- Users --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "tour.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Wrong passwords for an address, from one place: others still get in from theirs. Counted in the cache, kept nowhere.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "tour.sign_in.address_typed"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "tour/too_many_tries.html"
AXES_VERBOSE = False
# Whether a front server says who asks, in X-Forwarded-For: without one, a visitor's own word counts for nothing.
AXES_IPWARE_META_PRECEDENCE_ORDER = [
    "HTTP_X_FORWARDED_FOR" if env.bool("BEHIND_PROXY", default=False) else "REMOTE_ADDR"
]
AXES_IPWARE_PROXY_ORDER = "right-most"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# The demonstration's clock: "2014-10-01T09:00" makes the site live from that Paris wall-clock
# time on, ticking. Production refuses it. See tour/clock.py.
TOUR_CLOCK_START = env.str("TOUR_CLOCK_START", default="")
# Unix time (seconds) at which that start was true, so that several processes share one clock.
TOUR_CLOCK_STARTED_AT = env.float("TOUR_CLOCK_STARTED_AT", default=None)

# --- Static files and media ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tour.storage.TourStaticFilesStorage"},
}

# --- Celery -------------------------------------------------------------------------------------

# Without a broker of its own the site uses Celery's file-system transport: enough for one machine,
# and losing a message costs nothing, since every task is a sweep that beat starts again.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL.startswith("filesystem:"):
    _queue = str(VAR_DIR / "celery")
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _queue,
        "data_folder_out": _queue,
        "control_folder": _queue,
    }
else:
    # A Redis that hangs is given up soon (seconds). Of a message that a worker took nothing is kept: another comes with
    # the next tick, and a worker that has some to give back when Redis goes away ends (Celery 5.7).
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "ack_emulation": False,
    }
# However long the broker is away: by default a worker ends after three quarters of an hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000  # whatever a library leaks goes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# UTC and plain seconds: a crontab in Europe/Paris falls silent for the doubled hour of October.
CELERY_TIMEZONE = "UTC"
# Sweeps of the reminders begun at each tick, side by side where the worker has processes for them.
MAIL_LANES = env.int("MAIL_LANES", default=2)


def every(seconds: float, task: str) -> dict:
    """An entry of beat's; of a tick that waits for a worker until nearly the next one nothing is lost but that tick."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds * 5 / 6}}


CELERY_BEAT_SCHEDULE = {
    "publish-scheduled-pages": every(60, "tour.tasks.publish_scheduled"),
    "send-queued-mail": every(60, "tour.tasks.send_queued_mail"),
    **{f"send-deliveries-{lane}": every(60, "stages.tasks.send_deliveries") for lane in range(1, MAIL_LANES + 1)},
    "plan-deliveries": every(3600, "stages.tasks.plan_deliveries"),
    "plan-weekly-mails": every(3600, "stages.tasks.plan_weekly_mails"),
    "fetch-bounces": every(300, "tour.tasks.fetch_bounces"),
    "forget-old-bounces": every(3600, "tour.tasks.forget_old_bounces"),
    # More often than the days it counts: a machine that is started anew each night would never see the end of one.
    "forget-old-addresses": every(6 * 3600, "stages.tasks.forget_old_addresses"),
    "forget-old-mails": every(6 * 3600, "tour.tasks.forget_old_mails"),
    "record-schedule-changes": every(300, "stages.tasks.record_schedule_changes"),
    "record-programme-releases": every(300, "stages.tasks.record_programme_releases"),
}

# --- Mail ---------------------------------------------------------------------------------------

# Mails wait in the database for a sweep (tour/delivery.py) that gives them to the SMTP server of EMAIL_HOST.
EMAIL_BACKEND = "tour.mail.QueueingBackend"
# Seconds for which a sweep has the rows it took, and for which it waits for each answer of the server; rows it takes.
MAIL_LEASE_SECONDS = env.int("MAIL_LEASE_SECONDS", default=300)
MAIL_TIMEOUT_SECONDS = env.int("MAIL_TIMEOUT_SECONDS", default=20)
MAIL_BATCH = env.int("MAIL_BATCH", default=50)
# Minutes before each new try, until it is too late for the mail, and less as that comes near; the last one goes on.
MAIL_RETRY_MINUTES = (1, 2, 5, 15, 30, 60)
# Mails that one commit says the server is about to be given: so many are uncertain if the process is killed just then.
MAIL_ABREAST = env.int("MAIL_ABREAST", default=5)
# Whether the database's clock decides who has a row: where processes of several machines send.
DATABASE_CLOCK = False

# Where a demonstration keeps the mails that leave, for anybody to read at /boite-aux-lettres/: the path of a Maildir.
# Production refuses it. See home/mailbox.py.
TOUR_MAILBOX = env.str("TOUR_MAILBOX", default=None)

# Mails that come back, and complaints (tour/bounces.py): the address they come to, and the ways in.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
BOUNCE_MAILBOX_URL = env.str("BOUNCE_MAILBOX_URL", default="")
ANYMAIL_WEBHOOK_SECRET = env.str("ANYMAIL_WEBHOOK_SECRET", default="")
# What django-anymail needs to know of providers that sign their calls.
ANYMAIL = env.dict("ANYMAIL_KEYS", default={})

# --- Wagtail ------------------------------------------------------------------------------------

SITE_NAME = "Tour de France du Télétravail et des Tiers-Lieux"
WAGTAIL_SITE_NAME = "Tour du Télétravail"
WAGTAIL_PAGE_MODEL = "tour.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "tour.TourImage"
WAGTAILDOCS_DOCUMENT_MODEL = "tour.TourDocument"
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The address of a page, typed as a link, stays one: made a link to the page it would show the title of its draft.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
# One zone in the admin, that of the Tour: with another, the hours of what is scheduled would be read in it.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "tour.forms.ProseInput"}}
# A page kept for those who log in: accounts are those of the admin.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_USER_LOGIN_FORM = "tour.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "tour.forms.ResetForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
# A 15 KB file can hold 121 million pixels: over 25 million is refused before it is decoded.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# The admin calls nobody: no avatars by mail address, no look for a newer version.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILEMBEDS_FINDERS = []
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "tour.search", "SEARCH_CONFIG": "french_unaccent"},
}

# --- Security -----------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview frames the site; the CSP holds for the public.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tour.views.site.csrf_failure"
SESSION_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    },
}
# Wagtail's editor has inline scripts and styles: the admin's policy is the widest it needs, no wider.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
}

# --- Logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": "tour.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A line for each page indexed, for each sign-in, is too much to say.
    "loggers": {"django_tasks": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

# W019 wants X_FRAME_OPTIONS = "DENY": see above. W001: the default cache counts wrong passwords in each process apart,
# as docs/operations.md says.
SILENCED_SYSTEM_CHECKS = ["security.W019", "axes.W001"]
