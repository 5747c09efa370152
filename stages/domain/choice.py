"""A value one can choose to narrow a list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """``value`` is what the address says; ``count`` is how many the list would hold with it."""

    value: str
    label: str
    count: int
    is_chosen: bool
