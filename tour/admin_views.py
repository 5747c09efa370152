"""Who may open which view of the admin: every URL name under /admin/ is in one of these lists, or nobody's.

The lists concern those who keep some pages (organisers, partners, reviewers): whatever is not listed for them does not
exist. What Wagtail itself refuses (writing to others' pages, images, documents) it refuses besides. A test fails on a
URL name that no list holds.
"""

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.models import TaskState, UploadedFile
from wagtail.permissions import policy_registry

from tour.access import (
    is_national,
    may_choose,
    may_explore,
    may_work_on,
    pages_in_review_by,
    pages_kept_by,
    pages_of,
    teams_of,
)
from tour.models import BasePage, TourDocument, TourImage
from tour.references import as_key

#: (request, arguments of the address) → whether the view exists for that user.
Rule = Callable[[HttpRequest, dict], bool]


def always(request, arguments):
    return True


def page(argument: str = "page_id") -> Rule:
    """The page is one the user works on."""
    return lambda request, arguments: may_work_on(request.user, arguments[argument])


def in_review(request, arguments):
    """The page waits for the user's approval, and the task is one of its own."""
    if arguments["page_id"] not in pages_in_review_by(request.user):
        return False
    state = TaskState.objects.filter(pk=arguments.get("task_state_id"), workflow_state__object_id=arguments["page_id"])
    return "task_state_id" not in arguments or state.exists()


def deletable(request, arguments):
    found = pages_of(request.user).filter(pk=arguments["page_id"]).first()
    return found is not None and found.permissions_for_user(request.user).can_delete()


def may_add_below(request, arguments):
    """The user may add pages below the page (of the type asked for, if one is)."""
    parent = pages_of(request.user).filter(pk=arguments["parent_page_id"]).first()
    if parent is None or not parent.permissions_for_user(request.user).can_add_subpage():
        return False
    wanted = (arguments.get("content_type_app_name"), arguments.get("content_type_model_name"))
    types = [
        (model._meta.app_label, model._meta.model_name) for model in parent.specific_class.creatable_subpage_models()
    ]
    return wanted == (None, None) or wanted in types


def kept(argument: str = "page_id") -> Rule:
    """The page is one the user keeps: not only asked to review."""
    return lambda request, arguments: pages_kept_by(request.user).filter(pk=arguments[argument]).exists()


def keeps_some(request, arguments):
    return pages_kept_by(request.user).exists()


def explored(request, arguments):
    return may_explore(request.user, arguments["parent_page_id"])


def chosen(request, arguments):
    """A page chooser opens at the page above all those of the types it is for."""
    try:
        models = page_models_from_string(request.GET.get("page_type") or "tour.BasePage")
    except (ValueError, LookupError):
        return False
    if BasePage in models:
        return True
    above = BasePage.objects.type(*models).first_common_ancestor()
    return above is None or may_choose(request.user, above)


def chosen_below(request, arguments):
    return may_choose(request.user, arguments["parent_page_id"])


def owned(model, argument: str, *actions: str) -> Rule:
    """The file lies in a collection on which the user has one of the permissions."""

    def rule(request, arguments):
        files = policy_registry.get_by_type(model).instances_user_has_any_permission_for(request.user, actions)
        return files.filter(pk=as_key(arguments[argument])).exists()

    return rule


def image(argument: str, *actions: str) -> Rule:
    return owned(TourImage, argument, *(actions or ("change",)))


def document(argument: str, *actions: str) -> Rule:
    return owned(TourDocument, argument, *(actions or ("change",)))


def some(model) -> Rule:
    """There are collections in which the user may do something with such files."""
    return lambda request, arguments: policy_registry.get_by_type(model).user_has_any_permission(
        request.user, ("add", "change", "delete", "choose")
    )


def own_upload(request, arguments):
    return UploadedFile.objects.filter(pk=arguments["uploaded_file_id"], uploaded_by_user=request.user).exists()


def own_team(request, arguments):
    return teams_of(request.user).filter(pk=arguments["team_id"]).exists()


def only_themes(request, arguments):
    return (arguments["app_name"], arguments["model_name"]) == ("tour", "theme")


