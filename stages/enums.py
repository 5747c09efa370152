"""Choices of editions, stages and programmes."""

from django.db.models import TextChoices


class StageKind(TextChoices):
    URBAN = "urban", "Étape urbaine"
    RURAL = "rural", "Étape rurale"


class StageStatus(TextChoices):
    """What the organisers decided. Shown, never an unpublish."""

    CONFIRMED = "confirmed", "Confirmée"
    CANCELLED = "cancelled", "Annulée"
    POSTPONED = "postponed", "Reportée"


class DateKind(TextChoices):
    """How well the date is known."""

    EXACT = "exact", "Date exacte"
    PERIOD = "period", "Période (jour à confirmer)"
    UNKNOWN = "unknown", "Date inconnue"


class Phase(TextChoices):
    """Where a stage stands. Derived from the data and the clock, never stored."""

    TO_COME = "to_come", "À venir"
    UNDER_WAY = "under_way", "En cours"
    OVER = "over", "Passée"
    RESULTS_ONLINE = "results_online", "Restitution en ligne"


class TimeZone(TextChoices):
    """The civil times of France (IANA names)."""

    METROPOLE = "Europe/Paris", "Heure de Paris"
    GUADELOUPE = "America/Guadeloupe", "Guadeloupe"
    MARTINIQUE = "America/Martinique", "Martinique"
    GUYANE = "America/Cayenne", "Guyane"
    REUNION = "Indian/Reunion", "La Réunion"
    MAYOTTE = "Indian/Mayotte", "Mayotte"
    MIQUELON = "America/Miquelon", "Saint-Pierre-et-Miquelon"
    NOUMEA = "Pacific/Noumea", "Nouvelle-Calédonie"
    TAHITI = "Pacific/Tahiti", "Polynésie française"
    WALLIS = "Pacific/Wallis", "Wallis-et-Futuna"


class SessionKind(TextChoices):
    """What happens in a programme item; one item may be several of these."""

    WELCOME = "welcome", "Accueil"
    OPENING = "opening", "Ouverture"
    TALK = "talk", "Exposé"
    ROUND_TABLE = "round_table", "Table ronde"
    BREAK = "break", "Pause"
    VISIT = "visit", "Visite"
    MEAL = "meal", "Buffet"
    WORKSHOP = "workshop", "Atelier"
    RESTITUTION = "restitution", "Restitution"
    DRINKS = "drinks", "Apéritif"
    POP_UP = "pop_up", "Tiers-lieu éphémère"
    MEDIA = "media", "Média participatif"
    SCREENING = "screening", "Projection"


class Attendance(TextChoices):
    """Whether someone was there. Having been announced says nothing of it."""

    UNKNOWN = "unknown", "Présence non documentée"
    PRESENT = "present", "A participé"
    ABSENT = "absent", "N’a pas participé"


class PublicationKind(TextChoices):
    ARTICLE = "article", "Article de presse"
    INTERVIEW = "interview", "Entretien"
    REPORT = "report", "Compte rendu"
    WHITE_PAPER = "white_paper", "Livre blanc"
    FOLLOW_UP = "follow_up", "Rencontre qui a suivi"


class ScheduleChange(TextChoices):
    """What the public is told of a stage: that it exists, then each change of when or where it is held.

    Of the last two it is told nothing: they are kept for agendas, and for who began to follow a stage by them.
    """

    PUBLISHED = "published", "Étape annoncée"
    DATED = "dated", "Date annoncée"
    RESCHEDULED = "rescheduled", "Nouvelle date"
    RETIMED = "retimed", "Nouveaux horaires"
    RELOCATED = "relocated", "Nouveau lieu"
    CANCELLED = "cancelled", "Étape annulée"
    POSTPONED = "postponed", "Étape reportée"
    REINSTATED = "reinstated", "Étape maintenue"
    PROGRAMME = "programme", "Horaires du programme"
    COVERAGE = "coverage", "Thèmes ou région"


class Dates(TextChoices):
    """What becomes of the dates of stages in the next edition."""

    OPEN = "open", "À confirmer\u00a0: les étapes commencent sans date"
    WEEK = "week", "La même semaine, jour à confirmer"
    DAY = "day", "Le même jour de la semaine, avec les mêmes horaires\u00a0: ces dates sont arrêtées"


class DateReason(TextChoices):
    """Why a stage has the date it has in the plan of the next edition."""

    OPEN = "open", "à confirmer, comme demandé"
    UNKNOWN = "unknown", "la date d’alors n’est pas connue"
    MONTHS = "months", "les mêmes mois"
    WEEK = "week", "la semaine du même jour, au plus près de la même date"
    DAY = "day", "le même jour de la semaine, au plus près de la même date"


class RequirementKind(TextChoices):
    """What the national team may ask of a stage; listed in the order of an organiser's work."""

    DATE = "date", "Date"
    VENUE = "venue", "Lieu"
    SUMMARY = "summary", "Résumé"
    REGISTRATION = "registration", "Inscription"
    PROGRAMME = "programme", "Programme arrêté"
    SPEAKERS = "speakers", "Intervenants"
    PARTNERS = "partners", "Rôles des partenaires"
    PHOTO = "photo", "Photo et texte alternatif"
    PRESS_RELEASE = "press_release", "Communiqué de presse"
    RESULTS = "results", "Restitution"


class RequirementState(TextChoices):
    """Where a stage stands with what is asked of it. Derived, never stored."""

    MET = "met", "Fait"
    LATE = "late", "En retard"
    SOON = "soon", "Bientôt"
    LATER = "later", "Plus tard"
    NOT_APPLICABLE = "not_applicable", "Sans objet"


class CoincidenceKind(TextChoices):
    """What meets across stages."""

    PERSON = "person", "Intervenant annoncé à plusieurs étapes à la fois"
    PARTNER = "partner", "Partenaire qui organise ou accueille plusieurs étapes à la fois"
    STAGES = "stages", "Étapes le même jour"


class FollowScope(TextChoices):
    """What somebody without an account follows."""

    TOUR = "tour", "Le Tour entier"
    REGION = "region", "Une région"
    THEME = "theme", "Un thème"
    STAGE = "stage", "Une étape"


class Moment(TextChoices):
    """When followers are written to; each may be declined. That of a reminder is told by its number of days."""

    AHEAD = "ahead", "Quelques jours avant l’étape"
    EVE = "eve", "La veille"
    MORNING = "morning", "Le matin même"
    AFTER = "after", "Après l’étape\u00a0: la restitution"
    CHANGES = "changes", "En cas de changement\u00a0: date, horaires, lieu, annulation"


class DeliveryKind(TextChoices):
    """What a mail of the Tour is about."""

    CONFIRMATION = "confirmation", "Demande de confirmation"
    ACCESS = "access", "Lien personnel"
    REMINDER = "reminder", "Rappel"
    CHANGED = "changed", "Changement"
    CANCELLED = "cancelled", "Annulation"
    POSTPONED = "postponed", "Report"
    NUDGE = "nudge", "Relance d’une équipe"
    DIGEST = "digest", "Bilan hebdomadaire"
    TEST = "test", "Envoi d’essai"


class Light(TextChoices):
    """How mails leave; from good to bad."""

    GREEN = "green", "Tout va bien"
    ORANGE = "orange", "À regarder"
    RED = "red", "À traiter sans attendre"
