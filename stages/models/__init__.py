"""Models of editions, stages and what happens there, one noun a file."""

from stages.models.edition import EditionPage, EditionPartner
from stages.models.person import PersonFunction, PersonIndexPage, PersonPage
from stages.models.press import PressContact, PressReleasePage, Publication
from stages.models.programme import Participation, ProgrammeItem
from stages.models.programme_release import ProgrammeRelease
from stages.models.requirement import Requirement
from stages.models.schedule import ScheduleVersion
from stages.models.stage import StagePage
from stages.models.stage_links import StagePartner, ThemedStage

__all__ = [
    "EditionPage",
    "EditionPartner",
    "Participation",
    "PersonFunction",
    "PersonIndexPage",
    "PersonPage",
    "PressContact",
    "PressReleasePage",
    "ProgrammeItem",
    "ProgrammeRelease",
    "Publication",
    "Requirement",
    "ScheduleVersion",
    "StagePage",
    "StagePartner",
    "ThemedStage",
]
