"""The Tour calendar: one address, three views of the same stages."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stages.domain import agendas, calendar, embedding, month
from stages.views.addresses import with_present_slugs
from tour import clock

VIEWS = {"liste": "Liste", "mois": "Mois", "carte": "Carte"}
#: What the address says of how the stages are shown, beside the filters.
PRESENTATION = ("vue", "mois", "page")
PER_PAGE = 60


@require_safe
def calendar_page(request):
    """``vue``: « liste », « mois » (``mois``: « 2014-10 ») or « carte »; the filters are ``calendar.PARAMETERS``.

    What means nothing narrows nothing, and the page says so. A filter by the slug a page had before leads to the one
    it has.
    """
    if "" in request.GET.values():  # a form sends its empty fields: the address to share is without them
        return HttpResponseRedirect(address(request))
    selection = calendar.select(request.GET)
    moved = with_present_slugs(request, selection.unknown)
    if moved is not None:
        return moved
    shown_as = request.GET.get("vue", "liste")
    unknown = {calendar.PARAMETERS[name]: value[:80] for name, value in selection.unknown.items()}
    if shown_as not in VIEWS:
        unknown["Vue"], shown_as = shown_as[:80], "liste"
    labels = [chosen.value_label for chosen in selection.chosen]
    context = {
        "page_title": "Calendrier",
        "selection": selection,
        "shown_as": shown_as,
        "tabs": [
            {"label": label, "url": address(request, vue=None if view == "liste" else view, page=None, mois=None)}
            | {"is_current": view == shown_as}
            for view, label in VIEWS.items()
        ],
        "when": whens(request, selection),
        "chips": [(chosen, address(request, page=None, **{chosen.name: None})) for chosen in selection.chosen],
        "url_without_filters": address(request, page=None, **dict.fromkeys(calendar.PARAMETERS)),
        "kept": {name: request.GET[name] for name in ("vue", "mois", "quand") if request.GET.get(name)},
        "unknown": unknown,
        "links": agendas.subscription(selection.query_string, name=" – ".join([settings.SITE_NAME, *labels])),
        "follow_query": follow_query(selection.criteria),
        "widget": embedding.widget_of_calendar(selection.query_string),
    }
    context |= {"liste": as_list, "mois": as_month, "carte": as_map}[shown_as](request, selection.shown, unknown)
    return render(request, "stages/calendar.html", context)


def address(request, **changes) -> str:
    """The calendar with what the request asks for, ``changes`` made to it; None takes a parameter out."""
    asked = request.GET.dict() | changes
    names = (*PRESENTATION, *calendar.PARAMETERS)
    query = urlencode({name: asked[name] for name in names if asked.get(name)})
    return f"{request.path}?{query}" if query else request.path


def follow_query(criteria) -> str:
    """What of the filters can be followed by e-mail, as the form of it is asked for: « ?theme=coworking »."""
    query = urlencode({name: criteria[name] for name in ("edition", "theme", "region") if name in criteria})
    return f"?{query}" if query else ""


def whens(request, selection):
    """All, to come, past: links with their counts."""
    facet = selection.facets["quand"]
    everything = {"label": "Toutes", "url": address(request, quand=None, page=None), "is_current": not facet.is_chosen}
    return [everything] + [
        {
            "label": choice.label,
            "count": choice.count,
            "url": address(request, quand=choice.value, page=None),
            "is_current": choice.is_chosen,
        }
        for choice in facet.choices
    ]


def as_list(request, stages, unknown):
    rows = [(section.key, stage) for section in calendar.sections(stages) for stage in section.stages]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = address(request, page=None).partition("?")[2]
    return {"results": page, "query_string": f"{query}&" if query else ""}


def as_month(request, stages, unknown):
    asked = request.GET.get("mois", "")
    today = clock.today()
    first = month.parse_month(asked)
    if asked and first is None:
        unknown["Mois"] = asked[:80]
    first = first or calendar.nearest_day(stages, today).replace(day=1)
    shown = month.build_month(first, stages, today=today)
    ways = {
        "previous": shown.previous,
        "next": shown.next,
        "today": today.replace(day=1),
        "nearest_before": shown.nearest_before,
        "nearest_after": shown.nearest_after,
    }
    urls = {name: address(request, mois=f"{day:%Y-%m}") for name, day in ways.items() if day}
    return {"month": shown, "month_urls": urls}


def as_map(request, stages, unknown):
    """The route of one edition, that of the newest among ``stages`` unless a filter chose it; links to the others."""
    editions = sorted({stage.edition for stage in stages if stage.edition}, key=lambda edition: -edition.year)
    if not editions:
        return {"route": stages}
    return {
        "route": [stage for stage in stages if stage.edition == editions[0]],
        "edition": editions[0],
        "other_editions": [
            {"title": edition.title, "url": address(request, edition=edition.slug)} for edition in editions[1:]
        ],
    }
