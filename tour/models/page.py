"""The base of every page of the site."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.models import AbstractPage, Site
from wagtail.models.pages import AbstractPageMeta, DefaultBasePageMixin
from wagtail.search import index
from wagtail.url_routing import RouteResult


class BasePage(DefaultBasePageMixin, AbstractPage):
    """The site's own base page model (``WAGTAIL_PAGE_MODEL``, ADR 0002).

    What every list, search result and meta tag needs sits in the base table, so that a list of pages
    of many types costs one query.
    """

    summary = models.TextField(
        "résumé",
        blank=True,
        max_length=400,
        help_text="Une ou deux phrases, affichées en tête de page, dans les listes et dans la recherche.",
    )
    photo = models.ForeignKey(
        "tour.TourImage",
        verbose_name="photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Montrée en tête de page et quand la page est partagée. Pensez au texte alternatif et au crédit.",
    )

    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        index.SearchField("summary"),
    ]

    settings_tab = [PublishingPanel()]
    promote_tab = [
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], heading="Moteurs de recherche et partage"
        ),
        FieldPanel("show_in_menus"),
    ]

    class Meta(AbstractPageMeta):
        indexes = [models.Index(fields=["url_path"], name="base_page_url_path")]

    @staticmethod
    def tabs(*tabs):
        """The edit form of a page type: the given (heading, panels) tabs, then those all pages have."""
        return TabbedInterface(
            [
                *(ObjectList(panels, heading=heading) for heading, panels in tabs),
                ObjectList(BasePage.promote_tab, heading="Référencement"),
                ObjectList(BasePage.settings_tab, heading="Publication"),
            ]
        )

    @staticmethod
    def route_for_request(request, path):
        """Find the page by its whole path: three queries however deep it lies, where Wagtail makes two a level.

        Whatever is not a live page at exactly this path (routable pages, aliases, 404) goes Wagtail's way.
        """
        if not hasattr(request, "_wagtail_route_for_request"):
            site = Site.find_for_request(request)
            if site is not None:
                page = BasePage.objects.filter(url_path=f"{site.root_page.url_path}{path}", live=True).first()
                if page is not None:
                    request._wagtail_route_for_request = RouteResult(page.specific)
        return AbstractPage.route_for_request(request, path)

    @property
    def description(self) -> str:
        """The meta description: the one written for it, else the summary."""
        return self.search_description or self.summary
