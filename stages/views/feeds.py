"""Calendar files (iCalendar): the whole Tour or what a filter keeps of it, a stage, its programme, one moment of it."""

import gzip
import hashlib
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from stages.domain import calendar, icalendar
from stages.domain.freshness import content_stamp
from stages.views.addresses import of_a_stage, with_present_slugs
from tour.addresses import absolute

#: Seconds: how long an agenda or a proxy may keep a file without asking.
MAX_AGE = 300
#: Filters by which a file changes as time passes (a text may be « en cours »).
BY_THE_CLOCK = {"quand", "phase", calendar.TEXT}
#: Seconds: how long a file that was built is good for, if nothing is published.
ONE_MINUTE, ONE_HOUR = 60, 3600


@require_safe
def calendar_feed(request):
    """The stages of the calendar that have a day, narrowed by its filters; ``alarme``: ring so long before each.

    404 for a filter or an alarm that means nothing: what an agenda had stays there, instead of the whole Tour.
    """
    asked = asked_of(request, *calendar.PARAMETERS)

    def build():
        selection = calendar.select(asked)
        if selection.unknown:
            moved = with_present_slugs(request, selection.unknown)
            if moved is not None:
                return moved
            name, value = next(iter(selection.unknown.items()))
            raise Http404(
                f"{calendar.PARAMETERS[name]}\u00a0: «\u00a0{value[:80]}\u00a0» n’existe pas dans ce calendrier."
            )
        labels = [chosen.value_label for chosen in selection.chosen]
        return icalendar.calendar_of(
            icalendar.stage_events(selection.shown),
            name=" – ".join([settings.SITE_NAME, *labels]),
            url=absolute(reverse("calendar"), selection.query_string),
            source=source_of(request, asked),
            alarm=alarm_of(asked),
        )

    return calendar_file(request, asked, build)


@require_safe
@of_a_stage
def stage_feed(request, stage):
    """One stage; 404 while it has no day."""

    asked = asked_of(request)

    def build():
        return one_stage(request, asked, stage, icalendar.stage_events(calendar.described([stage])))

    return calendar_file(request, asked, build, filename=f"{stage.slug}.ics")


@require_safe
@of_a_stage
def programme_feed(request, stage, item=None):
    """The programme of one stage, or its moment whose key is ``item``; 404 while there is no day or hour to tell."""

    asked = asked_of(request)

    def build():
        (read,) = calendar.described([stage])
        return one_stage(request, asked, stage, icalendar.item_events(read, None if item is None else int(item)))

    name = f"{stage.slug}-programme.ics" if item is None else f"{stage.slug}-moment-{item}.ics"
    return calendar_file(request, asked, build, filename=name)


def one_stage(request, asked, stage, events):
    if not events:
        raise Http404("Il n’y a encore ni jour ni heure à mettre dans un agenda.")
    return icalendar.calendar_of(
        events, name=stage.title, url=stage.full_url, source=source_of(request, asked), alarm=alarm_of(asked)
    )


def alarm_of(asked):
    text = asked.get("alarme", "")
    alarm = icalendar.parse_alarm(text) if text else None
    if text and alarm is None:
        raise Http404("L’alarme se dit en minutes, heures, jours ou semaines\u00a0: 30m, 2h, 1d, 1w.")
    return alarm


def source_of(request, asked):
    return absolute(request.path, urlencode(asked))


def asked_of(request, *filters) -> dict[str, str]:
    """What makes one file differ from another at the same path, always in the same order."""
    return {name: request.GET[name] for name in (*filters, "alarme") if request.GET.get(name)}


def calendar_file(request, asked, build: Callable[[], bytes | HttpResponse], *, filename=""):
    """The file that ``build`` makes, with an ETag; 304 for whoever has it already.

    Built once, then kept compressed for as long as the published content does not change; nobody asks for it after
    that. What is no file (a redirect) is answered as it is.
    """
    good_for = ONE_MINUTE if BY_THE_CLOCK & asked.keys() else ONE_HOUR
    told = f"{content_stamp(seconds=good_for)} {request.path} {urlencode(asked)}"
    key = f"calendar-file-{hashlib.sha256(told.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        body = build()
        if isinstance(body, HttpResponse):
            return body
        # Weak: the same file goes out compressed and not.
        kept = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"', gzip.compress(body, mtime=0)
        cache.set(key, kept, good_for)
    etag, compressed = kept
    response = get_conditional_response(request, etag=etag)
    if response is None:
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(compressed, content_type=icalendar.CONTENT_TYPE)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(gzip.decompress(compressed), content_type=icalendar.CONTENT_TYPE)
        if filename:
            response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
