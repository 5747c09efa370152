"""The guide of those who keep a page, read in the admin."""

import re
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from PIL import Image

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
    return PICTURES.sub(lambda found: source(found[1]), rendered(GUIDE.read_text("utf-8")))


def source(picture: str) -> str:
    """The attributes of a picture below static/: with its size, links reach their heading before it is loaded."""
    width, height = Image.open(settings.BASE_DIR / "static" / picture).size
    return f'src="{static(picture)}" width="{width}" height="{height}" loading="lazy"'


def rendered(text: str) -> str:
    """Markdown as HTML, whose headings can be linked to."""
    markdown = MarkdownIt("commonmark", {"typographer": False}).enable("table")
    tokens = markdown.parse(text)
    for opening, heading in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(heading.content))
    return markdown.renderer.render(tokens, markdown.options, {})


def anchor(heading: str) -> str:
    """« Publier l’étape » → « publier-létape »: as the repository's reader makes it, so that links hold in both."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
