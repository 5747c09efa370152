"""Who is who in the admin, and which pages are theirs.

Rights are Wagtail's own: a group may « change » a page and what is below it. Whoever conducts the Tour has the
permission ``tour.run_the_tour``; everybody else in the admin keeps some pages and sees nothing of the others.
"""

from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import GroupPagePermission, TaskState, WorkflowState

from tour.models import BasePage, Team

#: Wagtail names the permissions of pages after the site's own model of them.
CHANGE = get_permission_codename("change", BasePage._meta)

RUN_THE_TOUR = "tour.run_the_tour"


def is_national(user) -> bool:
    """Whether ``user`` conducts the Tour (national team, superuser)."""
    return user.is_active and user.has_perm(RUN_THE_TOUR)


def teams_of(user):
    """The teams of ``user``, each with its page."""
    return Team.objects.filter(group__user=user, group__user__is_active=True).select_related("page")


def pages_of(user):
    """The pages ``user`` may work on, drafts included: their own and what is below, and those they are asked to review.

    All of them for whoever conducts the Tour. A queryset of base pages, whatever their type.
    """
    pages = BasePage.objects.all()
    if is_national(user):
        return pages
    if not user.is_active:
        return pages.none()
    own = GroupPagePermission.objects.filter(group__user=user, permission__codename=CHANGE)
    kept = Q(pk__in=pages_in_review_by(user))
    for path in own.values_list("page__path", flat=True).distinct():
        kept |= Q(path__startswith=path)
    return pages.filter(kept)


def pages_in_review_by(user) -> list[int]:
    """The keys of the pages that wait for the approval of one of ``user``'s groups."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__groupapprovaltask__groups__user=user,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(BasePage),
    )
    return [int(key) for key in waiting.values_list("workflow_state__object_id", flat=True).distinct()]


def may_work_on(user, page) -> bool:
    """Whether ``page`` (or its key) is among ``pages_of(user)``."""
    return pages_of(user).filter(pk=getattr(page, "pk", page)).exists()
