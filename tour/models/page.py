"""The base of every page of the site."""

from functools import cache

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.models import AbstractPage, PageManager, PageViewRestriction, Site, get_page_models
from wagtail.models.pages import AbstractPageMeta, DefaultBasePageMixin
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from tour.models.page_permissions import TourPagePermissionTester
from tour.models.user import RUN_THE_TOUR
from tour.page_forms import PageForm


def private_pages_above():
    """The privacy settings of a page of the outer query and of the pages above it."""
    return PageViewRestriction.objects.alias(reach=Length("page__path")).filter(
        page__path=Substr(OuterRef("path"), 1, F("reach"))
    )


class TourPageQuerySet(PageQuerySet):
    def visible(self):
        """Published and open to everybody: neither the page nor one above it is private.

        Wagtail's ``public()`` says the same with a query of its own each time; this is part of the one query.
        """
        return self.live().filter(~Exists(private_pages_above()))

    def with_openness(self):
        """Annotate ``is_open``: neither the page nor one above it is private, or an alias (whose source may be)."""
        aliases = (
            BasePage.objects.filter(alias_of__isnull=False)
            .alias(reach=Length("path"))
            .filter(path=Substr(OuterRef("path"), 1, F("reach")))
        )
        return self.annotate(is_open=~Exists(private_pages_above()) & ~Exists(aliases))


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

    objects = PageManager.from_queryset(TourPageQuerySet)()

    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        index.SearchField("summary"),
    ]

    #: Depth of the site's root page in the tree; its children are the sections.
    home_depth = 2

    # Addresses, menus, hours of publication and of withdrawal are decided by who conducts the Tour.
    settings_tab = [PublishingPanel(permission=RUN_THE_TOUR)]
    promote_tab = [
        FieldPanel(
            "slug",
            heading="Adresse de la page",
            help_text="La fin de son adresse, en minuscules et sans accents\u00a0: «\u00a0mende\u00a0». "
            "Vide\u00a0: d’après le titre.",
            permission=RUN_THE_TOUR,
        ),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], heading="Moteurs de recherche et partage"
        ),
        FieldPanel("show_in_menus", permission=RUN_THE_TOUR),
    ]

    class Meta(AbstractPageMeta):
        indexes = [models.Index(fields=["url_path"], name="base_page_url_path")]

    def save(self, *args, update_fields=None, **kwargs):
        with transaction.atomic():
            if self.pk and update_fields is None:
                self.make_room_for_rows()
            super().save(*args, update_fields=update_fields, **kwargs)

    def make_room_for_rows(self):
        """Take out the stored rows whose unique values another row of this save is given.

        Rows are written one by one: two that exchange what must be unique would meet halfway. Those taken out are
        written again, under the same key, with their new values.
        """
        for relation in get_all_child_relations(self):
            manager = getattr(self, relation.get_accessor_name())
            rows = manager.get_queryset()
            if isinstance(rows, models.QuerySet):
                continue  # nothing of it is about to be written
            for constraint in relation.related_model._meta.constraints:
                if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
                    wanted = {unique_values(row, constraint): row.pk for row in rows}
                    in_the_way = [
                        stored.pk
                        for stored in manager.get_live_queryset()
                        if wanted.get(unique_values(stored, constraint), stored.pk) != stored.pk
                    ]
                    manager.get_live_queryset().filter(pk__in=in_the_way).delete()

    @staticmethod
    def tabs(*tabs, form=PageForm):
        """The edit form of a page type: the given (heading, panels) tabs, then those all pages have.

        ``form`` belongs here: Wagtail gives the base page's ``base_form_class`` a value of its own.
        """
        return TabbedInterface(
            [
                *(ObjectList(panels, heading=heading) for heading, panels in tabs),
                ObjectList(BasePage.promote_tab, heading="Référencement"),
                ObjectList(BasePage.settings_tab, heading="Publication"),
            ],
            base_form_class=form,
        )

    @staticmethod
    def route_for_request(request, path):
        """Find the page by its whole path: one query after the site's however deep it lies; Wagtail makes two a level.

        Whatever is not a live page at exactly this path (routable pages, 404) goes Wagtail's way.
        """
        if not hasattr(request, "_wagtail_route_for_request"):
            site = Site.find_for_request(request)
            if site is not None:
                found = BasePage.objects.filter(url_path=f"{site.root_page.url_path}{path}", live=True)
                page = found.select_related(*specific_links()).with_openness().first()
                if page is not None:
                    specific = page.specific_by_link
                    specific.is_open = page.is_open
                    request._wagtail_route_for_request = RouteResult(specific)
        return AbstractPage.route_for_request(request, path)

    def permissions_for_user(self, user):
        """What ``user`` may do to this page, whatever its type."""
        return TourPagePermissionTester(user, self)

    def get_admin_display_title(self):
        """A published page is known by the title it was published with: lists and choosers show it to other teams."""
        return self.title if self.live else super().get_admin_display_title()

    @property
    def specific_by_link(self):
        """This page as its own type, without a query when it was read with ``select_related(*specific_links())``."""
        links = self._state.fields_cache
        return next((links[name] for name in specific_links() if links.get(name)), None) or self.specific

    def get_view_restrictions(self):
        """As Wagtail's; without its two queries when the page was read ``with_openness`` and is open."""
        if getattr(self, "is_open", False):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def kind_label(self) -> str:
        """« étape », « partenaire »…: the name of this page's type, without a query."""
        return str(self.cached_content_type.model_class()._meta.verbose_name)

    @property
    def is_home(self) -> bool:
        """Whether this is the front of the site, the root of its tree."""
        return self.depth == self.home_depth

    @property
    def description(self) -> str:
        """The meta description: the one written for it, else the summary."""
        return self.search_description or self.summary


def unique_values(row, constraint):
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in constraint.fields)


@cache
def specific_links() -> tuple[str, ...]:
    """The accessors from a base page to its own type, one a page type (multi-table inheritance)."""
    children = [model for model in get_page_models() if model._meta.pk.remote_field]
    return tuple(model._meta.pk.remote_field.get_accessor_name() for model in children)
