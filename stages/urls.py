"""Addresses of the Tour that are no page. What belongs to one stage hangs below the address of its page."""

from django.urls import path, re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from stages.domain.freshness import content_stamp
from stages.domain.open_data import DATASETS
from stages.feeds import AnnouncementsAtom, AnnouncementsRss
from stages.views import calendar, declining, embedding, feeds, following, health, open_data
from stages.views.programme_changes import changes_page
from stages.views.share_card import stage_card

#: The address of a stage's page, « tour-2014/mende/ ».
STAGE = r"^(?P<path>(?:[\w-]+/)+)"


def announced(feed):
    """A feed that is built again only if something was published since."""
    return require_safe(cache_control(public=True, max_age=300)(etag(lambda request: f'"{content_stamp()}"')(feed)))


urlpatterns = [
    path("calendrier/", calendar.calendar_page, name="calendar"),
    path("calendrier.ics", feeds.calendar_feed, name="calendar-feed"),
    re_path(rf"{STAGE}etape\.ics$", feeds.stage_feed, name="stage-feed"),
    re_path(rf"{STAGE}programme\.ics$", feeds.programme_feed, name="programme-feed"),
    re_path(rf"{STAGE}programme/(?P<item>[0-9]{{1,18}})\.ics$", feeds.programme_feed, name="item-feed"),
    re_path(rf"{STAGE}programme/changements/$", changes_page, name="programme-changes"),
    path("calendrier/widget/", embedding.calendar_widget, name="calendar-widget"),
    re_path(rf"{STAGE}widget\.html$", embedding.stage_widget, name="stage-widget"),
    re_path(rf"{STAGE}carte\.png$", stage_card, name="stage-card"),
    path("oembed/", embedding.oembed, name="oembed"),
    path("annonces.rss", announced(AnnouncementsRss()), name="announcements-rss"),
    path("annonces.atom", announced(AnnouncementsAtom()), name="announcements-atom"),
    path("suivre/", following.follow, name="follow"),
    path("suivre/merci/", following.thanks, name="follow-thanks"),
    path("suivre/lien/", following.access, name="follow-access"),
    path("suivre/confirmer/<str:token>/", following.confirm, name="follow-confirm"),
    path("suivre/ma-page/<str:token>/", following.manage, name="follow-manage"),
    path("suivre/ma-page/<str:token>/mes-donnees.json", following.data, name="follow-data"),
    path("suivre/ma-page/<str:token>/effacer/", following.erase, name="follow-erase"),
    path("suivre/partir/<str:token>/", following.leave, name="follow-leave"),
    path("relances/arreter/<str:token>/", declining.decline, name="nudges-decline"),
    path("sante/envois/", health.delivery_health, name="delivery-health"),
    path("donnees/", open_data.documentation, name="open-data"),
    path("donnees/v1/schema.json", open_data.schema, name="open-data-schema"),
    path("donnees/v1/route.geojson", open_data.as_geojson, name="open-data-route"),
    *(
        path(f"donnees/v1/{dataset.slug}.{form}", view, {"dataset": dataset}, name=f"open-data-{dataset.slug}-{form}")
        for dataset in DATASETS
        for form, view in (("json", open_data.as_json), ("csv", open_data.as_csv))
    ),
]
