"""Who may open which address (ADR 0013), said here by the name of each address and not taken from the code.

For each role and each thing asked for, ``expected`` says what the answer amounts to (``browser.outcome``).
"""

from dataclasses import dataclass, field


def names(prefix: str, words: str) -> set[str]:
    return {f"{prefix}{word}" for word in words.split()}


# --- Roles --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Role:
    name: str
    #: Whose things are this role's own, and whose are others' (letters of holdings).
    own: str
    foreign: tuple
    kind: str
    #: The secrets it may read (keys of ``world.SECRETS``).
    knows: frozenset = field(default_factory=frozenset)


def keeper(name, own, foreign, *, review=()):
    return Role(name, own, foreign, "keeper", frozenset({own, f"people of {own}", *review}))


EVERYTHING = frozenset(
    {"A", "B", "P", "Q", "national", "in review of A", "in review of B"} | {f"people of {letter}" for letter in "ABPQ"}
)
ROLES = {
    role.name: role
    for role in (
        Role("anonymous", "A", ("B",), "outsider"),
        Role("stranger", "A", ("B",), "outsider"),
        Role("deactivated", "A", ("B",), "outsider"),
        Role("removed", "A", ("B",), "outsider"),
        keeper("organiser A", "A", ("B", "P"), review=["in review of A"]),
        keeper("organiser B", "B", ("A", "Q"), review=["in review of B"]),
        keeper("partner P", "P", ("Q", "A")),
        keeper("partner Q", "Q", ("P", "B")),
        # Who reviews sees what waits for review, and who wrote it; nothing else of a team is theirs.
        Role(
            "reviewer",
            "A",
            ("B",),
            "reviewer",
            frozenset({"in review of A", "in review of B", "people of A", "people of B"}),
        ),
        Role("national", "A", ("B", "P"), "national", EVERYTHING),
        Role("superuser", "A", ("B", "P"), "superuser", EVERYTHING),
    )
}

# --- Addresses ----------------------------------------------------------------------------------

