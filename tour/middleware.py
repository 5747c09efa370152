"""HTTP middleware of our own."""

from urllib.parse import urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from tour import admin_views

ADMIN_PREFIX = "/admin/"


class AdminContentSecurityPolicyMiddleware:
    """Wagtail's admin needs inline script and style: it gets a policy of its own.

    django-csp has one policy for the site and leaves the admin out
    (``EXCLUDE_URL_PREFIXES``); without this the admin would have none.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = build_policy(config=settings.ADMIN_CONTENT_SECURITY_POLICY)

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class OnwardRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but for those that lead where one is.

    A page renamed, then named as before has one at its own address: while it is not online browsers go in circles.
    """

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        goes_in_circles = answer is not response and urlsplit(answer.url).path == urlsplit(request.get_full_path()).path
        return response if goes_in_circles else answer


class AdminGuardMiddleware:
    """To somebody who does not conduct the Tour, what is not theirs in the admin does not exist: 404.

    Wagtail asks whoever is not logged in to log in, and refuses those who have no place in the admin.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, arguments):
        if not request.path.startswith(ADMIN_PREFIX) or not request.user.has_perm("wagtailadmin.access_admin"):
            return
        if not admin_views.exists_for(request, request.resolver_match.view_name, arguments):
            raise Http404
        return

    def process_exception(self, request, exception):
        """A form that lacks what Wagtail's always sends, or has a number longer than any key, was not sent by it: 400.

        What others hold is not deleted.
        """
        if not request.path.startswith(ADMIN_PREFIX):
            return None
        if isinstance(exception, (MultiValueDictKeyError, OverflowError)):
            return HttpResponseBadRequest("Le formulaire est incomplet.", content_type="text/plain; charset=utf-8")
        if isinstance(exception, ProtectedError):
            messages.error(request, "Suppression impossible\u00a0: cet élément sert encore ailleurs sur le site.")
            return redirect("wagtailadmin_home")
        return None
