"""A stage as search engines read it: an Event of schema.org, in JSON-LD."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from partners.enums import PartnerRole
from stages.domain.disclosure import registration
from stages.domain.programme import Day
from stages.domain.roles import RoleGroup
from stages.enums import DateKind, StageStatus
from stages.models import StagePage
from tour import departments
from tour.addresses import base_url

STATUSES = {
    StageStatus.CONFIRMED: "EventScheduled",
    StageStatus.POSTPONED: "EventPostponed",
    StageStatus.CANCELLED: "EventCancelled",
}
#: Role → property of the Event.
PROPERTIES = {
    PartnerRole.ORGANISER: "organizer",
    PartnerRole.LOCAL_ORGANISER: "organizer",
    PartnerRole.SUPPORT: "sponsor",
    PartnerRole.PARTNER: "contributor",
    PartnerRole.HOST: "contributor",
}


def event(stage: StagePage, *, edition, days: list[Day], groups: list[RoleGroup], themes, image: str = "") -> dict:
    """The JSON-LD object of ``stage``, read by an itinerary, with its ``themes``.

    ``image`` is the address of its picture. What is not known is left out: there is no startDate without a day, and
    no hour without an hour.
    """
    inscription = registration(stage)
    said = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": stage.full_url,
        "url": stage.full_url,
        "name": stage.title,
        "description": stage.description,
        "inLanguage": "fr",
        "image": image,
        "keywords": [theme.name for theme in themes],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        **dates(stage),
        "location": place(stage),
        "superEvent": {"@type": "EventSeries", "name": edition.title, "url": edition.full_url}
        if edition.live
        else None,
        **partners(groups),
        "offers": {"@type": "Offer", "url": inscription} if inscription else None,
        "subEvent": [sub_event(stage, slot) for day in days for slot in day.slots if slot.starts_at],
    }
    return without_blanks(said)


def dates(stage):
    """startDate, endDate and eventStatus; a stage whose day moved says which it was."""
    status = STATUSES[stage.status]
    said = {}
    if stage.date_kind == DateKind.EXACT:
        if stage.opening_time:
            said["startDate"] = local(stage, stage.starts_at)
            said["endDate"] = local(stage, stage.ends_at) if stage.closing_time else stage.last_day.isoformat()
        else:
            said["startDate"], said["endDate"] = stage.starts_on.isoformat(), stage.last_day.isoformat()
    previous = getattr(stage, "previous_starts_on", None)
    if previous and status == "EventScheduled":
        status = "EventRescheduled" if stage.date_kind == DateKind.EXACT else "EventPostponed"
    if previous:
        said["previousStartDate"] = previous.isoformat()
    return said | {"eventStatus": f"https://schema.org/{status}"}


def local(stage, instant: datetime) -> str:
    """ISO 8601 with the offset of the stage's own place."""
    return instant.astimezone(ZoneInfo(stage.time_zone)).isoformat()


def place(stage):
    venue = stage.shown_venue
    located = stage if stage.latitude is not None else venue
    geo = None
    if located is not None and located.latitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": float(located.latitude), "longitude": float(located.longitude)}
    said = {
        "name": stage.place_name or stage.location,
        "url": venue.full_url if venue else None,
        "address": without_blanks(
            {
                "@type": "PostalAddress",
                "streetAddress": venue.address if venue else None,
                "postalCode": venue.postal_code if venue else None,
                "addressLocality": stage.city,
                "addressRegion": departments.DEPARTMENTS.get(stage.department),
                "addressCountry": "FR",
            }
        ),
        "geo": geo,
    }
    return {"@type": "Place", **said} if said["name"] else None


def partners(groups):
    """{property: [Organization]}; without an organiser of its own a stage is the Tour's."""
    said = {"organizer": []}
    for group in groups:
        name = PROPERTIES.get(group.role)
        if name:
            said.setdefault(name, []).extend(
                {"@type": "Organization", "name": link.shown_name, "url": link.partner.full_url} for link in group.links
            )
    if not said["organizer"]:
        said["organizer"] = [{"@type": "Organization", "name": settings.SITE_NAME, "url": base_url()}]
    return said


def sub_event(stage, slot):
    return without_blanks(
        {
            "@type": "Event",
            "name": slot.item.title,
            "startDate": local(stage, slot.starts_at),
            "endDate": local(stage, slot.ends_at) if slot.ends_at else None,
            "eventStatus": f"https://schema.org/{STATUSES[stage.status]}",
        }
    )


def without_blanks(said: dict) -> dict:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}