#: Everybody's: what is published, feeds, open data, and the way in. The same for all, and no secret of anybody.
PUBLIC = {
    *names("open-data-", "schema route"),
    *(f"open-data-{data}-{form}" for data in ("etapes", "programme", "partenaires") for form in ("json", "csv")),
    *names("stage-", "feed widget card"),
    *names("calendar-", "feed widget"),
    *names("announcements-", "rss atom"),
    *names("wagtailcore_", "authenticate_with_password login"),
    *names("wagtaildocs_", "serve authenticate_with_password"),
    *names("follow-", "thanks access confirm manage data erase leave"),
    "open-data",
    "calendar",
    "follow",
    "programme-feed",
    "programme-changes",
    "item-feed",
    "oembed",
    "search",
    "sitemap",
    "robots",
    "worker",
    "offline",
    "health",
    "delivery-health",
    "nudges-decline",
    "invitation",
    "mailbox",
    *names("mailbox-", "letter html source attachment"),
    "wagtail_serve",
}
#: The way into the admin and what its pages load.
DOOR = {
    *names("wagtailadmin_", "login logout sprite javascript_catalog"),
    *names("wagtailadmin_password_", "reset reset_done reset_confirm reset_complete"),
}
#: For all who have a place in the admin: their own account and home, and lists that hold only what is theirs.
HOUSE = {
    *names("wagtailadmin_", "home account dismissibles block_preview"),
    *names("wagtailadmin_choose_page_", "search external_link email_link phone_link anchor_link"),
    *names("wagtailsnippetchoosers_tour_source:", "choose choose_results chosen"),
    "wagtailadmin_choose_page",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_editing_sessions:release",
    *names("stages_", "board partner_matrix"),
    "tour_guide",
}
#: Lists of one's own pages and files, and ways to add a file.
FILES = {
    "wagtailadmin_explore_root",
    *names("wagtailadmin_pages:", "search search_results"),
    *names("wagtailimages:", "index index_results add add_multiple"),
    *names("wagtaildocs:", "index index_results add add_multiple"),
    *names("wagtailimages_chooser:", "choose choose_results create"),
    *names("wagtaildocs_chooser:", "choose choose_results create"),
}
#: Of one page, image, document or team: for who keeps it.
MINE = {
    *names("wagtailadmin_pages:", "edit view_draft revisions_revert"),
    *names("wagtailadmin_pages:", "workflow_history workflow_history_detail confirm_workflow_cancellation"),
    "wagtailadmin_editing_sessions:ping",
}
#: The same, but not for who is only asked to review the page.
KEPT = {
    *names("wagtailadmin_pages:", "preview_on_edit history history_results revisions_index revisions_view"),
    *names("wagtailadmin_pages:", "revisions_unschedule revisions_compare usage"),
    *names("wagtailadmin_", "explore explore_results"),
    *names("wagtailimages:", "edit delete preview image_usage edit_multiple delete_multiple"),
    *names("wagtailimages:", "create_multiple_from_uploaded_image delete_upload_multiple"),
    *names("wagtaildocs:", "edit delete document_usage edit_multiple delete_multiple"),
    *names("wagtaildocs:", "create_multiple_from_uploaded_document delete_upload_multiple"),
    *names("wagtailimages_chooser:", "chosen select_format"),
    "wagtaildocs_chooser:chosen",
    *names("tour_team_", "leave_out invite_again revoke"),
    "tour_team",
}
#: Of a stage: for who keeps it.
STAGE = {
    *names("stages_", "programme_release person_add reminders reminders_suspend"),
    *names("stages_reminder_", "add edit delete switch preview preview_html trial"),
}
#: The mails about the stages that one keeps, and one of them: for who keeps a stage.
LEDGER, DELIVERY = {"stages_deliveries"}, {"stages_delivery"}
#: Looking for a page to link to below a page: below one's own, and below those that are published.
CHOICE = {"wagtailadmin_choose_page_child"}
#: Adding below a page: for who keeps one that has pages below it.
ADDITION = names("wagtailadmin_pages:", "add preview_on_add add_subpage")
#: Approving, and seeing what waits: for who reviews.
REVIEW = names("wagtailadmin_pages:", "workflow_action collect_workflow_action_data workflow_preview")
#: Deleting a page: also for who keeps it, as long as it was never published.
DELETION = {"wagtailadmin_pages:delete"}
#: For who conducts the Tour, of whatever team it is.
NATIONAL = {
    *names("wagtailadmin_pages:", "type_use type_use_results choose_parent unpublish convert_alias move move_confirm"),
    *names("wagtailadmin_pages:", "set_page_position copy set_privacy lock unlock"),
    *(f"wagtailadmin_api:{kind}:{view}" for kind in ("pages", "documents", "images") for view in ("listing", "detail")),
    *(f"wagtailadmin_api:{kind}:find" for kind in ("pages", "documents", "images")),
    "wagtailadmin_api:pages:action",
    *names("wagtailadmin_collections:", "index add edit delete set_privacy"),
    *names("wagtailadmin_reports:", "locked_pages locked_pages_results workflow workflow_results workflow_tasks"),
    *names("wagtailadmin_reports:", "workflow_tasks_results aging_pages aging_pages_results"),
    *names("wagtailadmin_reports:", "page_types_usage page_types_usage_results"),
    *names("wagtailredirects:", "index index_results add edit delete"),
    *(
        f"wagtailsnippets_tour_{model}:{view}"
        for model in ("theme", "source")
        for view in ("list", "list_results", "add", "edit", "delete", "usage", "history", "history_results", "copy")
    ),
    *names("wagtailsnippetchoosers_tour_theme:", "choose choose_results chosen chosen_multiple"),
    "wagtailsnippetchoosers_tour_source:chosen_multiple",
    *names("stages_", "renewal mail_texts mail_text delivery_health"),
    *names("stages_reminders_", "national national_edit national_switch suspend_all repeats"),
    *names("stages_delivery_", "send_again settle"),
    *names("tour_", "teams account_state mails mail_detail mail_send_again mail_settle"),
    *names("tour_", "suppressions suppression_add suppression_lift"),
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
    "wagtailadmin_tag_autocomplete",
    "wagtail_bulk_action",
}
#: For who runs the machine: accounts, groups, sites, workflows, the history of everything.
MACHINE = {
    *names("wagtailadmin_reports:", "site_history site_history_results"),
    *names("wagtailadmin_workflows:", "index index_results add enable disable edit usage usage_results remove"),
    *names("wagtailadmin_workflows:", "add_task select_task_type task_index task_index_results edit_task disable_task"),
    *names("wagtailadmin_workflows:", "enable_task task_chooser task_chooser_results task_chooser_create task_chosen"),
    *names("wagtailsites:", "index index_results add edit delete history history_results usage copy"),
    *names("wagtailusers_users:", "index index_results add edit delete history history_results usage copy"),
    *names("wagtailusers_groups:", "index index_results add edit delete history history_results usage"),
}
#: For nobody: the site has no use for what Wagtail brings there.
NOBODY = {
    "wagtailadmin_error_test",
    *names("wagtailembeds:", "chooser chooser_upload"),
    *names("wagtailsnippetchoosers_tour_", "theme:create source:create"),
    *names("wagtailredirects:", "start_import process_import"),
    *names("wagtailimages:", "url_generator url_generator_output"),
    "wagtailsnippets:index",
}
#: Addresses without a name: nothing is there in the admin; a sign and public pictures elsewhere.
UNNAMED = {""}

KINDS = {
    "public": PUBLIC,
    "door": DOOR,
    "house": HOUSE,
    "files": FILES,
    "mine": MINE,
    "kept": KEPT,
    "stage": STAGE,
    "ledger": LEDGER,
    "delivery": DELIVERY,
    "choice": CHOICE,
    "addition": ADDITION,
    "review": REVIEW,
    "deletion": DELETION,
    "national": NATIONAL,
    "machine": MACHINE,
    "nobody": NOBODY,
    "unnamed": UNNAMED,
}


