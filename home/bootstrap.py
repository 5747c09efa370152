"""What every site of the Tour starts from: Wagtail's site, the page tree, the national team's group, the vocabulary.

All of it is made once, in a site that has no home page yet. From then on it belongs to the editors: what they rename,
rewrite or delete is never made again. The address of the site alone follows the settings each time.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Site,
    Task,
    Workflow,
)
from wagtail.models.pages import PAGE_PERMISSION_TYPES

from home.models import EditorialPage, HomePage
from home.starting_content import EDITORIAL_PAGES, HOME, INDEXES, THEMES
from stages.domain import teams as stage_teams
from tour import teams
from tour.models import BasePage, Theme

NATIONAL_TEAM = "Équipe nationale"
#: What the national team keeps besides the pages: the vocabulary, the sources, redirects.
KEPT_MODELS = [("tour", "theme"), ("tour", "source"), ("wagtailredirects", "redirect")]
#: Wagtail asks for the permissions of its own image and document models, whatever model a site has of them.
COLLECTION_PERMISSIONS = [
    ("wagtailimages", "image", ("add_image", "change_image", "delete_image", "choose_image")),
    ("wagtaildocs", "document", ("add_document", "change_document", "delete_document", "choose_document")),
    ("wagtailcore", "collection", ("add_collection", "change_collection", "delete_collection")),
]
#: The groups, workflow and page that Wagtail's own migrations leave.
DEFAULT_GROUPS = ["Editors", "Moderators"]


@transaction.atomic
def bootstrap() -> str:
    """Make what is missing from a new site; return what was done, in a sentence."""
    root = BasePage.objects.select_for_update().get(depth=1)
    if HomePage.objects.exists():
        moved = follow_settings()
        bring_up_to_date()
        return (
            f"Adresse du site\u00a0: {settings.WAGTAILADMIN_BASE_URL}."
            if moved
            else "Le site existe déjà\u00a0: rien à faire."
        )
    home = publish(HomePage(**HOME), under=root)
    put_at_root(home)
    for index in INDEXES:
        model = index["model"]
        publish(model(**{key: value for key, value in index.items() if key != "model"}), under=home)
    for page in EDITORIAL_PAGES:
        publish(EditorialPage(**page), under=home)
    Theme.objects.bulk_create(
        [Theme(name=name, slug=Theme().slugify(name), family=family) for family, names in THEMES for name in names],
        ignore_conflicts=True,
    )
    make_national_team(home)
    return "Le site est prêt\u00a0: arborescence, groupe «\u00a0Équipe nationale\u00a0» et thèmes créés."


def publish(page: BasePage, *, under: BasePage) -> BasePage:
    """Add ``page`` (with its rows) under a page and publish it by a revision, as an editor would; return it as live.

    A page that ``add_child`` alone makes has no revision to compare the next ones with.
    """
    page.live = False
    under.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def bring_up_to_date():
    """Give a site that comes from an older version what this one needs: the rights of the national team, all teams."""
    team = Group.objects.filter(name=NATIONAL_TEAM).first()
    if team is not None:
        teams.national_team(team)
        teams.shared_collection()
    stage_teams.provision_all()


def put_at_root(home):
    """Give the default site its home page; take out the page with which Wagtail says welcome."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first() or Site(is_default_site=True)
    welcome = site.root_page if site.pk else None
    site.root_page = home
    site.site_name = settings.SITE_NAME
    site.hostname, site.port = address()
    site.save()
    if welcome is not None and welcome.specific_class is BasePage and not welcome.is_root() and welcome.is_leaf():
        welcome.delete()


def address() -> tuple[str, int]:
    url = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return url.hostname, url.port or (443 if url.scheme == "https" else 80)


def follow_settings() -> bool:
    """Let the default site answer at the address of the settings; whether that changed anything."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port) == address():
        return False
    site.hostname, site.port = address()
    site.save()
    return True


def make_national_team(home):
    """The group that may do everything on the site, by Wagtail's own permissions; it replaces Wagtail's two groups."""
    team, _created = Group.objects.get_or_create(name=NATIONAL_TEAM)
    teams.national_team(team)
    teams.shared_collection()
    give_page(team, home, *(codename for codename, _short, _long in PAGE_PERMISSION_TYPES))
    give_collection(team, Collection.get_first_root_node(), COLLECTION_PERMISSIONS)
    for app, model in KEPT_MODELS:
        team.permissions.add(*Permission.objects.filter(content_type__app_label=app, content_type__model=model))
    task = GroupApprovalTask.objects.filter(groups__name__in=DEFAULT_GROUPS).distinct().first()
    if task is not None:
        task.groups.set([team])
        Task.objects.filter(pk=task.pk).update(name=teams.APPROVERS)
        Workflow.objects.filter(workflow_tasks__task=task.pk).update(name=teams.APPROVERS)
    Group.objects.filter(name__in=DEFAULT_GROUPS, user=None).delete()


def give_page(group, page, *types):
    """Let a group do ``types`` ("add", "change", "publish"…) to a page and all that is below it."""
    for permission_type in types:
        GroupPagePermission.objects.create(group=group, page=page, permission_type=permission_type)


def give_collection(group, collection, permissions):
    """Let a group do ``permissions``, (app, model, codenames), to what a collection holds."""
    for app, model, codenames in permissions:
        found = Permission.objects.filter(
            content_type__app_label=app, content_type__model=model, codename__in=codenames
        )
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection=collection, permission=permission) for permission in found
        )
