"""The laptop: ``make run`` and development. SQLite, no secret to keep, the demonstration's clock."""

from pathlib import Path

from .base import *  # noqa: F403
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="not-secret-on-a-laptop-only")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")
TOUR_CLOCK_START = env.str("TOUR_CLOCK_START", default="2014-10-01T09:00")
# Without a front server, WhiteNoise serves the built files and Django the media (tour/urls.py).
TOUR_SERVE_MEDIA = True

# Mail goes to the demonstration's mailbox, on a port that is free at each start of `make run` (home/laptop.py): its
# processes have it from their environment, a command typed beside it from this file. Before the first start, where mail
# catchers usually listen.
TOUR_MAILBOX = env.str("TOUR_MAILBOX", default="") or str(VAR_DIR / "mailbox")
_port = Path(TOUR_MAILBOX) / "port"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = env.int("EMAIL_PORT", default=int(_port.read_text()) if _port.is_file() else 1025)
DEFAULT_FROM_EMAIL = "tour@tour.example"
