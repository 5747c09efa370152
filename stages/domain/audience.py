"""How many follow each of several stages, and what that forbids."""

from collections import defaultdict

from stages.enums import FollowScope, StageStatus
from stages.models import Follow, StagePage, Subscription, ThemedStage
from stages.models.subscription import target_of
from tour import deletion
from tour.departments import REGION_OF
from tour.models import BasePage


def followers_of(stages: list[StagePage]) -> dict[int, int]:
    """How many active subscriptions follow each of ``stages``, by key: three queries whatever their number.

    The same as ``Subscription.objects.following(stage).count()`` for each.
    """
    follows = Follow.objects.confirmed().filter(subscription__in=Subscription.objects.active().values("pk")).order_by()
    everywhere = follows.filter(scope=FollowScope.TOUR)
    targets = targets_of(stages)
    wanted = {target for some in targets.values() for target in some}
    following = defaultdict(set)
    # Those of the whole Tour, mostly the most, are only counted.
    others = follows.exclude(subscription__in=everywhere.values("subscription")).filter(target__in=wanted)
    for target, subscription in others.values_list("target", "subscription"):
        following[target].add(subscription)
    of_all = everywhere.count()
    return {
        stage.pk: of_all + len(set().union(*(following[target] for target in targets[stage.pk]))) for stage in stages
    }


def targets_of(stages: list[StagePage]) -> dict[int, list[str]]:
    """What one may follow, short of the whole Tour, to follow each of ``stages``: ``Follow.target``."""
    targets = {stage.pk: [target_of(FollowScope.STAGE, stage=stage.pk)] for stage in stages}
    for stage in stages:
        if region := REGION_OF.get(stage.department):
            targets[stage.pk].append(target_of(FollowScope.REGION, region=region))
    for stage, theme in ThemedStage.objects.filter(content_object__in=targets).values_list("content_object", "tag"):
        targets[stage].append(target_of(FollowScope.THEME, theme=theme))
    return targets


def why_not_deleted(page: BasePage) -> str:
    """Why ``page`` is not deleted: somebody chose to follow a stage that would go, and that takes place as far as they
    know.

    Empty otherwise; of who follows the whole Tour, a theme or a region, nothing is lost.
    """
    stages = StagePage.objects.live().upcoming().exclude(status=StageStatus.CANCELLED)
    stages = stages.filter(path__startswith=page.path)
    follows = Follow.objects.confirmed().filter(stage__in=stages.values("pk"))
    count = follows.values("subscription").distinct().count()
    if not count:
        return ""
    named = deletion.some_named(
        list(follows.order_by("stage__title").values_list("stage__title", flat=True).distinct())
    )
    people = "1 personne suit" if count == 1 else f"{count} personnes suivent"
    return (
        f"Suppression impossible\u00a0: {people} par e-mail {named}, encore à venir. "
        "Annulez d’abord, pour que cela se sache, ou dépubliez."
    )
