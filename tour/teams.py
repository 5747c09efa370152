"""Teams and their rights, which are Wagtail's own: page, collection and workflow permissions of a group.

Everything here is safe to call again: what is missing is made, what should not be is taken away.
"""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from tour.models import BasePage, Team

#: The collection that everybody may choose from and only those who conduct the Tour fill.
SHARED_COLLECTION = "Images et documents du Tour"
REVIEWERS = "Relecture"
#: Who approves, as read after « Soumettre à », « En relecture : ».
APPROVERS = "l’équipe nationale"
#: Wagtail asks for the permissions of its own image and document models, whatever model a site has of them.
OWN_FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]
ALL_OF_FILES, CHOICE_OF_FILES = ("add", "change", "delete", "choose"), ("choose",)


@transaction.atomic
def provision(page: BasePage, *, name: str, may_publish: bool, may_invite: bool) -> Team:
    """The team that keeps ``page``, with its group, collection and moderation task; made, or brought up to date.

    ``name`` says to people which page it is (« Mende – Tour 2014 »). Without ``may_publish`` what the team changes goes
    through review.
    """
    page = BasePage.objects.select_for_update().get(pk=page.pk)
    team = Team.objects.filter(page=page).select_related("group", "collection", "workflow").first()
    if team is None:
        team = Team(page=page, group=Group.objects.create(name=free_name(name)))
    rename(team.group, free_name(name, team.group))
    if team.collection is None:
        team.collection = Collection.get_first_root_node().add_child(name=name[:255])
    rename(team.collection, name)
    if team.workflow is None:
        team.workflow = new_workflow(page)
    rename(team.workflow, f"{APPROVERS} ({name})")
    team.may_publish, team.may_invite = may_publish, may_invite
    team.save()
    let_in(team.group)
    let_keep(team, page)
    for kept in kept_besides(team):
        let_keep(team, kept)
    let_use(team.group, team.collection, ALL_OF_FILES)
    let_use(team.group, shared_collection(), CHOICE_OF_FILES)
    return team


def follows(page: BasePage, *, name: str, may_publish: bool, may_invite: bool) -> bool:
    """Whether ``page``, read with its team and collection, has a team named so that may do that."""
    team = getattr(page, "team", None)
    held = team and team.collection and (team.collection.name, team.may_publish, team.may_invite)
    return held == (name[:255], may_publish, may_invite)


def dissolve(team: Team):
    """Take away what ``team``, deleted with its page, leaves behind; not its files: other pages may show them."""
    team.group.delete()
    if team.workflow:
        tasks = [task.pk for task in team.workflow.tasks]
        team.workflow.delete()
        Task.objects.filter(pk__in=tasks, workflow_tasks=None).delete()


def free_name(name, group=None):
    """``name`` as a group's, which no other group bears."""
    others = Group.objects.exclude(pk=group.pk if group else None)
    name = name[:140]
    number, free = 1, name
    while others.filter(name=free).exists():
        number += 1
        free = f"{name} ({number})"
    return free


def rename(thing, name):
    if thing.name != name[:255]:
        thing.name = name[:255]
        thing.save()


def new_workflow(page):
    """A workflow of one task for ``page`` and what is below: the national team or its reviewers approve."""
    workflow = Workflow.objects.create(name="…")
    task = GroupApprovalTask.objects.create(name=APPROVERS)
    task.groups.set(reviewing_groups())
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow


def reviewing_groups():
    reviewers, _created = Group.objects.get_or_create(name=REVIEWERS)
    let_in(reviewers)
    return Group.objects.filter(Q(pk=reviewers.pk) | Q(team__page=None, team__isnull=False))


def let_in(group):
    """Let a group into the admin."""
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def let_keep(team, page):
    """Give a team what it needs on ``page`` and what is below, and no more."""
    types = {"change"}
    if page.specific_class.allowed_subpage_models():
        types.add("add")
    if team.may_publish:
        types.add("publish")
    codenames = [get_permission_codename(name, BasePage._meta) for name in types]
    held = GroupPagePermission.objects.filter(group=team.group, page=page)
    held.exclude(permission__codename__in=codenames).delete()
    permissions = Permission.objects.filter(content_type__app_label=BasePage._meta.app_label, codename__in=codenames)
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=team.group, page=page, permission=permission) for permission in permissions],
        ignore_conflicts=True,
    )


def kept_besides(team):
    """The pages a team keeps besides its own: the people who take part in its stage."""
    return BasePage.objects.filter(group_permissions__group=team.group).exclude(pk=team.page_id).distinct()


def entrust(page: BasePage, team: Team | None):
    """Let ``team``, and no other that keeps a page, keep ``page`` besides its own."""
    others = GroupPagePermission.objects.filter(page=page, group__team__page__isnull=False)
    others.exclude(group=team.group if team else None).delete()
    if team is not None:
        let_keep(team, page)


def let_use(group, collection, actions):
    """Give a group ``actions`` (of "add", "change", "delete", "choose") on the files of a collection."""
    codenames = [f"{action}_{model}" for _app, model in OWN_FILES for action in actions]
    apps = [app for app, _model in OWN_FILES]
    permissions = Permission.objects.filter(content_type__app_label__in=apps, codename__in=codenames)
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in permissions
        ],
        ignore_conflicts=True,
    )


def shared_collection():
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=SHARED_COLLECTION).first() or root.add_child(name=SHARED_COLLECTION)


def national_team(group: Group) -> Team:
    """The team of those who conduct the Tour: the members of ``group``."""
    let_in(group)
    group.permissions.add(Permission.objects.get(content_type__app_label="tour", codename="run_the_tour"))
    team, _created = Team.objects.get_or_create(page=None, group=group)
    return team
