"""The partners of the Tour, and what they do for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from partners.enums import NameKind, PartnerKind, PartnerRole
from partners.models import PartnerPage, PartnerRoleRow
from stages.domain.itinerary import attach_editions
from stages.domain.open_data.dataset import Dataset, Group, Selection
from stages.domain.open_data.fields import CODE, OBJECT, TEXT, URL, UTC_INSTANT, Field
from stages.domain.open_data.shared import (
    DEPARTMENT,
    EDITION_REFERENCE,
    IDENTITY,
    STAGE_REFERENCE,
    themes,
)
from stages.domain.roles import RANK
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner
from tour.enums import Standing
from tour.french import fold


@dataclass
class Role:
    """What a partner does for an edition, or for one stage of it."""

    link: PartnerRoleRow
    edition: EditionPage | None
    stage: StagePage | None = None


@dataclass
class Partner:
    page: PartnerPage
    roles: list[Role] = field(default_factory=list)


def rows(selection: Selection) -> list[Partner]:
    """The partners in alphabetical order, those of one edition if one is asked for: nine queries."""
    pages = selection.pages(PartnerPage).prefetch_related("other_names", "themed_items__tag").defer("body")
    partners = {page.pk: Partner(page) for page in sorted(pages, key=lambda page: fold(page.title))}
    for role in roles(selection):
        if role.link.partner_id in partners:
            partner = partners[role.link.partner_id]
            role.link.partner = partner.page
            partner.roles.append(role)
    return [partner for partner in partners.values() if partner.roles or selection.edition is None]


def roles(selection: Selection) -> Iterable[Role]:
    """By edition, the newest first: those of the edition, then those of its stages in the order of the Tour."""
    editions = {edition.pk: edition for edition in selection.editions().newest_first().defer("body")}
    stages = attach_editions(selection.stages().in_tour_order().defer("body", "access", "results"))
    order = {pk: rank for rank, pk in enumerate([*editions, *(stage.pk for stage in stages)])}
    stage_of = {stage.pk: stage for stage in stages}
    found = [
        Role(link, editions[link.edition_id])
        for link in EditionPartner.objects.filter(edition__in=selection.editions().values("pk"))
        if link.edition_id in editions
    ] + [
        Role(link, stage_of[link.stage_id].edition, stage_of[link.stage_id])
        for link in StagePartner.objects.filter(stage__in=selection.stages().values("pk"))
        if link.stage_id in stage_of
    ]

    def place(role):
        edition = order.get(role.edition.pk, len(order)) if role.edition else len(order)
        return edition, role.stage is not None, order[role.stage.pk] if role.stage else 0, RANK[role.link.role]

    return sorted(found, key=place)


ROLE = (
    Field("role", CODE, lambda role: role.link.role, "Ce que fait le partenaire.", choices=PartnerRole, is_sure=True),
    Field("name", TEXT, lambda role: role.link.shown_name, "Nom sous lequel il figurait alors.", is_sure=True),
    Field(
        "standing",
        CODE,
        lambda role: role.link.standing,
        "Ce que valent les sources qui l’établissent.",
        choices=Standing,
        is_sure=True,
    ),
)

PARTNERS = Dataset(
    slug="partenaires",
    key="partners",
    title="Partenaires",
    description="Les partenaires du Tour et leurs rôles, par édition et par étape.",
    rows=rows,
    groups=(
        Group(
            "Le partenaire",
            (
                *(
                    Field(own.name, own.kind, lambda row, own=own: own.read(row.page), own.description, is_sure=True)
                    for own in IDENTITY
                ),
                Field("acronym", TEXT, lambda row: row.page.acronym, "Sigle."),
                Field("description", TEXT, lambda row: row.page.summary, "Résumé, en une ou deux phrases."),
                Field("website", URL, lambda row: row.page.website, "Son propre site."),
                Field("themes", TEXT, lambda row: themes(row.page), "Thèmes du partenaire.", many=True),
                Field("modified", UTC_INSTANT, lambda row: row.page.last_published_at, "Dernière mise à jour publiée."),
            ),
        ),
        Group(
            "Sa nature",
            (
                Field("kind", CODE, lambda row: row.page.kind, "Nature.", choices=PartnerKind, is_sure=True),
                Field(
                    "legal_form", TEXT, lambda row: row.page.legal_form, "Forme juridique, telle qu’elle est connue."
                ),
            ),
        ),
        Group(
            "Son siège",
            (
                Field(
                    "location",
                    OBJECT,
                    lambda row: row.page,
                    "Où il a son siège.",
                    fields=(Field("city", TEXT, lambda page: page.city, "Ville."), *DEPARTMENT),
                    is_sure=True,
                ),
            ),
        ),
        Group(
            "Ses autres noms",
            (
                Field(
                    "other_names",
                    OBJECT,
                    lambda row: row.page.other_names.all(),
                    "Les autres noms sous lesquels on le trouve.",
                    fields=(
                        Field("name", TEXT, lambda name: name.name, "Nom.", is_sure=True),
                        Field("kind", CODE, lambda name: name.kind, "Nature.", choices=NameKind, is_sure=True),
                    ),
                    many=True,
                ),
            ),
        ),
        Group(
            "Ses rôles",
            (
                Field(
                    "roles",
                    OBJECT,
                    lambda row: row.roles,
                    "Ce qu’il fait pour le Tour, de l’édition la plus récente à la plus ancienne.",
                    fields=(
                        *ROLE,
                        Field(
                            "edition",
                            OBJECT,
                            lambda role: role.edition,
                            "L’édition du Tour.",
                            fields=EDITION_REFERENCE,
                        ),
                        Field(
                            "stage",
                            OBJECT,
                            lambda role: role.stage,
                            "L’étape\u00a0; vide si le rôle vaut pour toute l’édition.",
                            fields=STAGE_REFERENCE,
                        ),
                    ),
                    many=True,
                ),
            ),
        ),
    ),
)
