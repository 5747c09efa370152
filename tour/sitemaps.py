"""What search engines are told of beside Wagtail's pages."""

from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from tour.addresses import base_url


class RouteSitemap(Sitemap):
    """Pages that are no page of Wagtail's, by the names of their routes, at the address that the settings give."""

    def items(self):
        return ["calendar", "follow", "open-data"]

    def location(self, item):
        return reverse(item)

    def get_protocol(self, protocol=None):
        return urlsplit(base_url()).scheme

    def get_domain(self, site=None):
        return urlsplit(base_url()).netloc
