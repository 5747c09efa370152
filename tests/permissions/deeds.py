"""The deeds of the admin, each with all that a browser would send, and the role that may do it.

All are done to A's things, or to things of the whole Tour: to who does them by right they succeed, to nobody else.
"""

from typing import NamedTuple

from django.conf import settings
from django.test import Client
from django.urls import reverse

from stages.models import PressReleasePage
from tests.factories import EditForm
from tests.factories.tour import PASSWORD


class Deed(NamedTuple):
    what: str
    name: str
    arguments: list
    body: dict
    by: str
    query: str = ""

    @property
    def address(self):
        return reverse(self.name, args=self.arguments) + self.query


def client_of(world, role):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.cookies[role]
    return client


def deeds(world):
    """Everything that changes something of A's, or of the Tour's."""
    return [
        *page_deeds(world),
        *review_deeds(world),
        *file_deeds(world),
        *team_deeds(world),
        *mail_deeds(world),
        *tour_deeds(world),
    ]


def page_deeds(world):
    a, national = world.holdings["A"], client_of(world, "national")
    page, draft = a.page.pk, a.draft.pk
    form = EditForm(national, a.page).fill(summary="Pris").data
    revert = EditForm(national, a.page, revision=a.revision).data
    new = EditForm(national, model=PressReleasePage, parent=a.page).fill(title="Pris").data
    bulk = f"?id={page}&id={draft}&next=/admin/"
    own, all_ = "organiser A", "national"
    pages = "wagtailadmin_pages:"
    return [
        Deed("edit", f"{pages}edit", [page], form, own),
        Deed("publish", f"{pages}edit", [page], {**form, "action-publish": "1"}, own),
        Deed("submit", f"{pages}edit", [page], {**form, "action-submit": "1"}, own),
        Deed("edit a draft", f"{pages}edit", [draft], EditForm(national, a.draft).data, own),
        Deed("go back to a revision", f"{pages}revisions_revert", [page, a.revision.pk], revert, own),
        Deed("unschedule", f"{pages}revisions_unschedule", [a.person.pk, a.scheduled.pk], {}, own),
        Deed("add", f"{pages}add", ["stages", "pressreleasepage", page], new, own),
        Deed("preview", f"{pages}preview_on_edit", [page], form, own),
        Deed("preview what is new", f"{pages}preview_on_add", ["stages", "pressreleasepage", page], new, own),
        Deed("delete a draft", f"{pages}delete", [draft], {}, own),
        Deed("say that one is there", "wagtailadmin_editing_sessions:ping", ["tour", "basepage", page, 0], {}, own),
        Deed("delete", f"{pages}delete", [a.hidden_stage.pk], {}, all_),
        Deed("unpublish", f"{pages}unpublish", [page], {}, all_),
        Deed("move", f"{pages}move_confirm", [page, world.older.pk], {}, all_),
        Deed("change the order", f"{pages}set_page_position", [page], {}, all_, "?position=1"),
        Deed("lock", f"{pages}lock", [page], {}, all_),
        Deed("unlock", f"{pages}unlock", [a.hidden_stage.pk], {}, all_),
        Deed("hide", f"{pages}set_privacy", [page], {"restriction_type": "login"}, all_),
        Deed(
            "copy",
            f"{pages}copy",
            [page],
            {"new_title": "Pris", "new_slug": "pris", "new_parent_page": str(world.older.pk), "copy_subpages": "on"},
            all_,
        ),
        Deed(
            "alias",
            f"{pages}copy",
            [page],
            {"new_title": "Pris", "new_slug": "pris", "new_parent_page": str(world.older.pk), "alias": "on"},
            all_,
        ),
        Deed("make a page of an alias", f"{pages}convert_alias", [world.alias.pk], {}, all_),
        *(
            Deed(f"{action} together", "wagtail_bulk_action", ["tour", "basepage", action], body, all_, bulk)
            for action, body in (
                ("delete", {}),
                ("publish", {}),
                ("unpublish", {}),
                ("move", {"chooser": str(world.older.pk)}),
            )
        ),
        Deed("unpublish by the API", "wagtailadmin_api:pages:action", [page, "unpublish"], {}, all_),
        Deed("delete by the API", "wagtailadmin_api:pages:action", [a.hidden_stage.pk, "delete"], {}, all_),
    ]


def review_deeds(world):
    a = world.holdings["A"]
    page, state = a.in_review.pk, a.task_state.pk
    names = ("approve", "reject")
    return [
        Deed(
            f"{name} in review", "wagtailadmin_pages:workflow_action", [page, name, state], {"comment": "x"}, "reviewer"
        )
        for name in names
    ]


