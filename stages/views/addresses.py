"""From the address of what belongs to a stage (« tour-2014/mende/ » of « tour-2014/mende/etape.ics ») to the stage."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from stages.models import StagePage


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
        moved = page_that_was_at(f"/{path}", site)
        if moved is None:
            raise Http404("Aucune étape à cette adresse.")
        return HttpResponsePermanentRedirect(request.get_full_path().replace(f"/{path}", moved.url, 1))

    return found


def page_that_was_at(path, site):
    """The live page to which Wagtail redirects ``path`` (« /tour-2014/mende/ »), or None."""
    redirects = Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(path))
    redirect = redirects.filter(redirect_page__live=True).select_related("redirect_page").first()
    return redirect.redirect_page if redirect else None
