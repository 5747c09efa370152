"""The stages of the Tour."""

from zoneinfo import ZoneInfo

from stages.domain import disclosure
from stages.domain.itinerary import attach_editions
from stages.domain.open_data.dataset import Dataset, Group, Selection
from stages.domain.open_data.fields import (
    BOOLEAN,
    CODE,
    DATE,
    DEGREES,
    INSTANT,
    INTEGER,
    OBJECT,
    PAGE,
    TEXT,
    TIME,
    URL,
    UTC_INSTANT,
    Field,
)
from stages.domain.open_data.shared import DEPARTMENT, EDITION_REFERENCE, IDENTITY, themes
from stages.enums import DateKind, Phase, StageKind, StageStatus, TimeZone
from stages.models import StagePage


def rows(selection: Selection) -> list[StagePage]:
    """The stages in the order of the Tour, each with its edition, its venue and its themes: four queries."""
    stages = selection.stages().with_progress().in_tour_order().with_venue()
    return attach_editions(stages.prefetch_related("themed_items__tag").defer("body", "access", "venue__body"))


def exact(stage, at, typed):
    """The instant ``at`` by the clocks of the stage, if the day is exact and the hour was ``typed``; else None."""
    if stage.date_kind != DateKind.EXACT or typed is None:
        return None
    return at.astimezone(ZoneInfo(stage.time_zone))


def address(stage):
    """The postal address, as far as the venue's page tells one and everybody may see it."""
    venue = stage.shown_venue
    return venue.full_address if venue and venue.address else None


LOCATION = (
    Field("name", TEXT, lambda stage: stage.place_name, "Nom du lieu d’accueil."),
    Field("url", PAGE, lambda stage: stage.shown_venue, "Adresse de la page du lieu d’accueil, s’il en a une."),
    Field("note", TEXT, lambda stage: stage.venue_note, "Précision sur le lieu\u00a0: salle, entrée…"),
    Field("address", TEXT, address, "Adresse postale du lieu d’accueil\u00a0: voie, code postal, commune."),
    Field("city", TEXT, lambda stage: stage.city, "Commune."),
    *DEPARTMENT,
    Field("latitude", DEGREES, lambda stage: stage.latitude, "Latitude, positive au nord de l’équateur."),
    Field("longitude", DEGREES, lambda stage: stage.longitude, "Longitude, positive à l’est de Greenwich."),
)

STAGES = Dataset(
    slug="etapes",
    key="stages",
    title="Étapes",
    description="Les étapes de toutes les éditions, dans l’ordre du Tour\u00a0: date, lieu, état, thèmes, inscription.",
    rows=rows,
    groups=(
        Group(
            "L’étape",
            (
                *IDENTITY,
                Field("description", TEXT, lambda stage: stage.summary, "Résumé de l’étape, en une ou deux phrases."),
                Field("position", INTEGER, lambda stage: stage.position, "Rang dans l’édition, à partir de 1."),
                Field("kind", CODE, lambda stage: stage.kind, "Type d’étape.", choices=StageKind, is_sure=True),
                Field("themes", TEXT, themes, "Thèmes de l’étape.", many=True),
                Field("modified", UTC_INSTANT, lambda stage: stage.last_published_at, "Dernière mise à jour publiée."),
            ),
        ),
        Group(
            "Son édition",
            (
                Field(
                    "edition",
                    OBJECT,
                    lambda stage: stage.edition,
                    "L’édition du Tour dont elle fait partie.",
                    fields=EDITION_REFERENCE,
                ),
            ),
        ),
        Group(
            "Son état",
            (
                Field(
                    "status",
                    CODE,
                    lambda stage: stage.status,
                    "Ce que les organisateurs ont décidé.",
                    choices=StageStatus,
                    is_sure=True,
                ),
                Field(
                    "status_note",
                    TEXT,
                    lambda stage: "" if stage.goes_ahead else stage.status_note,
                    "Pourquoi l’étape est annulée ou reportée, et ce que les participants doivent faire.",
                ),
                Field(
                    "phase",
                    CODE,
                    lambda stage: stage.phase if stage.goes_ahead else None,
                    "Où en est l’étape à l’instant de la lecture. Vide si elle est annulée ou reportée.",
                    choices=Phase,
                ),
                Field(
                    "has_results",
                    BOOLEAN,
                    lambda stage: disclosure.has_begun(stage) and bool(stage.results),
                    "Sa page donne-t-elle une restitution\u00a0? Le texte n’en est pas repris ici.",
                    is_sure=True,
                ),
            ),
        ),
        Group(
            "Sa date",
            (
                Field(
                    "date_precision",
                    CODE,
                    lambda stage: stage.date_kind,
                    "Ce que valent les deux jours qui suivent\u00a0: ceux de l’étape, ou la période où elle aura lieu.",
                    choices=DateKind,
                    is_sure=True,
                ),
                Field("start_date", DATE, lambda stage: stage.starts_on, "Premier jour, au calendrier du lieu."),
                Field("end_date", DATE, lambda stage: stage.last_day, "Dernier jour, compris."),
                Field("day_count", INTEGER, lambda stage: stage.known_days, "Durée en jours."),
                Field(
                    "door_time",
                    TIME,
                    lambda stage: stage.opening_time,
                    "Ouverture des portes le premier jour, à l’heure du lieu.",
                ),
                Field("end_time", TIME, lambda stage: stage.closing_time, "Fin le dernier jour, à l’heure du lieu."),
                Field(
                    "time_zone",
                    CODE,
                    lambda stage: stage.time_zone,
                    "Fuseau horaire du lieu, par son nom dans la base IANA.",
                    choices=TimeZone,
                    is_sure=True,
                ),
                Field(
                    "start_datetime",
                    INSTANT,
                    lambda stage: exact(stage, stage.starts_at, stage.opening_time),
                    "Instant d’ouverture, si le jour est exact et l’heure connue.",
                ),
                Field(
                    "end_datetime",
                    INSTANT,
                    lambda stage: exact(stage, stage.ends_at, stage.closing_time),
                    "Instant de fin, si le jour est exact et l’heure connue.",
                ),
            ),
        ),
        Group(
            "Son lieu",
            (
                Field(
                    "location",
                    OBJECT,
                    lambda stage: stage,
                    "Où elle se tient.",
                    fields=LOCATION,
                    is_sure=True,
                ),
            ),
        ),
        Group(
            "L’inscription",
            (
                Field(
                    "registration_url",
                    URL,
                    disclosure.registration,
                    "Où s’inscrire, tant que l’étape est à venir et maintenue.",
                ),
                Field("price", TEXT, lambda stage: stage.price, "Tarif, en toutes lettres."),
            ),
        ),
    ),
)
