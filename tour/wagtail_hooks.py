"""What the floor adds to Wagtail's admin: the vocabulary and the sources, kept by the national team; deletions that
would tear a page out of another, or that an app objects to, are refused in words.
"""

from django.http import Http404
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tour import deletion
from tour.access import choosable_by, is_national, may_download, others_among, teams_of
from tour.menu import NationalMenuItem
from tour.models import BasePage, Source, Team, Theme
from tour.views import guide, mails, pages, suppressions, teams


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = "Thèmes"
    list_display = ["name", "family"]
    list_filter = ["family"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("family"), FieldPanel("slug")]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    menu_label = "Sources"
    list_display = ["title", "publisher", "published_on", "code"]
    list_filter = ["publisher"]
    search_fields = ["title", "publisher", "code"]
    ordering = ["code"]


class ReferenceGroup(SnippetViewSetGroup):
    """One menu entry for what the whole Tour shares."""

    items = [ThemeViewSet, SourceViewSet]
    menu_label = "Références"
    menu_icon = "list-ul"
    menu_order = 350


register_snippet(ReferenceGroup)


class TourPageViewSet(PageViewSet):
    index_view_class = pages.ExplorerView
    edit_view_class = pages.EditView


@hooks.register("register_admin_viewset", order=1)  # after Wagtail's own, in its place
def register_page_viewset():
    return TourPageViewSet()


#: The entries of the main menu for those who keep some pages: deny by default.
EDITORS_MENU = {"kept-pages", "images", "documents", "help"}


@hooks.register("register_admin_urls")
def add_team_urls():
    return [
        path("equipes/", teams.TeamsView.as_view(), name="tour_teams"),
        path("equipes/<int:team_id>/", teams.TeamView.as_view(), name="tour_team"),
        path("equipes/<int:team_id>/retirer/<int:user_id>/", teams.leave_out, name="tour_team_leave_out"),
        path("equipes/<int:team_id>/renvoyer/<int:invitation_id>/", teams.invite_again, name="tour_team_invite_again"),
        path("equipes/<int:team_id>/annuler/<int:invitation_id>/", teams.revoke, name="tour_team_revoke"),
        path("comptes/<int:user_id>/", teams.account_state, name="tour_account_state"),
        path("guide/", guide.GuideView.as_view(), name="tour_guide"),
        path("courriels/", mails.MailsView.as_view(), name="tour_mails"),
        path("courriels/adresses/", suppressions.SuppressionsView.as_view(), name="tour_suppressions"),
        path("courriels/adresses/suspendre/", suppressions.add, name="tour_suppression_add"),
        path("courriels/adresses/reprendre/", suppressions.lift, name="tour_suppression_lift"),
        path("courriels/<int:mail_id>/", mails.MailView.as_view(), name="tour_mail_detail"),
        path("courriels/<int:mail_id>/renvoyer/", mails.send_again, name="tour_mail_send_again"),
        path("courriels/<int:mail_id>/classer/", mails.settle, name="tour_mail_settle"),
    ]


@hooks.register("register_admin_menu_item")
def add_teams_to_menu():
    return NationalMenuItem("Équipes", reverse("tour_teams"), name="teams", icon_name="group", order=310)


@hooks.register("register_admin_menu_item")
def add_mails_to_menu():
    return NationalMenuItem("Courriels", reverse("tour_mails"), name="mails", icon_name="mail", order=320)


@hooks.register("register_page_header_buttons")
def lead_to_team(page, user, next_url=None, view_name=None):
    """Among the « … » actions of a page that a team keeps."""
    team = Team.objects.filter(page=page.pk).first()
    if team is not None and (is_national(user) or teams_of(user).filter(pk=team.pk).exists()):
        yield Button("Équipe", reverse("tour_team", args=[team.pk]), icon_name="group", priority=45)


@hooks.register("register_help_menu_item")
def add_guide_to_help():
    return MenuItem("Guide des organisateurs", reverse("tour_guide"), name="guide", icon_name="help", order=1)


@hooks.register("construct_help_menu")
def leave_out_pages_in_english(request, menu_items):
    """Wagtail's own guide and news are on another site, in English."""
    menu_items[:] = [item for item in menu_items if item.name in {"guide", "keyboard-shortcuts-trigger"}]


@hooks.register("construct_main_menu")
def leave_editors_what_is_theirs(request, menu_items):
    if not is_national(request.user):
        menu_items[:] = [item for item in menu_items if item.name in EDITORS_MENU]


@hooks.register("construct_page_chooser_queryset")
def choose_among_own_and_public(pages, request):
    return pages if is_national(request.user) else pages.filter(pk__in=choosable_by(request.user))


@hooks.register("before_serve_document")
def serve_what_is_published(document, request):
    """Before the page that holds it is online, a file's address, which one can guess, gives nothing."""
    if not may_download(request.user, document):
        raise Http404


@hooks.register("check_page_references")
def refuse_to_name_what_is_others(user, references):
    """What choosers do not offer, one cannot have by a guessed number either."""
    if others_among(user, references):
        raise Http404


@hooks.register("register_log_actions")
def say_what_was_done_to_teams(actions):
    for name, label, message in (
        ("tour.invite", "Invitation", "Invitation envoyée à {who}"),
        ("tour.join", "Arrivée dans l’équipe", "{who} a rejoint l’équipe"),
        ("tour.revoke_invitation", "Annulation d’une invitation", "Invitation de {who} annulée"),
        ("tour.leave_out", "Départ de l’équipe", "{who} ne fait plus partie de l’équipe"),
        ("tour.send_mail_again", "Courriel renvoyé", "Courriel à renvoyer, à la demande d’une personne"),
        ("tour.settle_mail", "Courriel classé", "Courriel classé sans renvoi"),
        ("tour.suppress_address", "Adresse suspendue", "Adresse suspendue à la main"),
        ("tour.lift_suppression", "Suspension levée", "Suspension d’une adresse levée ({reason})"),
        ("tour.close_account", "Compte désactivé", "Compte désactivé"),
        ("tour.open_account", "Compte réactivé", "Compte réactivé"),
    ):
        actions.register_action(name)(formatter(label, message))


def formatter(label, message):
    """A log formatter whose ``message`` names what the entry's data hold."""

    def format_message(self, entry):
        return message.format(**entry.data)

    return type("Formatter", (LogFormatter,), {"label": label, "format_message": format_message})


@hooks.register("insert_editor_js")
def call_rows_by_what_they_hold():
    return format_html('<script src="{}" type="module"></script>', static("js/admin-rows.js"))


@hooks.register("before_delete_page")
def refuse_to_delete_what_is_held(request, page):
    reason = deletion.why_not(page)
    if reason:
        messages.error(request, reason)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def take_together_what_is_below(request, action_type, objects, action):
    """With a page goes what is below it, which Wagtail would then look for where it was."""
    if action_type in ("delete", "move") and issubclass(action.model, BasePage):
        objects[:] = [page for page in objects if not any(page.is_descendant_of(other) for other in objects)]


@hooks.register("before_bulk_action")
def refuse_to_delete_together_what_is_held(request, action_type, objects, action):
    if action_type != "delete" or not issubclass(action.model, BasePage):
        return None
    reasons = [reason for page in objects if (reason := deletion.why_not(page))]
    for reason in reasons:
        messages.error(request, reason)
    return redirect(action.next_url) if reasons else None
