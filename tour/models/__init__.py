"""Models of the floor, one noun a file."""

from tour.models.evidence import Citation, KeyFigure, Source
from tour.models.mail import Heartbeat, MailState, OutgoingMail, OutgoingMailQuerySet, QueuedMail
from tour.models.media import TourDocument, TourImage, TourRendition
from tour.models.page import BasePage, TourPageQuerySet
from tour.models.row import Row, are_stored, linked_to_visible, stored_key
from tour.models.suppression import Bounce, Suppression, SuppressionReason
from tour.models.team import Invitation, Team
from tour.models.theme import Theme
from tour.models.user import RUN_THE_TOUR, User

__all__ = [
    "RUN_THE_TOUR",
    "BasePage",
    "Bounce",
    "Citation",
    "Heartbeat",
    "Invitation",
    "KeyFigure",
    "MailState",
    "OutgoingMail",
    "OutgoingMailQuerySet",
    "QueuedMail",
    "Row",
    "Source",
    "Suppression",
    "SuppressionReason",
    "Team",
    "Theme",
    "TourDocument",
    "TourImage",
    "TourPageQuerySet",
    "TourRendition",
    "User",
    "are_stored",
    "linked_to_visible",
    "stored_key",
]
