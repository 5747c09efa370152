"""Every address of the site, with somebody's things in the place of its arguments."""

from functools import cache

from django.urls import URLPattern, get_resolver, reverse

from tests.permissions.world import ABSENT

#: The views of a page, for which each of the pages somebody keeps is tried.
PAGE_ARGUMENTS = {"page_id", "parent_page_id", "page_to_move_id", "object_id", "page_pk"}
#: Addresses without a name.
UNNAMED = {"admin/test404/": "/admin/test404/", "admin/^.*/$": "/admin/nulle-part/", "favicon.ico": "/favicon.ico"}


@cache
def patterns():
    """(name, route, arguments) of every address the resolver knows; the name is "" where there is none."""
    return tuple(walk(get_resolver()))


def walk(resolver, namespaces=(), route=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name]) if entry.name else ""
            yield name, route + str(entry.pattern), tuple(entry.pattern.regex.groupindex)
        else:
            namespace = (entry.namespace,) if entry.namespace else ()
            yield from walk(entry, namespaces + namespace, route + str(entry.pattern))


def addresses_of(name, route, arguments, target, world):
    """{address: which page of ``target`` it is about, "" if it is about none} of a view.

    ``target`` is a holding, or None for things that do not exist.
    """
    if not name:
        return {UNNAMED.get(route, "/media/images/absent.png"): ""}
    if name in POSITIONAL:
        return {reverse(name, args=each): "" for each in POSITIONAL[name](target, world)}
    pages = [""]
    if target is not None and (PAGE_ARGUMENTS & set(arguments) or name in PAGES_OF):
        pages = PAGES_OF.get(name) or (
            ["in_review"] if "workflow" in name else ["page", "draft", "person", "in_review"]
        )
    found = {}
    for page in pages:
        known = {argument: value(name, argument, target, world, page) for argument in arguments}
        others = OTHER_VALUES.get(name, {}).items() if page == pages[0] else ()
        for changed in ({}, *({argument: other} for argument, words in others for other in words)):
            address = reverse(name, kwargs=known | changed)
            if (not arguments or name == "wagtail_bulk_action") and name not in PLAIN:
                address += query(target)
            found.setdefault(address, page)
    return found


def value(name, argument, target, world, page):
    """What stands for an argument of a view's address."""
    if argument in WORDS:
        return WORDS[argument]
    if argument in ("app_label", "content_type_app_name", "app_name"):
        return MODELS.get(name, PRESS_RELEASE)[0]
    if argument in ("model_name", "content_type_model_name"):
        return MODELS.get(name, PRESS_RELEASE)[1]
    if target is None:
        return ABSENT
    return key(name, argument, target, world, page)


def key(name, argument, target, world, page):
    """The key of the thing of ``target`` that a view's argument asks for."""
    revisions = {"page": "revision", "in_review": "review_revision"}
    things = {
        "revision_id": getattr(target, revisions.get(page, "revision")),
        "revision_id_a": target.revision,
        "revision_id_b": target.latest,
        "destination_id": world.edition,
        "collection_id": target.collection,
        "session_id": target.session,
        "image_id": target.image,
        "document_id": target.document,
        "doc_id": target.document,
        "uploaded_file_id": target.image_upload if "image" in name else target.document_upload,
        "redirect_id": world.redirect,
        "user_id": target.mate,
        "mail_id": world.mail,
        "rule_id": world.rule if name in OF_NATIONAL_RULES else target.rule,
        "delivery_id": target.delivery,
        **{each: getattr(target, each.removesuffix("_id")) for each in BY_NAME},
    }
    if argument in things:
        return things[argument].pk
    if argument in PAGE_ARGUMENTS or (name, argument) == ("wagtailadmin_pages:revisions_compare", "pk"):
        return getattr(target, page).pk
    return next(thing(target, world).pk for prefix, thing in BY_KEY.items() if name.startswith(prefix))


