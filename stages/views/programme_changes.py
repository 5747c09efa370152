"""What changed from one version of a stage's programme to the next."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stages.domain import programme_changes
from stages.views.addresses import of_a_stage


@require_safe
@of_a_stage
def changes_page(request, stage):
    """« Ce qui a changé », the newest version first; 404 while there is one version at most."""
    versions = programme_changes.versions(stage)
    if len(versions) < 2:
        raise Http404("Le programme de cette étape n’a pas changé depuis sa publication.")
    context = {"page": stage, "page_title": "Ce qui a changé", "versions": versions}
    return render(request, "stages/programme_changes.html", context)
