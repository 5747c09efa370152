"""Clocks that run fast, or jump: processes started with these environments believe them."""

from pathlib import Path


def library() -> str:
    found = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    assert found, "faketime is missing: apt install faketime"
    return str(found)


def fast(times: int) -> dict[str, str]:
    """All of a process's time runs so many times as fast, from its start on."""
    return {"LD_PRELOAD": library(), "FAKETIME": f"+0 x{times}"}


class Clock:
    """The time of day of several processes; waits last as long as ever. The environments are for Python and others."""

    def __init__(self, file: Path):
        self.file = file
        follows = {"FAKETIME_TIMESTAMP_FILE": str(file)}
        self.of_python = {**follows, "PYTHONPATH": str(Path(__file__).parent / "jumping")}
        self.of_others = {
            **follows,
            "LD_PRELOAD": library(),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.shift(0)

    def shift(self, seconds: float):
        """From now on it is that much later than it is."""
        written = self.file.with_suffix(".new")
        written.write_text(f"{seconds:+.3f}\n")
        written.chmod(0o644)
        written.replace(self.file)
