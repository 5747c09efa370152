"""Signing in, as django-axes counts it."""

from axes.helpers import get_client_ip_address


def address_typed(request, credentials=None) -> str:
    """The address somebody signs in with, whatever its case: that of the credentials, else of the form."""
    typed = (credentials or {}).get("username") or getattr(request, "POST", {}).get("username") or ""
    return str(typed).strip().lower()


def place_of(request) -> str:
    """The network address somebody comes from; empty if the front server does not tell."""
    return get_client_ip_address(request) or ""
