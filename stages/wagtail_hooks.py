"""What editions and stages add to Wagtail's admin."""

from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button

from stages.models import EditionPage, StagePage
from stages.views.admin.board import BoardView
from stages.views.admin.landing import KeptPagesPanel
from stages.views.admin.mail_texts import MailTextsView, MailTextView
from stages.views.admin.partner_matrix import PartnerMatrixView
from stages.views.admin.persons import AddPersonView
from stages.views.admin.programme_release import ProgrammeReleaseView
from stages.views.admin.renewal import RenewalView
from tour.access import is_national
from tour.menu import EditorsMenuItem, NationalMenuItem
from tour.wagtail_hooks import formatter


@hooks.register("register_admin_urls")
def add_screens():
    return [
        path("tableau-de-bord/", BoardView.as_view(), name="stages_board"),
        path("tableau-de-bord/partenaires/", PartnerMatrixView.as_view(), name="stages_partner_matrix"),
        path("etapes/<int:page_id>/intervenants/ajouter/", AddPersonView.as_view(), name="stages_person_add"),
        path("etapes/<int:page_id>/programme/", ProgrammeReleaseView.as_view(), name="stages_programme_release"),
        path("editions/<int:page_id>/reconduire/", RenewalView.as_view(), name="stages_renewal"),
        path("textes-des-courriels/", MailTextsView.as_view(), name="stages_mail_texts"),
        path("textes-des-courriels/<slug:name>/", MailTextView.as_view(), name="stages_mail_text"),
    ]


@hooks.register("register_admin_menu_item")
def add_kept_pages_to_menu():
    return EditorsMenuItem("Mes pages", reverse("wagtailadmin_home"), name="kept-pages", icon_name="home", order=10)


@hooks.register("register_admin_menu_item")
def offer_the_board():
    return NationalMenuItem("Tableau de bord", reverse("stages_board"), name="board", icon_name="tasks", order=50)


@hooks.register("register_admin_menu_item")
def offer_the_words_of_mails():
    url = reverse("stages_mail_texts")
    return NationalMenuItem("Textes des courriels", url, name="mail-texts", icon_name="edit", order=330)


@hooks.register("register_log_actions")
def say_what_was_done_to_mails(actions):
    actions.register_action("stages.change_mail_text")(formatter("Texte de courriel", "texte modifié"))
    actions.register_action("stages.restore_mail_text")(formatter("Texte de courriel", "texte d’origine rétabli"))


@hooks.register("construct_homepage_panels")
def show_what_is_kept(request, panels):
    """Whoever does not conduct the Tour comes for their own pages; reviewers also for those that wait for them."""
    if not is_national(request.user):
        panels[:] = [panel for panel in panels if panel.name == "workflow_objects_to_moderate"]
        panels.append(KeptPagesPanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing_of_others(request, items):
    if not is_national(request.user):
        items.clear()


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def come_back_to_what_is_kept(request, page):
    """Once published or sent for review, back to one's own pages rather than into the tree."""
    if not is_national(request.user) and ("action-publish" in request.POST or "action-submit" in request.POST):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def offer_next_edition(page, user, next_url=None, view_name=None):
    """Among the « … » actions of an edition."""
    if page.specific_class is EditionPage and is_national(user):
        url = reverse("stages_renewal", args=[page.pk])
        yield Button("Préparer l’édition suivante", url, icon_name="copy", priority=35)


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
