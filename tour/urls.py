"""Addresses of the whole site. The apps' own are included as strings."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from tour.sitemaps import RouteSitemap
from tour.views import accounts, invitations, site, webhooks

urlpatterns = [
    # Before Wagtail's, which takes any picture that Pillow can read, of any size, for the portrait of an account.
    path("admin/account/", accounts.account, name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap, "routes": RouteSitemap}}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon),
    path("sw.js", site.worker, name="worker"),
    path("hors-ligne/", site.offline, name="offline"),
    path("sante/", site.health, name="health"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("", include("stages.urls")),
    path("", include("home.urls")),
]

if settings.TOUR_SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

if settings.ANYMAIL_WEBHOOK_SECRET:
    urlpatterns.append(path("anymail/", include((webhooks.patterns(), "anymail"))))

urlpatterns.append(path("", include(wagtail_urls)))
