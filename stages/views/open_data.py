"""The open data: the files, their schema and the page that documents them."""

import hashlib
import json
from functools import wraps

from django.core.validators import slug_re
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Site

from stages.domain import open_data
from stages.domain.open_data import Selection
from tour.addresses import absolute

#: Seconds.
MAX_AGE = 300


def of_an_edition(view):
    """Call ``view(request, selection, …)`` with what ``?edition=`` (the slug of an edition's page) selects.

    404, said in words to whoever reads a log or a terminal, when no published edition has that slug.
    """

    @require_safe
    @wraps(view)
    def found(request, **kwargs):
        site = Site.find_for_request(request)
        if site is None:
            raise Http404("Aucun site à cette adresse.")
        selection = Selection(site.root_page)
        slug = request.GET.get("edition")
        if slug is not None:
            edition = selection.editions().filter(slug=slug).first() if slug_re.match(slug) else None
            if edition is None:
                return unknown_edition(selection)
            selection = Selection(site.root_page, edition)
        return view(request, selection, **kwargs)

    return found


def unknown_edition(selection):
    known = ", ".join(edition.slug for edition in selection.editions().newest_first().defer("body"))
    text = f"Aucune édition publiée ne répond à ce nom. Éditions\u00a0: {known or 'aucune pour le moment'}.\n"
    return shared(HttpResponse(text, status=404, content_type="text/plain; charset=utf-8"))


def shared(response):
    """``response`` as a script of any site may read it: the data are public, and no cookie changes them."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def answer(request, content, content_type):
    """``content`` with an ETag made of it, or 304 for those who have it already."""
    response = HttpResponse(content, content_type=content_type)
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    response.headers["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest())
    return shared(get_conditional_response(request, etag=response.headers["ETag"], response=response))


def compact(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


@of_an_edition
def as_json(request, selection, dataset):
    """A dataset as a JSON document (RFC 8259)."""
    about = {"source": absolute(reverse("open-data")), "schema": absolute(reverse("open-data-schema"))}
    document = dataset.document(selection, address_of_pages(request), **about)
    return answer(request, compact(document), "application/json")


@of_an_edition
def as_csv(request, selection, dataset):
    """A dataset as CSV (RFC 4180), UTF-8 with a byte order mark."""
    response = answer(request, dataset.csv(selection, address_of_pages(request)), "text/csv; charset=utf-8")
    scope = f"-{selection.edition.slug}" if selection.edition else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{dataset.slug}{scope}.csv"'
    return response


@of_an_edition
def as_geojson(request, selection):
    """The route as GeoJSON (RFC 7946)."""
    document = open_data.route(selection, address_of_pages(request), source=absolute(reverse("open-data")))
    return answer(request, compact(document), "application/geo+json")


@require_safe
def schema(request):
    """The JSON Schema of the JSON documents."""
    document = open_data.json_schema(open_data.DATASETS, absolute(reverse("open-data-schema")))
    return answer(request, json.dumps(document, ensure_ascii=False, indent=2), "application/schema+json")


def address_of_pages(request):
    """What gives a page its absolute address, which is made once however many rows name the page."""
    known = {}

    def address(page):
        if page.pk not in known:
            known[page.pk] = page.get_full_url(request)
        return known[page.pk]

    return address


@require_safe
def documentation(request):
    """What there is, how it is read, what each field means."""
    site = Site.find_for_request(request)
    editions = list(Selection(site.root_page).editions().newest_first().defer("body")) if site else []
    context = {
        "page_title": "Données ouvertes",
        "address": absolute(reverse("open-data")),
        "datasets": [
            {
                "dataset": dataset,
                "json": reverse(f"open-data-{dataset.slug}-json"),
                "csv": reverse(f"open-data-{dataset.slug}-csv"),
            }
            for dataset in open_data.DATASETS
        ],
        "route_properties": open_data.ROUTE_PROPERTIES,
        "editions": editions,
        "example": absolute(reverse("open-data-etapes-csv")),
        "version": open_data.VERSION,
        "notice": open_data.CHANGES_NOTICE,
        "licence": open_data.LICENCE,
    }
    return render(request, "stages/open_data.html", context)
