"""The demonstration's mailbox as pages. Where there is none (``TOUR_MAILBOX`` is not set) they do not exist."""

import re
from functools import wraps
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home import mailbox

PER_PAGE = 20
LONGEST_QUERY = 200
#: A mail is somebody else's page: no script, nothing from elsewhere, also when it is opened by itself. Its links work.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
    f"frame-ancestors 'self'; sandbox {SANDBOX}"
)
#: Attachments whose kind is told, for the agenda to open them; any other is bytes.
TOLD = {"text/calendar": "text/calendar; charset=utf-8"}
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
#: Links leave the frame.
BASE = '<base target="_top">'


def of_the_demonstration(view):
    """A view of the mailbox: 404 without one; kept by no cache and no search engine."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.TOUR_MAILBOX:
            raise Http404
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return require_safe(never_cache(guarded))


@of_the_demonstration
def letters(request):
    """The mails, newest first: ``q`` (part of an address they were sent to), ``page``."""
    sought = "".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    page = Paginator(mailbox.find(sought), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": "Boîte aux lettres",
        "page_of_keys": page,
        "letters": [letter for key in page if (letter := mailbox.read(key))],
        "sought": sought,
        "query_string": urlencode({"q": sought}) + "&" if sought else "",
    }
    return render(request, "home/mailbox.html", context)


@of_the_demonstration
@csp_update({"frame-src": [SELF]})
def letter(request, key):
    """One mail: what its headers say, its text, its page in a frame, its attachments, those before and after."""
    found = found_or_404(key)
    newer, older = around(key)
    context = {
        "page_title": found.subject or "Sans objet",
        "letter": found,
        "sandbox": SANDBOX,
        "newer": as_link(newer),
        "older": as_link(older),
    }
    return render(request, "home/mailbox_letter.html", context)


@of_the_demonstration
def html(request, key):
    """The page that a mail holds, for the frame."""
    page = found_or_404(key).html
    if not page:
        raise Http404
    page = HEAD.sub(lambda head: head[0] + BASE, page, count=1) if HEAD.search(page) else BASE + page
    return HttpResponse(page.encode("utf-8", "replace"), headers={"Content-Security-Policy": POLICY})


@of_the_demonstration
def source(request, key):
    """A mail as it came, for a mail program to open."""
    content = mailbox.content_of(key)
    if content is None:
        raise Http404
    return download(content, "courriel.eml", "application/octet-stream")


@of_the_demonstration
def attachment(request, key, number):
    """An attachment by its place, from 1 on."""
    attachments = found_or_404(key).attachments
    if not 1 <= number <= len(attachments):
        raise Http404
    asked = attachments[number - 1]
    return download(asked.content, asked.name, TOLD.get(asked.kind, "application/octet-stream"))


def found_or_404(key):
    found = mailbox.read(key)
    if found is None:
        raise Http404
    return found


def around(key):
    """(the mail that came right after, right before), None where there is none."""
    keys = mailbox.find()
    place = keys.index(key) if key in keys else len(keys)
    newer = keys[place - 1 : place] if place else []
    return [mailbox.read(other[0]) if other else None for other in (newer, keys[place + 1 : place + 2])]


def as_link(letter):
    """What prev_next shows of a neighbour."""
    return letter and {"title": letter.subject or "Sans objet", "url": reverse("mailbox-letter", args=[letter.key])}


def download(content, name, kind):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=kind, headers=headers)
