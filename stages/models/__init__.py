"""Models of editions, stages and what happens there, one noun a file."""

from stages.models.delivery import Delivery, DeliveryLog
from stages.models.edition import EditionPage, EditionPartner
from stages.models.person import PersonFunction, PersonIndexPage, PersonPage
from stages.models.press import PressContact, PressReleasePage, Publication
from stages.models.programme import Participation, ProgrammeItem
from stages.models.programme_release import ProgrammeRelease
from stages.models.reminder import MailText, ReminderRule, ReminderSettings, StageReminders
from stages.models.requirement import Requirement
from stages.models.schedule import ScheduleVersion
from stages.models.stage import StagePage
from stages.models.stage_links import StagePartner, ThemedStage
from stages.models.subscription import Consent, Follow, Subscription

__all__ = [
    "Consent",
    "Delivery",
    "DeliveryLog",
    "EditionPage",
    "EditionPartner",
    "Follow",
    "MailText",
    "Participation",
    "PersonFunction",
    "PersonIndexPage",
    "PersonPage",
    "PressContact",
    "PressReleasePage",
    "ProgrammeItem",
    "ProgrammeRelease",
    "Publication",
    "ReminderRule",
    "ReminderSettings",
    "Requirement",
    "ScheduleVersion",
    "StagePage",
    "StagePartner",
    "StageReminders",
    "Subscription",
    "ThemedStage",
]
