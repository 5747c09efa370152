"""Stages and programme items as iCalendar (RFC 5545, RFC 7986), for agendas that subscribe or import.

Only what has a day is there: periods and unknown dates stay out; the mail that tells of one takes the day out of
agendas (``withdrawn_event``). Times are local, with the definition of their time zone; a stage with a day and no hour
lasts all day. A stage that is off stays, and says so. UIDs never change, also when a page moves; SEQUENCE is the number
of the stage's schedule version (``stages.models.schedule``).
"""

import re
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F
from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText

from partners.enums import PartnerRole
from partners.models import PartnerPage
from stages.domain import programme
from stages.enums import DateKind, StageStatus
from stages.models import EditionPartner, ProgrammeItem, ScheduleVersion, StagePage, StagePartner
from stages.models.schedule import SCHEDULE_FIELDS
from tour.addresses import base_url
from tour.french import NBSP, one_line

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Tour de France du Télétravail et des Tiers-Lieux//Calendrier//FR"
#: How often an agenda is asked to look again.
REFRESH_INTERVAL = timedelta(hours=4)
STATUSES = {
    StageStatus.CONFIRMED: "CONFIRMED",
    StageStatus.POSTPONED: "TENTATIVE",
    StageStatus.CANCELLED: "CANCELLED",
}
UNITS = {"m": "minutes", "h": "hours", "d": "days", "j": "days", "w": "weeks"}
ORGANISING = [PartnerRole.ORGANISER, PartnerRole.LOCAL_ORGANISER]
#: The order of the rows of a page: those without a rank come last, and PostgreSQL gives equals in any order.
AS_LISTED = (F("sort_order").asc(nulls_last=True), "pk")
ONE_DAY = timedelta(days=1)
MORNING = timedelta(hours=9)


def parse_alarm(text: str) -> timedelta | None:
    """« 1d » or « 1j » a day before, « 2h », « 30m », « 1w »; None if it is none of these."""
    match = re.fullmatch(r"([1-9]\d{0,2})([mhdjw])", text, re.ASCII)
    return timedelta(**{UNITS[match[2]]: int(match[1])}) if match else None


def calendar_of(events: Iterable[Event], *, name: str, url: str, source: str, alarm: timedelta | None = None) -> bytes:
    """A whole calendar file. ``url`` is the page that shows the same, ``source`` where this file is kept up to date.

    ``alarm`` is how long before each event an agenda rings; None: not at all.
    """
    events = list(events)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for label in ("name", "x-wr-calname"):
        calendar.add(label, vText(one_line(name)))
    calendar.add("url", url)
    calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH_INTERVAL))
    calendar.add("color", "gold")
    for event in events:
        if alarm is not None:
            event.add_component(alarm_before(event, alarm))
        calendar.add_component(event)
    years = [event["dtstart"].dt.year for event in events]
    if years:
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return calendar.to_ical()


def alarm_before(event: Event, before: timedelta) -> Alarm:
    """What lasts all day begins at midnight: counted in days, its alarm rings in the morning."""
    is_all_day = not isinstance(event["dtstart"].dt, datetime)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", MORNING - before if is_all_day and before >= ONE_DAY else -before)
    alarm.add("description", event["summary"])
    return alarm


def stage_events(stages: Iterable[StagePage]) -> list[Event]:
    """An event for each of ``stages`` (``calendar.described``) that has a day, in the order of time."""
    dated = [stage for stage in stages if stage.date_kind == DateKind.EXACT]
    dated.sort(key=lambda stage: (stage.starts_at, stage.pk))
    attach_bookkeeping(dated)
    return [stage_event(stage) for stage in dated]


def withdrawn_event(stage: StagePage, before: ScheduleVersion) -> Event:
    """What cancels, in an agenda that imported it, the day ``before`` of ``stage`` (``calendar.described``), which has
    none now.

    Its number is the present one, greater than that of ``before``: a new day, told later, replaces it in turn.
    """
    attach_bookkeeping([stage])
    was = copy(stage)
    for name in SCHEDULE_FIELDS:
        if name != "status":
            setattr(was, name, getattr(before, name))
    was.derive_instants()
    event = stage_event(was)
    event["status"] = vText("CANCELLED")
    if was.goes_ahead:  # there is no word for it in the title, and agendas seldom show STATUS
        event["summary"] = vText(one_line(f"Date à confirmer{NBSP}: {stage.title}"))
    return event


def item_events(stage: StagePage, key: int | None = None) -> list[Event]:
    """An event for each moment of the programme of a stage that has a day; none for those whose hour is not known.

    With ``key``, that of the item alone.
    """
    if stage.date_kind != DateKind.EXACT:
        return []
    attach_bookkeeping([stage])
    zone = ZoneInfo(stage.time_zone)
    events = []
    for day in programme.timetable(stage):
        spans = [(item, day.date, day.date + ONE_DAY, True) for item in day.all_day]
        for slot in day.slots:
            ends_at = slot.ends_at or programme.end_of_open_slot(stage, day, slot)
            local = [at.astimezone(zone) for at in (slot.starts_at, ends_at)]
            spans.append((slot.item, *local, slot.ends_at is not None))
        events += [item_event(stage, *span) for span in spans if key is None or span[0].pk == key]
    return events