def kind_of(name):
    """The one kind of an address; KeyError for one that nobody classified."""
    found = [kind for kind, those in KINDS.items() if name in those]
    if len(found) != 1:
        raise KeyError(name, found)
    return found[0]


# --- What the answer amounts to -----------------------------------------------------------------

REFUSED, LOGIN, ANSWERED = {"refused"}, {"login"}, {"answered"}
#: The pages of a holding that everybody may see, in an older state.
PUBLISHED = {"page", "person"}
#: Pages that never were published.
DRAFTS = {"draft", "in_review"}


def expected(role: Role, name: str, whose: str, page: str) -> set:
    """The outcomes that are right when ``role`` asks for an address.

    ``whose``: "own", "foreign" or "absent"; ``page``: which page of the holding it is about, "" if none.
    """
    kind = kind_of(name)
    if kind in ("public", "unnamed"):
        return {"answered", "refused"} if name or role.kind != "outsider" else {"answered", "refused", "login"}
    if kind == "door":
        return {"answered", "turned away", "login"}
    if role.kind == "outsider":
        return LOGIN
    if kind == "nobody":
        return REFUSED
    if role.kind == "superuser" or (role.kind == "national" and kind != "machine"):
        return of_everything(name, whose)
    if name in ASKS_FOR_NOTHING or (name == "wagtailsnippetchoosers_tour_source:chosen" and whose == "absent"):
        return {"answered", "refused"}
    return BY_KIND.get(kind, lambda *_: REFUSED)(role, whose, page)


def of_everything(name, whose):
    """What one may do to all there is: what is not there is not found, and Wagtail refuses what makes no sense."""
    if whose == "absent":
        return {"answered", "refused"}
    return {"answered", "refused", "turned away"} if name in SENSELESS else ANSWERED


#: Refused to those who may do everything, too: there is nothing to do, or the upload is another's.
SENSELESS = {
    *names("wagtailadmin_pages:", "unpublish convert_alias unlock"),  # of what is no such thing
    *names("wagtailadmin_pages:", "add preview_on_add add_subpage move_confirm"),  # no page of that type goes there
    *names("wagtailadmin_pages:", "workflow_action workflow_preview"),  # an action there is not, a review that ended
    *(f"wagtailadmin_api:{kind}:find" for kind in ("pages", "images", "documents")),
    *(STAGE | {"stages_renewal"}),  # of a page that is no stage, no edition
    "wagtailadmin_api:pages:action",
    "wagtailadmin_block_preview",
    "wagtailusers_groups:delete",  # a team's: it goes with its page
    *names("wagtailimages:", "create_multiple_from_uploaded_image delete_upload_multiple"),
    *names("wagtaildocs:", "create_multiple_from_uploaded_document delete_upload_multiple"),
}
#: Without saying what is asked for there is nothing to answer.
ASKS_FOR_NOTHING = {"wagtailadmin_block_preview"}


def in_house(role, whose, page):
    return ANSWERED


def in_files(role, whose, page):
    return REFUSED if role.kind == "reviewer" else ANSWERED


def in_mine(role, whose, page):
    if role.kind == "reviewer":
        return ANSWERED if page == "in_review" and whose != "absent" else REFUSED
    return ANSWERED if whose == "own" else REFUSED


def in_kept(role, whose, page):
    return ANSWERED if role.kind == "keeper" and whose == "own" else REFUSED


def in_choice(role, whose, page):
    if whose != "absent" and page in PUBLISHED:
        return ANSWERED
    return in_mine(role, whose, page)


def in_stage(role, whose, page):
    return ANSWERED if role.name.startswith("organiser") and whose == "own" and page == "page" else REFUSED


def in_ledger(role, whose, page):
    return ANSWERED if role.name.startswith("organiser") else REFUSED


def in_delivery(role, whose, page):
    return ANSWERED if role.name.startswith("organiser") and whose == "own" else REFUSED


def in_addition(role, whose, page):
    return ANSWERED if role.name.startswith("organiser") and whose == "own" else REFUSED


def in_review(role, whose, page):
    if role.kind != "reviewer" or page != "in_review" or whose == "absent":
        return REFUSED
    return {"answered", "turned away"}  # once approved, the page is no longer theirs: back to the home page


def in_deletion(role, whose, page):
    return ANSWERED if role.name.startswith("organiser") and whose == "own" and page in DRAFTS else REFUSED


BY_KIND = {
    "house": in_house,
    "files": in_files,
    "mine": in_mine,
    "kept": in_kept,
    "stage": in_stage,
    "ledger": in_ledger,
    "delivery": in_delivery,
    "choice": in_choice,
    "addition": in_addition,
    "review": in_review,
    "deletion": in_deletion,
}
