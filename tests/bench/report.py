"""docs/benchmarks.md, of which each run rewrites its part."""

from pathlib import Path

REPORT = Path("docs/benchmarks.md")
#: The parts in their order; the second begins so.
PARTS = ("pages", "mails")
MAILS = "## Mails\n"


def rewrite(part: str, text: str):
    """Put ``text``, which begins as that part does, in its place; leave the other part alone."""
    pages, beginning, mails = REPORT.read_text(encoding="utf-8").partition(MAILS)
    parts = {"pages": pages, "mails": beginning + mails, part: text}
    REPORT.write_text("\n".join(parts[name].strip() + "\n" for name in PARTS if parts[name]), encoding="utf-8")