def names(prefix: str, words: str) -> list[str]:
    return [f"{prefix}{word}" for word in words.split()]


#: Before logging in, and what every page of the admin loads. Unnamed: the addresses that Wagtail answers 404 itself.
OPEN = {
    "",
    *names("wagtailadmin_", "login logout sprite javascript_catalog"),
    *names("wagtailadmin_password_", "reset reset_done reset_confirm reset_complete"),
}

#: What those who keep some pages may open, and when.
EDITORS: dict[str, Rule] = {
    **dict.fromkeys(names("wagtailadmin_", "home account dismissibles block_preview"), always),
    "tour_guide": always,
    # One's own session: Wagtail looks.
    "wagtailadmin_editing_sessions:release": always,
    "wagtailadmin_editing_sessions:ping": page("object_id"),
    # Pages. Those who only review them are refused the second list by Wagtail: they keep none.
    **dict.fromkeys(
        names(
            "wagtailadmin_pages:",
            "edit view_draft revisions_revert confirm_workflow_cancellation workflow_history workflow_history_detail",
        ),
        page(),
    ),
    **dict.fromkeys(
        names(
            "wagtailadmin_pages:",
            "preview_on_edit usage history history_results revisions_index revisions_view revisions_unschedule",
        ),
        kept(),
    ),
    "wagtailadmin_pages:revisions_compare": kept("pk"),
    "wagtailadmin_pages:delete": deletable,
    **dict.fromkeys(
        names("wagtailadmin_pages:", "workflow_action collect_workflow_action_data workflow_preview"), in_review
    ),
    **dict.fromkeys(names("wagtailadmin_pages:", "add preview_on_add add_subpage"), may_add_below),
    **dict.fromkeys(names("wagtailadmin_pages:", "search search_results"), keeps_some),  # filtered: tour.wagtail_hooks
    **dict.fromkeys(names("wagtailadmin_", "explore explore_results"), explored),
    "wagtailadmin_explore_root": keeps_some,  # Wagtail goes on to the first page that is the user's
    # Links and choosers.
    "wagtailadmin_choose_page": chosen,  # filtered: tour.wagtail_hooks
    "wagtailadmin_choose_page_search": always,  # filtered likewise
    "wagtailadmin_choose_page_child": chosen_below,
    **dict.fromkeys(names("wagtailadmin_choose_page_", "external_link email_link phone_link anchor_link"), always),
    "wagtailadmin_tag_model_autocomplete": only_themes,
    **dict.fromkeys(names("wagtailsnippetchoosers_tour_source:", "choose choose_results chosen"), always),
    # Images and documents: lists and choosers show what lies in the user's collections, and what all may choose.
    **dict.fromkeys(
        [
            *names("wagtailimages:", "index index_results add add_multiple"),
            *names("wagtailimages_chooser:", "choose choose_results create"),
        ],
        some(TourImage),
    ),
    **dict.fromkeys(
        names("wagtailimages:", "edit delete preview image_usage edit_multiple delete_multiple"), image("image_id")
    ),
    "wagtailimages_chooser:chosen": image("pk", "choose"),
    "wagtailimages_chooser:select_format": image("image_id", "choose"),
    **dict.fromkeys(
        [
            *names("wagtaildocs:", "index index_results add add_multiple"),
            *names("wagtaildocs_chooser:", "choose choose_results create"),
        ],
        some(TourDocument),
    ),
    **dict.fromkeys(names("wagtaildocs:", "edit delete document_usage"), document("document_id")),
    **dict.fromkeys(names("wagtaildocs:", "edit_multiple delete_multiple"), document("doc_id")),
    "wagtaildocs_chooser:chosen": document("pk", "choose"),
    **dict.fromkeys(
        [
            *names("wagtailimages:", "create_multiple_from_uploaded_image delete_upload_multiple"),
            *names("wagtaildocs:", "create_multiple_from_uploaded_document delete_upload_multiple"),
        ],
        own_upload,
    ),
    # Our own views, which look for themselves what is the user's.
    **dict.fromkeys(names("stages_", "programme_release person_add reminders reminders_suspend"), kept()),
    **dict.fromkeys(names("stages_reminder_", "add edit delete switch preview preview_html trial"), kept()),
    **dict.fromkeys(names("stages_", "board partner_matrix"), always),
    **dict.fromkeys(names("stages_", "deliveries delivery"), keeps_some),
    **dict.fromkeys(("tour_team", *names("tour_team_", "leave_out invite_again revoke")), own_team),
}

