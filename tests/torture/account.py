"""What became of each mail: what our rows say, against what the SMTP server wrote down."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

OPEN = ("due", "retry", "sending")


class Row(NamedTuple):
    """A mail as the database tells it. ``due_at`` is a Unix time."""

    message_id: str
    to: str
    state: str
    due_at: float


@dataclass
class Account:
    """The comparison. ``faults`` is what must be empty, whatever struck.

    ``planned`` is how many rows there must be; ``repeated`` are the Message-IDs that may have come twice, a person
    having sent an uncertain one again; ``ends`` are the states that what struck explains. What an
    address that was refused for good was still to get is cancelled.
    """

    rows: list[Row]
    lines: list[dict]
    planned: int
    repeated: frozenset = frozenset()
    ends: tuple = ("sent", "uncertain", "failed")
    received: Counter = field(init=False)

    def __post_init__(self):
        self.received = Counter(line["accepted"] for line in self.lines if "accepted" in line)
        self.states = Counter(row.state for row in self.rows)

    def keys(self, *states):
        return {row.message_id for row in self.rows if row.state in states}

    @property
    def faults(self) -> dict[str, list]:
        """What is wrong, with the Message-IDs it is wrong of (recipients, where those are unknown)."""
        refused = {line["refused"] for line in self.lines if "refused" in line}
        known = {row.message_id for row in self.rows}
        may_have_come = self.keys("sent", "uncertain")
        found = {
            "rows lost or made twice": [] if len(self.rows) == self.planned == len(known) else [len(self.rows)],
            "still open": self.keys(*OPEN),
            "sent, the server says no": self.keys("sent") - set(self.received),
            "received, of no row": set(self.received) - known,
            "received, the row says no": (set(self.received) & known) - may_have_come - self.keys(*OPEN),
            "second copies": {key for key, count in self.received.items() if count > 1 + (key in self.repeated)},
            "failed, but not refused": {
                row.message_id for row in self.rows if row.state == "failed" and row.to not in refused
            },
            # What goes to an address that was refused for good is cancelled: it is suspended.
            "ended without a cause": {
                row.message_id
                for row in self.rows
                if row.state not in (*OPEN, *self.ends) and not (row.state == "cancelled" and row.to in refused)
            },
        }
        return {what: sorted(of) for what, of in found.items() if of}

    @property
    def uncertain_that_came(self) -> int:
        return len(self.keys("uncertain") & set(self.received))

    @property
    def lateness(self) -> dict[str, float]:
        """Seconds from when a mail should leave to when the server had it: median, 99th centile, most."""
        due = {row.message_id: row.due_at for row in self.rows}
        first = {}
        for line in self.lines:
            if line.get("accepted") in due:
                first.setdefault(line["accepted"], line["at"] - due[line["accepted"]])
        late = sorted(first.values()) or [0.0]
        return {"p50": late[len(late) // 2], "p99": late[int(len(late) * 0.99)], "max": late[-1]}

    def table(self) -> str:
        lines = {
            "mails": len(self.rows),
            **{f"of them {state}": count for state, count in sorted(self.states.items())},
            "received": sum(self.received.values()),
            "uncertain that came": self.uncertain_that_came,
            **{f"lateness {what} (s)": f"{seconds:.1f}" for what, seconds in self.lateness.items()},
            **{f"FAULT: {what}": f"{len(of)}: {', '.join(map(str, of[:5]))}" for what, of in self.faults.items()},
        }
        return "\n".join(f"| {what} | {value} |" for what, value in lines.items())
