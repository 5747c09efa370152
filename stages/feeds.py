"""The Tour's announcements as Atom and RSS."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from stages.domain.announcements import announcements
from tour.addresses import absolute


class AnnouncementsRss(Feed):
    """RSS 2.0: a stage published, moved, cancelled; a press release."""

    feed_type = Rss201rev2Feed
    title = f"Annonces du {settings.SITE_NAME}"
    description = "Étapes annoncées, déplacées ou annulées, communiqués de presse."
    subtitle = description
    language = "fr"
    route = "announcements-rss"
    item_guid_is_permalink = False

    # Django would name the site as whoever asks does.
    def link(self):
        return absolute(reverse("calendar"))

    def feed_url(self):
        return absolute(reverse(self.route))

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
    route = "announcements-atom"
