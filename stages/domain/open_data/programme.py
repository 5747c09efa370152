"""The programmes of the stages."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stages.domain import disclosure
from stages.domain.itinerary import attach_editions
from stages.domain.open_data.dataset import Dataset, Group, Selection
from stages.domain.open_data.fields import (
    BOOLEAN,
    CODE,
    DATE,
    INSTANT,
    INTEGER,
    OBJECT,
    PAGE,
    TEXT,
    TIME,
    UTC_INSTANT,
    UUID,
    Field,
)
from stages.domain.open_data.shared import EDITION_REFERENCE, STAGE_REFERENCE
from stages.domain.open_data.text import plain
from stages.domain.programme import days_of
from stages.enums import Attendance, SessionKind
from stages.models import Participation, ProgrammeItem, StagePage


@dataclass
class Moment:
    """A programme item as its stage's page shows it. Its instants are by the clocks of the stage."""

    stage: StagePage
    item: ProgrammeItem
    day: date | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_provisional: bool = False
    speakers: list["Speaker"] = field(default_factory=list)

    @property
    def id(self) -> uuid.UUID:
        return uuid.uuid5(self.stage.translation_key, str(self.item.pk))


@dataclass
class Speaker:
    """Somebody's part in it. ``was_present`` is None as long as it cannot be told, or is not known."""

    part: Participation
    is_over: bool

    @property
    def function(self) -> str:
        """Their function that day, unless it stands for their name."""
        return "" if self.part.function == self.part.shown_name else self.part.function

    @property
    def was_present(self) -> bool | None:
        if not self.is_over or self.part.attendance == Attendance.UNKNOWN:
            return None
        return self.part.attendance == Attendance.PRESENT


def rows(selection: Selection) -> list[Moment]:
    """The moments of each stage in the order of its page, stages in the order of the Tour: four queries."""
    stages = attach_editions(selection.stages().with_progress().in_tour_order().defer("body", "access"))
    parts_of, items_of = {}, {}
    # By a query of their own: a prefetch would name every item in it.
    in_stages = selection.stages().values("pk")
    for part in Participation.objects.with_person().filter(item__stage__in=in_stages).order_by("sort_order", "pk"):
        parts_of.setdefault(part.item_id, []).append(part)
    for item in ProgrammeItem.objects.filter(stage__in=in_stages).order_by("sort_order", "pk"):
        items_of.setdefault(item.stage_id, []).append(item)
    return [moment for stage in stages for moment in moments(stage, items_of.get(stage.pk, []), parts_of)]


def moments(stage, items, parts_of):
    """The moments of one stage; ``parts_of`` gives the participations of an item by its key."""
    has_begun, is_over = disclosure.has_begun(stage), disclosure.took_place(stage)
    # The page says it of the programme as a whole.
    is_provisional = any(item.is_provisional for item in items)
    zone = ZoneInfo(stage.time_zone)
    for day in days_of(stage, items):
        slots = {slot.item.pk: slot for slot in day.slots}
        for item in day.items:
            slot = slots.get(item.pk)
            has_end = slot is not None and slot.ends_at is not None and not slot.is_end_inferred
            yield Moment(
                stage=stage,
                item=item,
                day=day.date,
                starts_at=slot.starts_at.astimezone(zone) if slot and slot.starts_at else None,
                ends_at=slot.ends_at.astimezone(zone) if has_end else None,
                is_provisional=is_provisional,
                speakers=[Speaker(part, is_over) for part in disclosure.speakers(parts_of.get(item.pk, []), has_begun)],
            )


SPEAKER = (
    Field(
        "name",
        TEXT,
        lambda speaker: speaker.part.shown_name,
        "Nom, ou à défaut la fonction qui en tient lieu («\u00a0le préfet\u00a0»).",
        is_sure=True,
    ),
    Field("url", PAGE, lambda speaker: speaker.part.shown_person, "Adresse de sa page sur ce site, s’il en a une."),
    Field("job_title", TEXT, lambda speaker: speaker.function, "Fonction ce jour-là."),
    Field("affiliation", TEXT, lambda speaker: speaker.part.organisation, "Organisation ce jour-là."),
    Field(
        "is_alternate",
        BOOLEAN,
        lambda speaker: speaker.part.is_alternate,
        "Vrai\u00a0: «\u00a0ou\u00a0», à la place de l’intervenant précédent.",
        is_sure=True,
    ),
    Field(
        "was_present",
        BOOLEAN,
        lambda speaker: speaker.was_present,
        "A-t-il participé\u00a0? Dit une fois l’étape passée, si sa présence ou son absence est documentée.",
    ),
)

