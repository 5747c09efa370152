"""What editions and stages add to Wagtail's admin."""

from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.widgets import Button

from stages.models import EditionPage, StagePage
from stages.views.admin import deliveries, national_reminders, reminders
from stages.views.admin.account import WeeklyMailsPanel
from stages.views.admin.board import BoardView
from stages.views.admin.health import DeliveryHealthView, HealthBanner
from stages.views.admin.landing import KeptPagesPanel
from stages.views.admin.mail_texts import MailTextsView, MailTextView
from stages.views.admin.partner_matrix import PartnerMatrixView
from stages.views.admin.persons import AddPersonView
from stages.views.admin.programme_release import ProgrammeReleaseView
from stages.views.admin.renewal import RenewalView
from tour.access import is_national, pages_kept_by
from tour.menu import EditorsMenuItem, NationalMenuItem
from tour.wagtail_hooks import formatter

#: Of a stage, below ``etapes/<page_id>/rappels/``.
STAGE_REMINDERS = "etapes/<int:page_id>/rappels/"
#: What is done to reminders, as the history tells it.
DEEDS = {
    "add_reminder": ("Rappel ajouté", "Rappel ajouté\u00a0: {rule}"),
    "change_reminder": ("Rappel modifié", "Rappel modifié\u00a0: {rule}"),
    "delete_reminder": ("Rappel supprimé", "Rappel supprimé\u00a0: {rule}"),
    "switch_on_reminder": ("Rappel rétabli", "Rappel national rétabli\u00a0: {rule}"),
    "switch_off_reminder": ("Rappel écarté", "Rappel national écarté\u00a0: {rule}"),
    "suspend_mails": ("Envois suspendus", "Envois suspendus"),
    "resume_mails": ("Envois repris", "Envois repris"),
    "allow_repeats": ("Renvoi permis", "Un courriel incertain est renvoyé une fois"),
    "refuse_repeats": ("Renvoi refusé", "Un courriel incertain attend une décision"),
}


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
        path("sante-des-envois/", DeliveryHealthView.as_view(), name="stages_delivery_health"),
    ]


@hooks.register("register_admin_urls")
def add_reminders_of_a_stage():
    rule = f"{STAGE_REMINDERS}<int:rule_id>/"
    return [
        path(STAGE_REMINDERS, reminders.StageRemindersView.as_view(), name="stages_reminders"),
        path(f"{STAGE_REMINDERS}ajouter/", reminders.ReminderFormView.as_view(), name="stages_reminder_add"),
        path(f"{STAGE_REMINDERS}suspendre/", reminders.SuspensionView.as_view(), name="stages_reminders_suspend"),
        path(rule, reminders.ReminderFormView.as_view(), name="stages_reminder_edit"),
        path(f"{rule}supprimer/", reminders.DeleteReminderView.as_view(), name="stages_reminder_delete"),
        path(f"{rule}activer/", reminders.SwitchView.as_view(), name="stages_reminder_switch"),
        path(f"{rule}apercu/", reminders.PreviewView.as_view(), name="stages_reminder_preview"),
        path(f"{rule}apercu/courriel/", reminders.PreviewHtmlView.as_view(), name="stages_reminder_preview_html"),
        path(f"{rule}essai/", reminders.TrialView.as_view(), name="stages_reminder_trial"),
    ]


@hooks.register("register_admin_urls")
def add_mails_of_the_tour():
    rule = "rappels/<int:rule_id>/"
    delivery = "envois/<int:delivery_id>/"
    return [
        path("rappels/", national_reminders.NationalRemindersView.as_view(), name="stages_reminders_national"),
        path(
            "rappels/suspendre/",
            national_reminders.NationalSuspensionView.as_view(),
            name="stages_reminders_suspend_all",
        ),
        path("rappels/incertains/", national_reminders.choose_repeats, name="stages_reminders_repeats"),
        path(rule, national_reminders.NationalRuleView.as_view(), name="stages_reminders_national_edit"),
        path(f"{rule}activer/", national_reminders.switch_national, name="stages_reminders_national_switch"),
        path("envois/", deliveries.DeliveriesView.as_view(), name="stages_deliveries"),
        path(delivery, deliveries.DeliveryView.as_view(), name="stages_delivery"),
        path(f"{delivery}renvoyer/", deliveries.SendAgainView.as_view(), name="stages_delivery_send_again"),
        path(f"{delivery}classer/", deliveries.settle, name="stages_delivery_settle"),
    ]