#: What is done to a national rule, though it be for one stage.
OF_NATIONAL_RULES = {"stages_reminder_switch", "stages_reminders_national_edit", "stages_reminders_national_switch"}
#: Where a page alone would not do: it needs a revision of its own; it has pages below.
PAGES_OF = {
    **{f"wagtailadmin_pages:revisions_{view}": ["page", "in_review"] for view in ("view", "revert", "unschedule")},
    **{
        f"wagtailadmin_pages:{view}": ["page"] for view in ("add", "preview_on_add", "add_subpage", "revisions_compare")
    },
}
BY_NAME = ("task_state_id", "workflow_state_id", "team_id", "invitation_id", "task_id")
#: What ``pk`` (or ``workflow_pk``) is in the views whose name begins so.
BY_KEY = {
    "wagtailadmin_api:pages": lambda target, world: target.page,
    "wagtailadmin_api:images": lambda target, world: target.image,
    "wagtailadmin_api:documents": lambda target, world: target.document,
    "wagtailadmin_collections": lambda target, world: target.collection,
    "wagtailadmin_workflows:edit_task": lambda target, world: target.task,
    "wagtailadmin_workflows:enable_task": lambda target, world: target.task,
    "wagtailadmin_workflows:disable_task": lambda target, world: target.task,
    "wagtailadmin_workflows": lambda target, world: target.workflow,
    "wagtailsites": lambda target, world: world.site,
    "wagtailusers_users": lambda target, world: target.mate,
    "wagtailusers_groups": lambda target, world: target.team.group,
    "wagtaildocs_chooser": lambda target, world: target.document,
    "wagtailimages_chooser": lambda target, world: target.image,
    "wagtailsnippets_tour_theme": lambda target, world: world.theme,
    "wagtailsnippetchoosers_tour_theme": lambda target, world: world.theme,
    "wagtailsnippets_tour_source": lambda target, world: world.source,
    "wagtailsnippetchoosers_tour_source": lambda target, world: world.source,
}
#: The type named in an address.
PRESS_RELEASE = ("stages", "pressreleasepage")
MODELS = {
    "wagtailadmin_editing_sessions:ping": ("tour", "basepage"),
    "wagtailadmin_tag_model_autocomplete": ("tour", "theme"),
    "wagtail_bulk_action": ("tour", "basepage"),
    "wagtailadmin_workflows:add_task": ("wagtailcore", "groupapprovaltask"),
}
WORDS = {
    "action_name": "approve",
    "action": "delete",
    "filter_spec": "original",
    "uidb64": "MQ",
    "token": "x-y",
    "item": 1,
    "key": "1.M1P1Q1.nulle-part",
    "number": 1,
    "name": "reminder-eve",
}
#: Arguments for which more than one word is tried.
OTHER_VALUES = {
    "wagtailadmin_pages:workflow_action": {"action_name": ["reject", "cancel", "inconnu"]},
    "wagtailadmin_pages:collect_workflow_action_data": {"action_name": ["reject"]},
    "wagtail_bulk_action": {"action": ["publish", "unpublish", "move"]},
    "wagtailadmin_api:pages:action": {
        "action_name": ["delete", "publish", "unpublish", "copy", "move", "convert_alias"]
    },
}
#: Addresses whose arguments have no names, or are no keys.
POSITIONAL = {
    "wagtaildocs_serve": lambda target, world: [
        (target.document.pk, target.document.filename) if target else (ABSENT, "x.pdf")
    ],
    "wagtail_serve": lambda target, world: (
        [(page.url_path.removeprefix("/accueil/"),) for page in (target.page, target.draft, target.hidden_stage)]
        if target
        else [("nulle-part/",)]
    ),
    "wagtailcore_authenticate_with_password": lambda target, world: [
        (world.restriction.pk, world.closed.pk) if target else (ABSENT, ABSENT)
    ],
    "wagtaildocs_authenticate_with_password": lambda target, world: [(ABSENT,)],
    **{
        name: lambda target, world, rest=rest: (
            [(page.url_path.removeprefix("/accueil/"), *rest) for page in (target.page, target.hidden_stage)]
            if target
            else [("nulle-part/", *rest)]
        )
        for name, rest in {
            "stage-feed": (),
            "programme-feed": (),
            "programme-changes": (),
            "item-feed": (1,),
            "stage-widget": (),
            "stage-card": (),
        }.items()
    },
}
#: Without a query: it would be said again in the answer, or has no meaning there.
PLAIN = {"robots", "worker", "offline", "health", "sitemap", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


def query(target):
    """What one would ask of a list to see the things of ``target``; no secret word, since answers repeat it."""
    if target is None:
        return "?q=brouillon&p=1"
    return (
        f"?q=brouillon&collection_id={target.collection.pk}&id={target.page.pk}&id={target.draft.pk}"
        f"&page_type=stages.pressreleasepage&user={target.user.pk}&owner={target.user.pk}&parent={target.page.pk}"
    )
