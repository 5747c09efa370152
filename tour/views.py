"""Views that belong to no page: errors and robots.txt."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


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
