"""What editions and stages add to Wagtail's admin."""

from django.shortcuts import redirect
from django.urls import path
from wagtail import hooks
from wagtail.admin import messages

from stages.models import StagePage
from stages.views.admin.programme_release import ProgrammeReleaseView


@hooks.register("before_move_page")
def refuse_to_move_to_a_taken_rank(request, page, destination):
    """Two stages of an edition cannot have one rank; the edit form says so too, and does not see a move."""
    stage = page.specific
    if request.method != "POST" or not isinstance(stage, StagePage) or stage.position is None:
        return None
    other = StagePage.objects.child_of(destination).filter(position=stage.position).exclude(pk=stage.pk).first()
    if other is None:
        return None
    messages.error(
        request,
        f"« {stage.title} » n’a pas été déplacée : le rang {stage.position} est déjà celui de « {other.title} ». "
        "Changez l’un des deux rangs d’abord.",
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_admin_urls")
def programme_urls():
    return [path("etapes/<int:page_id>/programme/", ProgrammeReleaseView.as_view(), name="stages_programme_release")]
