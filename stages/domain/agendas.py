"""Ways into a reader's agenda: addresses to subscribe with, and forms filled in on the two largest web agendas."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from stages.enums import DateKind, Phase
from stages.models import StagePage
from tour.addresses import absolute


@dataclass(frozen=True)
class AgendaLinks:
    """``file`` is the calendar file; ``webcal`` the same for agenda programs, which look at it again by themselves.

    ``webcal_with_alarm`` rings the day before. ``google`` and ``outlook`` open a form of those sites; ``moments`` is
    the folder of the files of a programme's moments.
    """

    file: str
    webcal: str
    webcal_with_alarm: str
    google: str
    outlook: str
    programme: str = ""
    moments: str = ""


def subscription(query_string: str, *, name: str) -> AgendaLinks:
    """To follow the calendar, narrowed by ``query_string`` (a Selection's)."""
    file = absolute(reverse("calendar-feed"), query_string)
    webcal, webcal_with_alarm = followed(file)
    return AgendaLinks(
        file=file,
        webcal=webcal,
        webcal_with_alarm=webcal_with_alarm,
        google=f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': file, 'name': name})}",
    )


def followed(file: str) -> tuple[str, str]:
    """The address of ``file`` for agenda programs, without and with an alarm the day before."""
    webcal = f"webcal://{file.partition('://')[2]}"
    return webcal, f"{webcal}{'&' if '?' in webcal else '?'}alarme=1d"


def links_to_add(stage: StagePage) -> AgendaLinks | None:
    """To put one stage into an agenda; None while it has no day, when it is off, and once it is over."""
    if stage.date_kind != DateKind.EXACT or not stage.goes_ahead or not stage.full_url:
        return None
    if stage.phase in (Phase.OVER, Phase.RESULTS_ONLINE):
        return None
    if stage.opening_time:
        starts, ends = (f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (stage.starts_at, stage.ends_at))
        starts_iso, ends_iso = (f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for at in (stage.starts_at, stage.ends_at))
    else:
        starts_iso, ends_iso = (day.isoformat() for day in (stage.starts_on, stage.last_day + timedelta(days=1)))
        starts, ends = starts_iso.replace("-", ""), ends_iso.replace("-", "")
    google = {
        "action": "TEMPLATE",
        "text": stage.title,
        "dates": f"{starts}/{ends}",
        "ctz": stage.time_zone,
        "location": stage.full_location,
        "details": f"{stage.summary}\n{stage.full_url}".strip(),
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": stage.title,
        "startdt": starts_iso,
        "enddt": ends_iso,
        "allday": "false" if stage.opening_time else "true",
        "location": stage.full_location,
        "body": stage.full_url,
    }
    webcal, webcal_with_alarm = followed(f"{stage.full_url}etape.ics")
    return AgendaLinks(
        file=f"{stage.url}etape.ics",
        webcal=webcal,
        webcal_with_alarm=webcal_with_alarm,
        programme=f"{stage.url}programme.ics",
        moments=f"{stage.url}programme/",
        google=f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        outlook=f"https://outlook.live.com/calendar/0/action/compose?{urlencode(outlook)}",
    )