#: Besides, for those who conduct the Tour.
NATIONAL = {
    *names(
        "wagtailadmin_pages:",
        "type_use type_use_results choose_parent unpublish convert_alias move move_confirm set_page_position copy "
        "set_privacy lock unlock",
    ),
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtail_bulk_action",
    "wagtailadmin_tag_autocomplete",
    *(
        f"wagtailadmin_api:{kind}:{view}"
        for kind in ("pages", "documents", "images")
        for view in ("listing", "detail", "find")
    ),
    "wagtailadmin_api:pages:action",
    *names("wagtailadmin_collections:", "index add edit delete set_privacy"),
    *names("wagtailadmin_reports:", "locked_pages locked_pages_results workflow workflow_results workflow_tasks"),
    *names("wagtailadmin_reports:", "workflow_tasks_results aging_pages aging_pages_results"),
    *names("wagtailadmin_reports:", "page_types_usage page_types_usage_results"),
    *names("wagtailredirects:", "index index_results add edit delete"),
    *(
        f"wagtailsnippets_tour_{model}:{view}"
        for model in ("theme", "source")
        for view in ["list", "list_results", "add", "edit", "delete", "usage", "history", "history_results", "copy"]
    ),
    *names("wagtailsnippetchoosers_tour_theme:", "choose choose_results chosen chosen_multiple"),
    "wagtailsnippetchoosers_tour_source:chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
    *names("stages_", "renewal mail_texts mail_text delivery_health"),
    *names("stages_reminders_", "national national_edit national_switch suspend_all repeats"),
    *names("stages_delivery_", "send_again settle"),
    "tour_teams",
    "tour_account_state",
    "tour_mails",
    "tour_mail_detail",
    "tour_mail_send_again",
    "tour_mail_settle",
    *names("tour_", "suppressions suppression_add suppression_lift"),
}

#: Accounts, groups, sites, workflows, and the history of everything: for who runs the machine.
SUPERUSERS = {
    *names("wagtailadmin_reports:", "site_history site_history_results"),
    *names(
        "wagtailadmin_workflows:",
        "index index_results add enable disable edit usage usage_results remove add_task select_task_type task_index "
        "task_index_results edit_task disable_task enable_task task_chooser task_chooser_results task_chooser_create "
        "task_chosen",
    ),
    *names("wagtailsites:", "index index_results add edit delete history history_results usage copy"),
    *names("wagtailusers_users:", "index index_results add edit delete history history_results usage copy"),
    *names("wagtailusers_groups:", "index index_results add edit delete history history_results usage"),
}

#: What comes with Wagtail and this site has no use for: nobody's.
NOBODY = {
    "wagtailadmin_error_test",
    # It asks other sites: no provider is set.
    *names("wagtailembeds:", "chooser chooser_upload"),
    # Themes and sources are not made while choosing one; redirects are made one by one.
    "wagtailsnippetchoosers_tour_theme:create",
    "wagtailsnippetchoosers_tour_source:create",
    *names("wagtailredirects:", "start_import process_import"),
    # Themes and sources have menu entries of their own; images, addresses that pages give them.
    "wagtailsnippets:index",
    *names("wagtailimages:", "url_generator url_generator_output"),
}


def exists_for(request: HttpRequest, view_name: str, arguments: dict) -> bool:
    """Whether a view of the admin exists for the request's user, who is logged in."""
    user = request.user
    if view_name in NOBODY:
        return False
    if user.is_superuser or view_name in OPEN:
        return True
    if is_national(user):
        return view_name in EDITORS or view_name in NATIONAL
    rule = EDITORS.get(view_name)
    return rule is not None and rule(request, arguments)
