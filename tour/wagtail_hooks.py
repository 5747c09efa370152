"""What the floor adds to Wagtail's admin: the vocabulary and the sources, kept by the national team; deletions that
would tear a page out of another are refused in words.
"""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tour import deletion
from tour.models import BasePage, Source, Theme


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = "Thèmes"
    list_display = ["name", "family"]
    list_filter = ["family"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("family"), FieldPanel("slug")]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    menu_label = "Sources"
    list_display = ["title", "publisher", "published_on", "code"]
    list_filter = ["publisher"]
    search_fields = ["title", "publisher", "code"]
    ordering = ["code"]


class ReferenceGroup(SnippetViewSetGroup):
    """One menu entry for what the whole Tour shares."""

    items = [ThemeViewSet, SourceViewSet]
    menu_label = "Références"
    menu_icon = "list-ul"
    menu_order = 350


register_snippet(ReferenceGroup)


@hooks.register("insert_editor_js")
def call_rows_by_what_they_hold():
    return format_html('<script src="{}" type="module"></script>', static("js/admin-rows.js"))


@hooks.register("before_delete_page")
def refuse_to_delete_what_is_held(request, page):
    held_by = deletion.holders(page)
    if held_by:
        messages.error(request, deletion.refusal(page, held_by))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def refuse_to_delete_together_what_is_held(request, action_type, objects, action):
    if action_type != "delete" or not issubclass(action.model, BasePage):
        return None
    held = [(page, held_by) for page in objects if (held_by := deletion.holders(page))]
    for page, held_by in held:
        messages.error(request, deletion.refusal(page, held_by))
    return redirect(action.next_url) if held else None
