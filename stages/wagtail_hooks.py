"""What editions and stages add to Wagtail's admin."""

from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from stages.models import StagePage
from stages.views.admin.board import BoardView
from stages.views.admin.partner_matrix import PartnerMatrixView
from tour.access import is_national


@hooks.register("register_admin_urls")
def add_reports():
    return [
        path("tableau-de-bord/", BoardView.as_view(), name="stages_board"),
        path("tableau-de-bord/partenaires/", PartnerMatrixView.as_view(), name="stages_partner_matrix"),
    ]


class NationalMenuItem(MenuItem):
    """An entry for those who conduct the Tour."""

    def is_shown(self, request):
        return is_national(request.user)


@hooks.register("register_admin_menu_item")
def offer_the_board():
    return NationalMenuItem("Tableau de bord", reverse_lazy("stages_board"), icon_name="tasks", order=50)


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