def file_deeds(world):
    a = world.holdings["A"]
    own = "organiser A"
    typed = {"title": "Pris", "collection": str(a.collection.pk), "description": "x", "credit": "x", "rights": "x"}
    image, document = a.image.pk, a.document.pk
    multiple = {f"image-{image}-{name}": text for name, text in typed.items()} | {
        f"doc-{document}-{name}": text for name, text in typed.items()
    }
    uploaded = {
        f"uploaded-{kind}-{upload.pk}-{name}": text
        for kind, upload in (("image", a.image_upload), ("document", a.document_upload))
        for name, text in typed.items()
    }
    return [
        Deed("edit an image", "wagtailimages:edit", [image], typed, own),
        Deed("delete an image", "wagtailimages:delete", [image], {}, own),
        Deed("edit one of several images", "wagtailimages:edit_multiple", [image], multiple, own),
        Deed("delete one of several images", "wagtailimages:delete_multiple", [image], {}, own),
        Deed(
            "make an image of an upload",
            "wagtailimages:create_multiple_from_uploaded_image",
            [a.image_upload.pk],
            uploaded,
            own,
        ),
        Deed("drop an uploaded image", "wagtailimages:delete_upload_multiple", [a.image_upload.pk], {}, own),
        Deed("edit a document", "wagtaildocs:edit", [document], typed, own),
        Deed("delete a document", "wagtaildocs:delete", [document], {}, own),
        Deed("edit one of several documents", "wagtaildocs:edit_multiple", [document], multiple, own),
        Deed("delete one of several documents", "wagtaildocs:delete_multiple", [document], {}, own),
        Deed(
            "make a document of an upload",
            "wagtaildocs:create_multiple_from_uploaded_document",
            [a.document_upload.pk],
            uploaded,
            own,
        ),
        Deed("drop an uploaded document", "wagtaildocs:delete_upload_multiple", [a.document_upload.pk], {}, own),
        *(
            Deed(
                f"delete {kind}s together",
                "wagtail_bulk_action",
                [app, model, "delete"],
                {},
                "national",
                f"?id={pk}&next=/admin/",
            )
            for kind, app, model, pk in (
                ("image", "tour", "tourimage", image),
                ("document", "tour", "tourdocument", document),
            )
        ),
    ]


def team_deeds(world):
    a = world.holdings["A"]
    team, own = a.team.pk, "organiser A"
    return [
        Deed("invite", "tour_team", [team], {"email": "nouvelle@example.org"}, own),
        Deed("invite again", "tour_team_invite_again", [team, a.invitation.pk], {}, own),
        Deed("revoke an invitation", "tour_team_revoke", [team, a.invitation.pk], {}, own),
        Deed("leave out", "tour_team_leave_out", [team, a.mate.pk], {}, own),
        Deed("close an account", "tour_account_state", [a.mate.pk], {}, "national"),
    ]


def mail_deeds(world):
    a, own, all_ = world.holdings["A"], "organiser A", "national"
    page, rule, typed = a.page.pk, a.rule.pk, {"days": "-2", "at": "10:00"}
    return [
        Deed("add a reminder", "stages_reminder_add", [page], typed, own),
        Deed("change a reminder", "stages_reminder_edit", [page, rule], typed, own),
        Deed("delete a reminder", "stages_reminder_delete", [page, rule], {}, own),
        Deed("do without a reminder", "stages_reminder_switch", [page, world.rule.pk], {"actif": "non"}, own),
        Deed("try a reminder", "stages_reminder_trial", [page, rule], {}, own),
        Deed("suspend a stage's mails", "stages_reminders_suspend", [page], {"suspendre": "oui"}, own),
        Deed("change a national reminder", "stages_reminders_national_edit", [world.rule.pk], typed, all_),
        Deed("end a national reminder", "stages_reminders_national_switch", [world.rule.pk], {"actif": "non"}, all_),
        Deed("suspend all mails", "stages_reminders_suspend_all", [], {"suspendre": "oui"}, all_),
        Deed("repeat what is uncertain", "stages_reminders_repeats", [], {"renvoyer": "oui"}, all_),
        Deed("send a delivery again", "stages_delivery_send_again", [a.delivery.pk], {}, all_),
        Deed("settle a delivery", "stages_delivery_settle", [a.delivery.pk], {}, all_),
    ]


def tour_deeds(world):
    a, all_, machine = world.holdings["A"], "national", "superuser"
    theme, source = world.theme.pk, world.source.pk
    person = {
        "email": "pris@example.org",
        "first_name": "P",
        "last_name": "Q",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    return [
        Deed("send a mail again", "tour_mail_send_again", [world.mail.pk], {}, all_),
        Deed("settle a mail", "tour_mail_settle", [world.mail.pk], {}, all_),
        Deed("suspend an address", "tour_suppression_add", [], {"email": "libre@example.org"}, all_),
        Deed("lift a suspension", "tour_suppression_lift", [], {"email": "suspendue@example.org"}, all_),
        Deed(
            "add a redirect", "wagtailredirects:add", [], {"old_path": "/pris", "redirect_link": "https://p.fr/"}, all_
        ),
        Deed("delete a redirect", "wagtailredirects:delete", [world.redirect.pk], {}, all_),
        Deed(
            "rename a collection",
            "wagtailadmin_collections:edit",
            [a.collection.pk],
            {"name": "Pris", "parent": str(a.team.collection_id)},
            all_,
        ),
        Deed("delete a collection", "wagtailadmin_collections:delete", [a.collection.pk], {}, all_),
        Deed(
            "hide a collection",
            "wagtailadmin_collections:set_privacy",
            [a.collection.pk],
            {"restriction_type": "login"},
            all_,
        ),
        Deed(
            "add a theme",
            "wagtailsnippets_tour_theme:add",
            [],
            {"name": "Pris", "family": "practices", "slug": "pris"},
            all_,
        ),
        Deed("delete a theme", "wagtailsnippets_tour_theme:delete", [theme], {}, all_),
        Deed("edit a source", "wagtailsnippets_tour_source:edit", [source], {"title": "Pris", "code": "pris"}, all_),
        Deed("delete a source", "wagtailsnippets_tour_source:delete", [source], {}, all_),
        Deed("add an account", "wagtailusers_users:add", [], person, machine),
        Deed("delete an account", "wagtailusers_users:delete", [a.mate.pk], {}, machine),
        Deed("delete a group", "wagtailusers_groups:delete", [world.plain_group.pk], {}, machine),
        Deed("close a workflow", "wagtailadmin_workflows:disable", [a.workflow.pk], {}, machine),
        Deed("take a page out of a workflow", "wagtailadmin_workflows:remove", [a.page.pk], {}, machine),
        Deed("delete a site", "wagtailsites:delete", [world.site.pk], {}, machine),
    ]
