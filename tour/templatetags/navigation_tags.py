"""The menu and the way back: what the page tree says of where one is."""

from django import template
from django.db.models.functions import Length
from wagtail.models import Site

from tour.models import BasePage

register = template.Library()

#: Depth of the site's root page in the tree; its children are the sections.
HOME_DEPTH = 2


def sections_of(request):
    """The live sections of the site, in the order of the tree: one query a request."""
    if not hasattr(request, "_tour_sections"):
        site = Site.find_for_request(request)
        sections = []
        if site is not None:
            home = site.root_page
            # Private sections stay in the menu's query: opening one asks for what it needs.
            sections = list(
                BasePage.objects.live()
                .filter(path__startswith=home.path, depth=HOME_DEPTH + 1)
                .only("title", "slug", "path", "depth", "url_path", "show_in_menus", "content_type", "live")
                .order_by("path")
            )
        request._tour_sections = sections
    return request._tour_sections


@register.simple_tag(takes_context=True)
def main_menu(context):
    """List of {title, url, is_current} for the sections shown in menus."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    current = getattr(page, "path", None) or ""
    return [
        {
            "title": section.title,
            "url": section.get_url(request),
            "is_current": current.startswith(section.path),
        }
        for section in sections_of(request)
        if section.show_in_menus
    ]


@register.simple_tag(takes_context=True)
def breadcrumb(context):
    """List of {title, url} from the home page to this one, whose url is empty."""
    request, page = context.get("request"), context.get("page")
    if request is None:
        return []
    trail = [{"title": "Accueil", "url": "/"}]
    path = getattr(page, "path", None)
    if not path:
        title = context.get("breadcrumb_title")
        return [*trail, {"title": title, "url": ""}] if title else []
    if page.depth <= HOME_DEPTH:
        return []
    trail += [
        {"title": section.title, "url": section.get_url(request)}
        for section in sections_of(request)
        if path.startswith(section.path) and path != section.path
    ]
    if page.depth > HOME_DEPTH + 2:
        between = page.get_ancestors().filter(depth__gt=HOME_DEPTH + 1).live().order_by(Length("path"))
        trail += [{"title": parent.title, "url": parent.get_url(request)} for parent in between]
    return [*trail, {"title": page.title, "url": ""}]
