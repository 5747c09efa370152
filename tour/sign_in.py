"""Signing in, as django-axes counts it."""


def address_typed(request, credentials=None) -> str:
    """The address somebody signs in with, whatever its case: that of the credentials, else of the form."""
    typed = (credentials or {}).get("username") or getattr(request, "POST", {}).get("username") or ""
    return str(typed).strip().lower()
