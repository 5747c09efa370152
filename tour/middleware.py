"""HTTP middleware of our own."""

from csp.utils import build_policy
from django.conf import settings

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
