"""Pages made to be framed on others' sites, and oEmbed, by which those sites find them."""

from dataclasses import replace
from xml.sax.saxutils import escape

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Site

from stages.domain import calendar, embedding
from stages.views.addresses import of_a_stage, with_present_slugs
from tour.addresses import base_url

#: How many stages a widget lists; the calendar has the others.
MOST_STAGES = 12
#: Seconds.
MAX_AGE = 300
WIDTHS, HEIGHTS = (220, 2000), (120, 2000)


def framed(view):
    """Anybody may put the page in a frame; it runs no form and sets no cookie."""
    anywhere = csp_replace({"frame-ancestors": ["*"], "form-action": ["'none'"]})
    return xframe_options_exempt(anywhere(cache_control(public=True, max_age=MAX_AGE)(view)))


@require_safe
@framed
def calendar_widget(request):
    """The stages of the calendar, narrowed by its filters; 404, said in the frame, for a filter that means nothing."""
    selection = calendar.select(request.GET)
    moved = with_present_slugs(request, selection.unknown)
    if moved is not None:
        return moved
    shown = [stage for section in calendar.sections(selection.shown) for stage in section.stages]
    more = reverse("calendar") + (f"?{selection.query_string}" if selection.query_string else "")
    context = {
        "title": " · ".join(chosen.value_label for chosen in selection.chosen) or "Calendrier du Tour",
        "stages": shown[:MOST_STAGES],
        "others": len(shown) - MOST_STAGES if len(shown) > MOST_STAGES else 0,
        "more_url": more,
        "is_unknown": bool(selection.unknown),
    }
    return render(request, "stages/widget.html", context, status=404 if selection.unknown else 200)


@require_safe
@of_a_stage
@framed
def stage_widget(request, stage):
    """One stage."""
    (stage,) = calendar.described([stage])
    # Its name stands in its line already.
    heading = stage.edition.title if stage.edition else "Une étape du Tour"
    context = {"title": stage.title, "heading": heading, "stages": [stage], "more_url": stage.url}
    return render(request, "stages/widget.html", context)


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def oembed(request):
    """oEmbed 1.0 (oembed.com): ``url`` of a page of this site, ``format`` json or xml, ``maxwidth``, ``maxheight``.

    404 for what cannot be shown elsewhere, 501 for another format, as the standard says.
    """
    wanted = request.GET.get("format", "json")
    if wanted not in ("json", "xml"):
        return JsonResponse({"error": "Formats\u00a0: json ou xml."}, status=501)
    widget = embedding.widget_for(request.GET.get("url", "")[:2000], Site.find_for_request(request))
    if widget is None:
        return JsonResponse({"error": "Cette adresse ne peut pas être intégrée."}, status=404)
    width = within(request.GET.get("maxwidth"), widget.width, WIDTHS)
    height = within(request.GET.get("maxheight"), widget.height, HEIGHTS)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": widget.title,
        "provider_name": settings.SITE_NAME,
        "provider_url": base_url(),
        "cache_age": MAX_AGE,
        "width": width,
        "height": height,
        "html": replace(widget, width=width, height=height).html,
    }
    if wanted == "xml":
        fields = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
        body = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{fields}</oembed>\n'
        return HttpResponse(body, content_type="text/xml; charset=utf-8")
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def within(text, size, bounds):
    """``size``, no larger than the number that ``text`` says; what is no number is left aside."""
    smallest, largest = bounds
    if text and text.isascii() and text.isdigit():
        return max(smallest, min(size, int(text[:6]), largest))
    return size
