"""The guide of those who keep a page, read in the admin."""

import re
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from tour.screens import Screen

GUIDE = settings.BASE_DIR / "docs" / "guide-organisateurs.md"
#: Where the guide's pictures are, from its own folder.
PICTURES = re.compile(r'src="\.\./static/([^"]+)"')


class GuideView(Screen):
    """``docs/guide-organisateurs.md``, as a page of the admin."""

    template_name = "tour/admin/guide.html"
    page_title = "Guide"
    header_icon = "help"

    def get_context_data(self, **kwargs):
        return super().get_context_data(guide=mark_safe(guide()), **kwargs)


@cache
def guide() -> str:
    """The guide as HTML; its pictures at the addresses of static files."""
    html = MarkdownIt("commonmark", {"typographer": False}).enable("table").render(GUIDE.read_text("utf-8"))
    return PICTURES.sub(lambda found: f'src="{static(found[1])}" loading="lazy"', html)
