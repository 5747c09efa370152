"""What may be told of a stage, and from when on: the one rule of the pages and of the open data."""

from collections.abc import Iterable

from stages.enums import Phase
from stages.models import Participation, StagePage


def has_begun(stage: StagePage) -> bool:
    """Whether the stage is under way or took place: from then on, who was there can be told."""
    return stage.goes_ahead and stage.phase != Phase.TO_COME


def took_place(stage: StagePage) -> bool:
    """Whether the stage is over and was not called off: from then on, what came of it can be told."""
    return stage.goes_ahead and stage.phase in (Phase.OVER, Phase.RESULTS_ONLINE)


def registration(stage: StagePage) -> str:
    """Where to register, while one can; empty otherwise."""
    return stage.registration_url if stage.goes_ahead and stage.phase == Phase.TO_COME else ""


def speakers(participations: Iterable[Participation], has_begun: bool) -> list[Participation]:
    """Those to show: whoever was not announced is named once the stage has begun.

    Nobody is named whose page is hidden, unless the row has a name or a function of its own.
    """
    return [part for part in participations if part.shown_name and (part.is_announced or has_begun)]