@hooks.register("register_admin_menu_item")
def add_kept_pages_to_menu():
    return EditorsMenuItem("Mes pages", reverse("wagtailadmin_home"), name="kept-pages", icon_name="home", order=10)


@hooks.register("register_admin_menu_item")
def offer_the_board():
    return NationalMenuItem("Tableau de bord", reverse("stages_board"), name="board", icon_name="tasks", order=50)


@hooks.register("register_admin_menu_item")
def offer_reminders():
    """What concerns mails to followers registers itself with ``register_reminders_menu_item``."""
    menu = Menu(register_hook_name="register_reminders_menu_item")
    return SubmenuMenuItem("Rappels", menu, name="reminders", icon_name="mail", order=315)


@hooks.register("register_reminders_menu_item")
def offer_national_reminders():
    url = reverse("stages_reminders_national")
    return NationalMenuItem("Rappels", url, name="national-reminders", icon_name="calendar-alt", order=10)


@hooks.register("register_reminders_menu_item")
def offer_deliveries():
    return NationalMenuItem("Envois", reverse("stages_deliveries"), name="deliveries", icon_name="list-ul", order=20)


@hooks.register("register_page_header_buttons")
def lead_to_reminders(page, user, next_url=None, view_name=None):
    """Among the « … » actions of a stage."""
    if page.specific_class is not StagePage or page.alias_of_id is not None:
        return
    if is_national(user) or pages_kept_by(user).filter(pk=page.pk).exists():
        yield Button("Rappels", reverse("stages_reminders", args=[page.pk]), icon_name="mail", priority=46)


@hooks.register("after_publish_page")
def say_who_is_told(request, page):
    if isinstance(page, StagePage):
        reminders.say_who_is_told(request, page)
        reminders.warn_of_a_day_put_off(request, page)


@hooks.register("register_log_actions")
def say_what_was_done_to_reminders(actions):
    for name, (label, message) in DEEDS.items():
        actions.register_action(f"stages.{name}")(formatter(label, message))


@hooks.register("register_reminders_menu_item")
def offer_the_words_of_mails():
    url = reverse("stages_mail_texts")
    return NationalMenuItem("Textes des courriels", url, name="mail-texts", icon_name="edit", order=30)


@hooks.register("register_log_actions")
def say_what_was_done_to_mails(actions):
    actions.register_action("stages.change_mail_text")(formatter("Texte de courriel", "texte modifié"))
    actions.register_action("stages.restore_mail_text")(formatter("Texte de courriel", "texte d’origine rétabli"))


@hooks.register("register_reminders_menu_item")
def offer_the_health_of_mails():
    url = reverse("stages_delivery_health")
    return NationalMenuItem("Santé des envois", url, name="delivery-health", icon_name="circle-check", order=40)


@hooks.register("register_account_settings_panel")
def offer_weekly_mails(request, user, profile):
    return WeeklyMailsPanel(request, user, profile)


@hooks.register("construct_homepage_panels")
def warn_when_mails_do_not_leave(request, panels):
    if is_national(request.user):
        panels.append(HealthBanner())


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
        f"«\u00a0{stage.title}\u00a0» n’a pas été déplacée\u00a0: le rang {stage.position} "
        f"est déjà celui de «\u00a0{other.title}\u00a0». Changez l’un des deux rangs d’abord.",
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
