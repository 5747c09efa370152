"""Signing in with an address and a password, by whichever form."""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied

from tour.tries import SIGN_IN


def place_of(request) -> str:
    return request.META.get("REMOTE_ADDR", "") if request else ""


class LimitedBackend(ModelBackend):
    """Django's, which looks at no password any more after too many wrong ones."""

    def authenticate(self, request, username=None, password=None, **credentials):
        whom = (username or "", place_of(request))
        if SIGN_IN.is_reached(*whom):
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **credentials)
        if user is None:
            SIGN_IN.count(*whom)
        return user
