"""The partner matrix: who does what at which stage of an edition, and what is missing."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.enums import PartnerRole
from partners.models import PartnerPage
from stages.domain.requirements import ORGANISERS
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner
from tour.enums import Standing
from tour.french import fold
from tour.models import BasePage


@dataclass(frozen=True)
class Column:
    """A stage; ``gaps`` says which roles nobody has there."""

    stage: StagePage
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class MatrixRow:
    """A partner; ``everywhere`` are its roles for the whole edition, ``cells`` those at each stage, in words."""

    partner: PartnerPage
    everywhere: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]


def partner_matrix(edition: EditionPage, among: QuerySet[BasePage]) -> Matrix:
    """Who does what at ``edition``, as far as it is a matter of the pages ``among``: four queries.

    That is all of their stages, and what their partners do elsewhere, where everybody may see it. The partners
    ``among`` that have no role come last.
    """
    own = among.values("pk")
    is_elsewhere = Exists(StagePartner.objects.filter(stage=OuterRef("pk"), partner__in=own))
    in_edition = StagePage.objects.child_of(edition).in_tour_order().defer("body", "access", "results")
    stages = list(
        in_edition.annotate(is_own=Q(pk__in=own)).filter(
            Q(is_own=True) | (Q(pk__in=StagePage.objects.visible()) & is_elsewhere)
        )
    )
    links = list(
        StagePartner.objects.filter(stage__in=stages)
        .filter(Q(stage__in=own) | Q(partner__in=own))
        .order_by("sort_order", "pk")
    )
    for_all = EditionPartner.objects.filter(Q(edition__in=own) | Q(partner__in=own), edition=edition)
    at_stage, everywhere = defaultdict(list), defaultdict(list)
    for link in links:
        at_stage[link.partner_id, link.stage_id].append(link)
    for link in for_all.order_by("sort_order", "pk"):
        everywhere[link.partner_id].append(link)
    involved = {link.partner_id for link in links} | set(everywhere)
    visible = PartnerPage.objects.visible()
    partners = PartnerPage.objects.annotate(is_shown=Exists(visible.filter(pk=OuterRef("pk"))))
    shown = partners.filter(Q(pk__in=involved) | Q(pk__in=own, is_shown=True)).defer("body")
    return Matrix(
        columns=tuple(Column(stage, gaps_of(stage, links)) for stage in stages),
        rows=tuple(
            MatrixRow(
                partner=partner,
                everywhere=words(everywhere[partner.pk]),
                cells=tuple(words(at_stage[partner.pk, stage.pk]) for stage in stages),
                gaps=gaps_of_partner(partner, partner.pk in involved),
            )
            for partner in sorted(shown, key=lambda partner: (partner.pk not in involved, fold(partner.title)))
        ),
    )


def words(links) -> tuple[str, ...]:
    """The roles, with what is not established of them."""
    return tuple(
        link.get_role_display()
        if link.standing == Standing.CONFIRMED
        else f"{link.get_role_display()} ({link.get_standing_display().lower()})"
        for link in links
    )


def gaps_of(stage, links) -> tuple[str, ...]:
    """The roles nobody has at a stage; nothing is told of a stage that is not one's own."""
    roles = {link.role for link in links if link.stage_id == stage.pk}
    missing = (("Sans organisateur", not roles & ORGANISERS), ("Sans hôte", PartnerRole.HOST not in roles))
    return tuple(gap for gap, is_missing in missing if is_missing and stage.is_own)


def gaps_of_partner(partner, is_involved) -> tuple[str, ...]:
    if not is_involved:
        return ("Sans rôle dans cette édition",)
    return () if partner.is_shown else ("Page non publiée",)
