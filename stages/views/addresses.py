"""From what an address says to pages; what was renamed or moved since is found where it went."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect, QueryDict
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from stages.domain.calendar import PAGES
from stages.models import StagePage
from tour.models import BasePage


def of_a_stage(view):
    """Call ``view(request, stage, …)`` with the visible stage whose page is at ``path``, read with progress and venue.

    An address that a stage had before leads on to the one it has, what follows the path included: the page's own
    redirect says where. 404 when there is no such stage.
    """

    @wraps(view)
    def found(request, path, **kwargs):
        site = Site.find_for_request(request)
        stages = StagePage.objects.visible().with_progress().with_venue()
        stage = stages.filter(url_path=f"{site.root_page.url_path}{path}").first() if site else None
        if stage is not None:
            return view(request, stage, **kwargs)
        redirects = Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(f"/{path}"))
        moved = moved_page(redirects, StagePage)
        if moved is None:
            raise Http404("Aucune étape à cette adresse.")
        return HttpResponsePermanentRedirect(request.get_full_path().replace(f"/{path}", moved.url, 1))

    return found


def with_present_slugs(request, unknown: dict[str, str]) -> HttpResponsePermanentRedirect | None:
    """Where the calendar is now for what a request calls by the slug a page had before; None if nothing of it moved.

    ``unknown`` are the filters that name no page today.
    """
    present = {}
    for name in PAGES.keys() & unknown.keys():
        redirects = Redirect.objects.filter(old_path__endswith=f"/{unknown[name]}").order_by("-pk")
        page = moved_page(redirects, PAGES[name])
        if page is not None:
            present[name] = page.slug
    if not present:
        return None
    query = QueryDict(mutable=True)
    query.update({**request.GET.dict(), **present})
    return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")


def moved_page(redirects, model) -> BasePage | None:
    """The page of type ``model`` that everybody may see and that one of ``redirects`` leads to, or None."""
    targets = list(redirects.filter(redirect_page__isnull=False).values_list("redirect_page", flat=True)[:20])
    pages = model.objects.visible().in_bulk(targets)
    return next((pages[key] for key in targets if key in pages), None)