PROGRAMME = Dataset(
    slug="programme",
    key="programme_items",
    title="Programme",
    description="Les moments du programme de chaque étape et leurs intervenants, tels que les pages les montrent.",
    rows=rows,
    groups=(
        Group(
            "Le moment",
            (
                Field(
                    "id",
                    UUID,
                    lambda row: row.id,
                    "Identifiant, le même tant que le moment reste au programme.",
                    is_sure=True,
                ),
                Field("name", TEXT, lambda row: row.item.title, "Intitulé.", is_sure=True),
                Field(
                    "description",
                    TEXT,
                    lambda row: plain(row.item.description),
                    "Description, sans mise en forme\u00a0; un paragraphe par ligne.",
                ),
                Field(
                    "is_provisional",
                    BOOLEAN,
                    lambda row: row.is_provisional,
                    "Vrai\u00a0: le programme de cette étape peut encore changer.",
                    is_sure=True,
                ),
                Field(
                    "modified",
                    UTC_INSTANT,
                    lambda row: row.stage.last_published_at,
                    "Dernière mise à jour publiée de l’étape.",
                ),
            ),
        ),
        Group(
            "Sa nature",
            (
                Field(
                    "kinds",
                    CODE,
                    lambda row: row.item.kinds,
                    "Ce qui s’y passe\u00a0; plusieurs valeurs si le moment en mêle plusieurs.",
                    choices=SessionKind,
                    many=True,
                ),
            ),
        ),
        Group(
            "Son étape",
            (
                Field(
                    "edition",
                    OBJECT,
                    lambda row: row.stage.edition,
                    "L’édition du Tour.",
                    fields=EDITION_REFERENCE,
                ),
                Field("stage", OBJECT, lambda row: row.stage, "L’étape.", fields=STAGE_REFERENCE, is_sure=True),
            ),
        ),
        Group(
            "Son horaire",
            (
                Field(
                    "day",
                    INTEGER,
                    lambda row: row.item.day,
                    "Jour de l’étape\u00a0: 1 pour le premier.",
                    is_sure=True,
                ),
                Field("date", DATE, lambda row: row.day, "Ce jour au calendrier, si la date de l’étape est exacte."),
                Field(
                    "is_all_day",
                    BOOLEAN,
                    lambda row: row.item.is_all_day,
                    "Vrai\u00a0: toute la journée, sans horaire.",
                    is_sure=True,
                ),
                Field("start_time", TIME, lambda row: row.item.start_time, "Début, à l’heure du lieu."),
                Field(
                    "end_time",
                    TIME,
                    lambda row: row.item.end_time,
                    "Fin annoncée, à l’heure du lieu. Celle que la page déduit du moment suivant n’est pas reprise.",
                ),
                Field(
                    "time_zone",
                    CODE,
                    lambda row: row.stage.time_zone,
                    "Fuseau horaire du lieu, par son nom dans la base IANA. Mêmes valeurs que pour les étapes.",
                    is_sure=True,
                ),
                Field("start_datetime", INSTANT, lambda row: row.starts_at, "Instant de début, si le jour est exact."),
                Field(
                    "end_datetime",
                    INSTANT,
                    lambda row: row.ends_at,
                    "Instant de la fin annoncée, si le jour est exact.",
                ),
            ),
        ),
        Group(
            "Ses intervenants",
            (
                Field(
                    "speakers",
                    OBJECT,
                    lambda row: row.speakers,
                    "Les intervenants, dans l’ordre du programme.",
                    fields=SPEAKER,
                    many=True,
                ),
            ),
        ),
    ),
)
