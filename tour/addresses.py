"""Addresses of the site as the settings name it: what is built once, for everybody, whatever name they called it by."""

from urllib.parse import urlsplit

from django.conf import settings


def base_url() -> str:
    """Scheme and host of the site (``SITE_URL``), without a closing slash."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def absolute(path: str, query: str = "") -> str:
    """``path`` (« /calendrier/ ») as an absolute address, followed by ``query`` if there is one."""
    return f"{base_url()}{path}" + (f"?{query}" if query else "")


def host() -> str:
    """The site's name on the network: « tour.example »."""
    return urlsplit(base_url()).hostname or "localhost"


def mailbox_of(email: str) -> str:
    """What is counted as one mailbox: many hosts take « m.arie+tour@… » for « marie@… »."""
    name, _at, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"
