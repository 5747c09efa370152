"""Who does what: partners by role for an edition or a stage, and what a partner does across the Tour."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from partners.enums import PartnerKind, PartnerRole
from partners.models import PartnerPage
from stages.domain.choice import Choice
from stages.domain.itinerary import attach_editions
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner
from tour.french import fold
from tour.models import are_stored, linked_to_visible

RANK = {role: rank for rank, role in enumerate(PartnerRole)}


@dataclass
class RoleGroup:
    """The links (EditionPartner or StagePartner) of one page that give one role."""

    role: PartnerRole
    links: list

    @property
    def heading(self) -> str:
        return self.role.label if len(self.links) == 1 else self.role.plural


def roles_by_kind(page: EditionPage | StagePage) -> list[RoleGroup]:
    """The visible partners of ``page`` grouped by role, in the order of ``PartnerRole``, each read with its logos."""
    links = linked_to_visible(page.partner_roles.all(), "partner", PartnerPage.objects.visible())
    if are_stored(links):
        links = (
            links.select_related("partner__logo", "logo_then")
            .prefetch_related("partner__logo__renditions", "logo_then__renditions")
            .defer("partner__body")
            .order_by("sort_order", "pk")
        )
    ordered = sorted(links, key=lambda link: RANK[link.role])
    return [RoleGroup(PartnerRole(role), list(group)) for role, group in groupby(ordered, lambda link: link.role)]


@dataclass
class Involvement:
    """What a partner does for one edition: its roles there, and (stage, roles) for each of its stages."""

    edition: EditionPage
    roles: list[str] = field(default_factory=list)
    stages: list[tuple[StagePage, list[str]]] = field(default_factory=list)


def involvements(partner: PartnerPage) -> list[Involvement]:
    """The editions a partner takes part in, the newest first: three queries. None for one that was never saved."""
    if partner.pk is None:
        return []
    edition_links = list(
        EditionPartner.objects.filter(partner=partner, edition__in=EditionPage.objects.visible()).select_related(
            "edition"
        )
    )
    stage_links = StagePartner.objects.filter(partner=partner, stage__in=StagePage.objects.visible())
    roles_at = {}
    for stage_id, role in stage_links.order_by("sort_order", "pk").values_list("stage_id", "role"):
        roles_at.setdefault(stage_id, []).append(PartnerRole(role).label)
    stages = attach_editions(
        StagePage.objects.filter(pk__in=roles_at).with_progress().in_tour_order().defer("body", "access")
    )
    found = {}
    for link in edition_links:
        found.setdefault(link.edition_id, Involvement(link.edition)).roles.append(link.get_role_display())
    for stage in stages:
        if stage.edition is not None:
            involvement = found.setdefault(stage.edition.pk, Involvement(stage.edition))
            involvement.stages.append((stage, roles_at[stage.pk]))
    return sorted(found.values(), key=lambda involvement: -involvement.edition.year)


@dataclass
class Directory:
    """The partners shown, grouped by kind, and the choices beside them."""

    groups: list[tuple[str, list[PartnerPage]]]
    kinds: list[Choice]
    roles: list[Choice]
    kind: str
    role: str
    total: int


def directory(chosen: Mapping[str, str]) -> Directory:
    """The visible partners, filtered by ``nature`` (PartnerKind) and ``role`` (PartnerRole) of ``chosen``.

    An unknown value counts as none. Each partner carries ``roles``, the set of its roles in all editions. Three
    queries whatever the number of partners. The counts are those of each choice with the other filter as it is.
    """
    kind = chosen.get("nature", "") if chosen.get("nature") in PartnerKind else ""
    role = chosen.get("role", "") if chosen.get("role") in PartnerRole else ""
    roles_of = {}
    for links in (
        EditionPartner.objects.filter(edition__in=EditionPage.objects.visible()),
        StagePartner.objects.filter(stage__in=StagePage.objects.visible()),
    ):
        for partner_id, its_role in links.values_list("partner_id", "role"):
            roles_of.setdefault(partner_id, set()).add(its_role)
    everybody = list(
        PartnerPage.objects.visible().select_related("logo").prefetch_related("logo__renditions").defer("body")
    )
    everybody.sort(key=lambda partner: fold(partner.title))
    for partner in everybody:
        partner.roles = roles_of.get(partner.pk, set())
    with_role = [partner for partner in everybody if not role or role in partner.roles]
    with_kind = [partner for partner in everybody if not kind or partner.kind == kind]
    shown = [partner for partner in with_role if not kind or partner.kind == kind]
    kinds = Counter(partner.kind for partner in with_role)
    roles = Counter(its_role for partner in with_kind for its_role in partner.roles)
    by_kind = {value: [partner for partner in shown if partner.kind == value] for value in PartnerKind}
    return Directory(
        groups=[(value.plural, partners) for value, partners in by_kind.items() if partners],
        kinds=[Choice(v, v.label, kinds[v], v == kind) for v in PartnerKind if kinds[v] or v == kind],
        roles=[Choice(v, v.label, roles[v], v == role) for v in PartnerRole if roles[v] or v == role],
        kind=kind,
        role=role,
        total=len(shown),
    )
