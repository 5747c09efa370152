"""Declining the mails of every week, by the link that each of them holds."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stages.domain import nudges


@csrf_exempt  # A mail program asks without a cookie (RFC 8058, 3.1); the signed link says who it is.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, token):
    """A button; pressed, by a person or a mail program, it declines. Looking at it, as scanners do, changes nothing."""
    found = nudges.decliner_of(token)
    if found is None:
        raise Http404("Ce lien n’est pas l’un des nôtres.")
    user, kind = found
    is_done = request.method == "POST"
    if is_done:
        nudges.decline(user, kind)
    return render(request, "stages/declining.html", {"kind": kind, "is_done": is_done})
