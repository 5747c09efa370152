"""The stage whose team a screen is for."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from stages.models import StagePage
from tour.access import pages_kept_by


def kept_stage(user, key: int) -> StagePage:
    """The stage of that key, no alias, if ``user`` keeps it: not only reviews it. Else 404."""
    # By ``pk`` a number too long for a key is an error of the server: that of a page type is a link.
    stage = get_object_or_404(StagePage, id=key, alias_of=None)
    if not pages_kept_by(user).filter(pk=stage.pk).exists():
        raise Http404("Aucune étape à cette adresse.")
    return stage
