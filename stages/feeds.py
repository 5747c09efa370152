"""The Tour's announcements as Atom and RSS."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from stages.domain.announcements import announcements


class AnnouncementsRss(Feed):
    """RSS 2.0: a stage published, moved, cancelled; a press release."""

    feed_type = Rss201rev2Feed
    title = f"Annonces du {settings.SITE_NAME}"
    description = "Étapes annoncées, déplacées ou annulées, communiqués de presse."
    subtitle = description
    link = reverse_lazy("calendar")
    feed_url = reverse_lazy("announcements-rss")
    language = "fr"
    item_guid_is_permalink = False

    def items(self):
        return announcements()

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in item.text.splitlines()))

    def item_link(self, item):
        return item.url

    def item_guid(self, item):
        return f"urn:uuid:{item.identity}"

    def item_pubdate(self, item):
        return item.announced_at

    item_updateddate = item_pubdate

    def item_categories(self, item):
        return [item.category]


class AnnouncementsAtom(AnnouncementsRss):
    """Atom (RFC 4287), the same announcements."""

    feed_type = Atom1Feed
    feed_url = reverse_lazy("announcements-atom")
