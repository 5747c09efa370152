"""Who is who in the admin, and which pages are theirs.

Rights are Wagtail's own: a group may « change » a page and what is below it. Whoever conducts the Tour has the
permission ``tour.run_the_tour``; everybody else in the admin keeps some pages and sees nothing of the others.
"""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Subquery
from wagtail.models import GroupApprovalTask, GroupPagePermission, ReferenceIndex, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from tour.models import BasePage, Team, TourDocument, TourImage, User
from tour.references import as_key

#: Wagtail names the permissions of pages after the site's own model of them.
CHANGE = get_permission_codename("change", BasePage._meta)


def is_national(user) -> bool:
    """Whether ``user`` conducts the Tour (national team, superuser)."""
    return getattr(user, "conducts_the_tour", False)


def national_team():
    """The accounts that conduct the Tour (national team, superusers)."""
    may = Permission.objects.filter(content_type__app_label="tour", codename="run_the_tour")
    those = Q(is_superuser=True) | Q(groups__permissions__in=may) | Q(user_permissions__in=may)
    return User.objects.filter(those, is_active=True).distinct()


def teams_of(user):
    """The teams of ``user``, each with its page."""
    return Team.objects.filter(group__user=user, group__user__is_active=True).select_related("page")


def pages_of(user):
    """The pages ``user`` may work on, drafts included: those they keep, and those they are asked to review.

    All of them for whoever conducts the Tour. A queryset of base pages, whatever their type.
    """
    pages = BasePage.objects.all()
    if is_national(user):
        return pages
    return pages.filter(is_kept_by(user) | Q(pk__in=pages_in_review_by(user))) if user.is_active else pages.none()


def pages_kept_by(user):
    """The pages of ``user``'s teams and all that is below them; all pages for whoever conducts the Tour."""
    pages = BasePage.objects.all()
    if is_national(user):
        return pages
    return pages.filter(is_kept_by(user)) if user.is_active else pages.none()


def is_kept_by(user) -> Q:
    own = GroupPagePermission.objects.filter(group__user=user, permission__codename=CHANGE)
    kept = Q(pk__in=[])
    for path in own.values_list("page__path", flat=True).distinct():
        kept |= Q(path__startswith=path)
    return kept


def pages_in_review_by(user) -> list[int]:
    """The keys of the pages that wait for the approval of one of ``user``'s groups."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__groupapprovaltask__groups__user=user,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(BasePage),
    )
    return [int(key) for key in waiting.values_list("workflow_state__object_id", flat=True).distinct()]


def is_reviewer(user) -> bool:
    """Whether pages are sent for approval to one of ``user``'s groups."""
    return GroupApprovalTask.objects.filter(active=True, groups__user=user).exists()


def may_work_on(user, page) -> bool:
    """Whether ``page`` (or its key, or what is said to be one) is among ``pages_of(user)``."""
    key = as_key(getattr(page, "pk", page))
    return key is not None and pages_of(user).filter(pk=key).exists()


def choosable_by(user):
    """The pages ``user`` may link to: their own, and those everybody may see."""
    return BasePage.objects.visible() | pages_of(user)


def may_choose(user, page) -> bool:
    """Whether ``user`` may link to ``page`` (or its key) or look for one below it, as below the root of all."""
    key = getattr(page, "pk", page)
    return BasePage.objects.filter(Q(pk__in=choosable_by(user)) | Q(depth=1), pk=key).exists()


def files_choosable_by(model):
    """What ``user`` may choose of images or documents: a function of the user, as ``choosable_by``."""

    def files(user):
        return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, {"choose", "change"})

    return files


#: What a page may point to and somebody may not: everything else one may name is everybody's.
CHOOSABLE = {
    BasePage: choosable_by,
    TourImage: files_choosable_by(TourImage),
    TourDocument: files_choosable_by(TourDocument),
}


def others_among(user, references) -> set:
    """Of ``references`` (tour.references), those to pages, images and documents that ``user`` may not choose."""
    if is_national(user):
        return set()
    return {
        (model, key)
        for model, key in references
        for base, choosable in CHOOSABLE.items()
        if issubclass(model, base) and not choosable(user).filter(pk=as_key(key)).exists()
    }


def may_explore(user, page) -> bool:
    """Whether ``page`` (or its key) is among the pages ``user`` keeps, or above one of them."""
    above = BasePage.objects.filter(pk=getattr(page, "pk", page)).values("path")[:1]
    return pages_kept_by(user).filter(path__startswith=Subquery(above)).exists()


def may_download(user, document) -> bool:
    """Whether ``document`` is on a page everybody may see, or in a collection ``user`` may choose from."""
    users = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ContentType.objects.get_for_model(BasePage)
    )
    pages = [int(key) for key in users.values_list("object_id", flat=True).distinct()]
    return BasePage.objects.visible().filter(pk__in=pages).exists() or policy_registry.get_by_type(
        type(document)
    ).user_has_any_permission_for_instance(user, ["choose", "change"], document)
