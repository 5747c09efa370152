"""The menu and the way back: what the page tree says of where one is."""

from django import template
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Site

from tour.models import BasePage

register = template.Library()

#: What stands in the menu before the sections and is no page: (name of its address, title).
MENU_VIEWS = [("calendar", "Calendrier")]


def pages_around(context):
    """The sections of the site and the ancestors of the current page, in the order of the tree: one query a request.

    Private ones are kept: opening one asks for what it needs.
    """
    request, page = context.get("request"), context.get("page")
    if not hasattr(request, "_tour_pages_around"):
        pages = []
        site = Site.find_for_request(request)
        if site is not None:
            home = site.root_page
            path = getattr(page, "path", None) or ""
            steps = range(len(home.path), len(path), BasePage.steplen)
            is_around = Q(path__startswith=home.path, depth=BasePage.home_depth + 1) | Q(
                path__in=[path[:end] for end in steps]
            )
            pages = list(
                BasePage.objects.live()
                .filter(is_around)
                .only("title", "slug", "path", "depth", "url_path", "show_in_menus", "content_type", "live")
                .order_by("path")
            )
        request._tour_pages_around = pages
    return request._tour_pages_around


@register.simple_tag(takes_context=True)
def main_menu(context):
    """List of {title, url, is_current}: the calendar, then the sections shown in menus."""
    if context.get("request") is None:
        return []
    page = context.get("page")
    current = getattr(page, "path", None) or ""
    views = [{"title": title, "url": reverse(name)} for name, title in MENU_VIEWS]
    for view in views:
        view["is_current"] = context["request"].path == view["url"]
    return views + [
        {"title": section.title, "url": section.url, "is_current": current.startswith(section.path)}
        for section in pages_around(context)
        if section.depth == BasePage.home_depth + 1 and section.show_in_menus
    ]


@register.simple_tag(takes_context=True)
def small_print(context):
    """List of {title, url} for the sections of prose kept out of the menu: legal notice, accessibility…"""
    if context.get("request") is None:
        return []
    return [
        {"title": section.title, "url": section.url}
        for section in pages_around(context)
        if section.depth == BasePage.home_depth + 1
        and not section.show_in_menus
        and section.cached_content_type.app_label == "home"
    ]


@register.simple_tag(takes_context=True)
def breadcrumb(context):
    """List of {title, url} from the home page to this one, whose url is empty; empty on the home page.

    ``page_title`` names an address that is no page; it is below ``page``, if there is one.
    """
    if context.get("request") is None:
        return []
    page = context.get("page")
    trail = [{"title": "Accueil", "url": "/"}]
    path, title = getattr(page, "path", None), context.get("page_title")
    if not path:
        return [*trail, {"title": title, "url": ""}] if title else []
    if page.depth <= BasePage.home_depth:
        return []
    trail += [
        {"title": parent.title, "url": parent.url}
        for parent in pages_around(context)
        if parent.depth > BasePage.home_depth and path.startswith(parent.path) and path != parent.path
    ]
    if title:
        return [*trail, {"title": page.title, "url": page.url}, {"title": title, "url": ""}]
    return [*trail, {"title": page.title, "url": ""}]


@register.simple_tag(takes_context=True)
def parent_of(context, page):
    """The page right above ``page``, as a base page; it may be a draft."""
    above = page.path[: -BasePage.steplen] if page.path else ""
    around = pages_around(context) if context.get("request") else []
    return next((other for other in around if other.path == above), None) or page.get_parent()
