"""The search of the site."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.search import LONGEST_QUERY, find_pages

PER_PAGE = 20


@require_safe
def search(request):
    """Search the pages: ``q`` (words), ``page`` (a number; anything else gives the nearest page there is)."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())
    context = {"page_title": "Recherche", "search_query": query[:LONGEST_QUERY]}
    if len(query) > LONGEST_QUERY:
        context["error"] = f"Cette recherche est trop longue\u00a0: {LONGEST_QUERY} caractères au plus."
    elif query:
        context["results"] = Paginator(find_pages(query), PER_PAGE).get_page(request.GET.get("page"))
        context["query_string"] = urlencode({"q": query}) + "&"
    return render(request, "home/search.html", context)