def attach_bookkeeping(stages: list[StagePage]):
    """Give each stage its ``sequence``, ``modified_at`` (aware, UTC) and ``organiser`` (a partner, or None).

    Three queries whatever their number.
    """
    keys = [stage.pk for stage in stages]
    versions = {version.stage_id: version for version in ScheduleVersion.objects.filter(stage__in=keys).latest_ones()}
    partners = PartnerPage.objects.visible()
    of_stages = StagePartner.objects.filter(stage__in=keys, role__in=ORGANISING, partner__in=partners)
    # The local ones know their stage best; of several, the first listed.
    own = {}
    for link in of_stages.select_related("partner").order_by("role", *AS_LISTED):
        own.setdefault(link.stage_id, link.partner)
    editions = {stage.edition.pk for stage in stages if stage.edition}
    of_editions = EditionPartner.objects.filter(
        edition__in=editions, role=PartnerRole.ORGANISER, partner__in=partners
    ).order_by(*AS_LISTED)
    general = {}
    for link in of_editions.select_related("partner"):
        general.setdefault(link.edition_id, link.partner)
    for stage in stages:
        version = versions.get(stage.pk)
        stage.sequence = version.number if version else 0
        known = [at for at in (stage.last_published_at, version and version.recorded_at) if at]
        stage.modified_at = max(known, default=stage.starts_at)
        stage.organiser = own.get(stage.pk) or general.get(stage.edition.pk if stage.edition else None)


def new_event(stage: StagePage, starts, ends) -> Event:
    """What the events of a stage share. ``starts`` and ``ends`` are dates (the end excluded) or local times."""
    event = Event()
    event.add("dtstamp", stage.modified_at)
    event.add("last-modified", stage.modified_at)
    event.add("sequence", stage.sequence)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    # Subscribing to the Tour does not make a reader busy on its days.
    event.add("transp", "TRANSPARENT")
    if stage.full_location:
        event.add("location", one_line(stage.full_location))
    place = stage if stage.latitude is not None else stage.shown_venue
    if place is not None and place.latitude is not None:
        event.add("geo", (float(place.latitude), float(place.longitude)))
    # Without an organiser's page it is the Tour itself. An address (RFC 5545, 3.3.3) may be any URI.
    address = vCalAddress(stage.organiser.full_url if stage.organiser else base_url())
    address.params["CN"] = one_line(stage.organiser.title if stage.organiser else settings.SITE_NAME)
    event.add("organizer", address)
    return event


def stage_event(stage: StagePage) -> Event:
    zone = ZoneInfo(stage.time_zone)
    if stage.opening_time:
        event = new_event(stage, stage.starts_at.astimezone(zone), stage.ends_at.astimezone(zone))
    else:
        event = new_event(stage, stage.starts_on, stage.last_day + ONE_DAY)
    event.add("uid", str(stage.translation_key))
    event.add("summary", titled(stage, stage.title))
    event.add("status", STATUSES[stage.status])
    event.add("categories", [one_line(name) for name in (stage.get_kind_display(), *stage.theme_of.values())])
    event.add("url", stage.full_url)
    event.add("description", description(stage, stage.summary, bool(stage.closing_time or not stage.opening_time)))
    return event


def item_event(stage: StagePage, item: ProgrammeItem, starts, ends, is_end_known: bool) -> Event:
    event = new_event(stage, starts, ends)
    event.add("uid", str(uuid5(stage.translation_key, f"programme-{item.pk}")))
    event.add("summary", titled(stage, item.title))
    is_open = stage.goes_ahead and item.is_provisional
    event.add("status", "TENTATIVE" if is_open else STATUSES[stage.status])
    if item.kind_labels:
        event.add("categories", item.kind_labels)
    event.add("url", f"{stage.full_url}#programme")
    event.add("description", description(stage, stage.title, is_end_known))
    return event


def titled(stage, title):
    """Agendas seldom show STATUS: the title says it too."""
    return one_line(title if stage.goes_ahead else f"{stage.get_status_display()}{NBSP}: {title}")


def description(stage, text, is_end_known):
    """What an agenda shows below the title."""
    lines = []
    if not stage.goes_ahead:
        lines.append(f"Cette étape est {stage.get_status_display().lower()}. {stage.status_note}")
    lines.append(text)
    if not is_end_known:
        lines.append("Heure de fin à confirmer.")
    lines.append(stage.full_url)
    return "\n".join(one_line(line) for line in lines if line)
