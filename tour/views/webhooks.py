"""What mail providers tell of mails: django-anymail reads it, ``tour.receivers`` hears of it."""

from functools import wraps
from logging import getLogger

from anymail import urls
from anymail.exceptions import AnymailConfigurationError
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponseBadRequest
from django.urls import URLPattern

logger = getLogger(__name__)

#: What django-anymail warns of: an old name of Brevo, a provider that it looks after no more.
LEFT_OUT = {"sendinblue_tracking_webhook", "sendgrid_tracking_webhook"}


def patterns() -> list[URLPattern]:
    """The addresses at which providers tell of mails, but for providers whose keys are missing. None takes mail in.

    All ask for ``ANYMAIL_WEBHOOK_SECRET``, which must be set.
    """
    return [
        URLPattern(entry.pattern, refusing(entry.callback), entry.default_args, entry.name)
        for entry in urls.urlpatterns
        if entry.name.endswith("_tracking_webhook") and entry.name not in LEFT_OUT
        if is_configured(entry.callback.view_class)
    ]


def is_configured(view_class) -> bool:
    try:
        view_class()
    except AnymailConfigurationError:
        return False
    return True


def refusing(view):
    """``view``, which answers 400 to what it cannot read; an error of the database stays one, and is tried again."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (SuspiciousOperation, DatabaseError, InterfaceError):
            raise
        except Exception:
            logger.exception("What a mail provider sent cannot be read")
            return HttpResponseBadRequest()

    return answer
