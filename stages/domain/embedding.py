"""The Tour on others' sites: what can be shown there, and the HTML that shows it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from wagtail.models import Site

from partners.models import PartnerPage
from stages.domain.calendar import PARAMETERS
from stages.models import EditionPage, StagePage
from tour.addresses import absolute, base_url
from tour.french import one_line
from tour.models import BasePage

#: CSS pixels of the frame.
WIDTH, HEIGHT, STAGE_HEIGHT = 640, 560, 300


@dataclass(frozen=True)
class Widget:
    """A page made to be framed: its address, the frame's title, its size in CSS pixels."""

    url: str
    title: str
    width: int
    height: int

    @property
    def script_url(self) -> str:
        """The optional script that fits the frame's height; it keeps this address when the site is built anew."""
        return absolute(f"{settings.STATIC_URL}js/embed.js")

    @property
    def html(self) -> str:
        """The frame, as a partner copies it into a page of its own."""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
            'style="border:0;max-width:100%"></iframe>',
            self.url,
            self.title,
            self.width,
            self.height,
        )


def widget_of_calendar(query_string: str = "", *, title: str = "") -> Widget:
    """The calendar, narrowed by ``query_string`` (a Selection's)."""
    url = absolute(reverse("calendar-widget"), query_string)
    return Widget(url, one_line(title) or f"Calendrier du {settings.SITE_NAME}", WIDTH, HEIGHT)


def widget_of_stage(stage: StagePage) -> Widget:
    title = one_line(f"{stage.title} – {settings.SITE_NAME}")
    return Widget(f"{stage.full_url}widget.html", title, WIDTH, STAGE_HEIGHT)


def widget_for(url: str, site: Site) -> Widget | None:
    """What can be shown of the page of this site at ``url``: the whole Tour, an edition, a stage, a partner's stages.

    None for any other address, and for pages that not everybody may see.
    """
    try:
        asked = urlsplit(url)
        home = urlsplit(base_url())
        if (asked.scheme, asked.hostname, asked.port) != (home.scheme, home.hostname, home.port):
            return None
        filters = parse_qsl(asked.query, max_num_fields=50)
    except ValueError:
        return None
    if "\x00" in asked.path:  # PostgreSQL has no such text
        return None
    if asked.path == reverse("calendar"):
        return widget_of_calendar(urlencode({name: value for name, value in filters if name in PARAMETERS}))
    path = f"{site.root_page.url_path}{asked.path.lstrip('/')}"
    page = BasePage.objects.visible().filter(url_path=path if path.endswith("/") else f"{path}/").first()
    page = page.specific if page else None
    if isinstance(page, StagePage):
        return widget_of_stage(page)
    if isinstance(page, EditionPage):
        return widget_of_calendar(urlencode({"edition": page.slug}), title=page.title)
    if isinstance(page, PartnerPage):
        return widget_of_calendar(urlencode({"partenaire": page.slug}), title=f"Le Tour avec {page.title}")
    if page is not None and page.pk == site.root_page_id:
        return widget_of_calendar()
    return None
