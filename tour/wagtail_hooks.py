"""What the floor adds to Wagtail's admin: the vocabulary and the sources, kept by the national team."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tour.models import Source, Theme


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
