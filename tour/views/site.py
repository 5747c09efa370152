"""Views that belong to no page: errors, robots.txt, reading without network, health."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from tour import clock, heartbeat


def csrf_failure(request, reason=""):
    """A form whose protection token was missing or stale: say so in French, and what to do."""
    return render(request, "403_csrf.html", status=403)


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request):
    """robots.txt (RFC 9309): everything but the admin and search results, and where the sitemap is."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /recherche/",
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def favicon(request):
    """Where the sign is, for what asks at this address without reading the page."""
    return redirect(static("img/favicon.ico"))


@require_safe
@cache_control(no_cache=True)
def worker(request):
    """The service worker, at the root of the site since it serves what lies below its own address."""
    return render(request, "sw.js", content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(no_cache=True)
def offline(request):
    """What the worker shows, without network, at the address of a page that it has no copy of."""
    return render(request, "offline.html")


@require_safe
@never_cache
def health(request):
    """Whether this process can serve: 200 when its database answers, else 503. For load balancers and containers.

    It tells when mails were last looked at, and answers 200 all the same: they are another process's, and to take this
    one away for it would close the site. What watches over mails asks ``/sante/envois/``.
    """
    try:
        beats = heartbeat.last(heartbeat.QUEUED_MAIL)
    except (DatabaseError, InterfaceError):
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    swept = "last sweep of mails: never"
    if beats:
        seconds = (clock.now() - beats[heartbeat.QUEUED_MAIL].beat_at).total_seconds()
        swept = f"last sweep of mails: {max(seconds, 0):.0f} s ago"
    return HttpResponse(f"ok\n{swept}\n", content_type="text/plain")
