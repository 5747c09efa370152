"""`make torture`: chaos, seed after seed. Ends with 1 if anything was lost, told wrongly or sent twice.

python -m tests.torture [--short] [SEED…]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.torture.settings"
os.environ.setdefault("LOG_LEVEL", "WARNING")
django.setup()

from tests.torture.chaos import FULL, SHORT, Chaos  # noqa: E402
from tests.torture.processes import Services  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("seeds", metavar="SEED", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--short", action="store_true", help="500 mails instead of 3400")
    parser.add_argument("--logs", type=Path, help="the folder where the services write what they print")
    options = parser.parse_args()
    options.logs = options.logs or Path(tempfile.mkdtemp(prefix="tour-torture-"))
    options.logs.mkdir(parents=True, exist_ok=True)
    faults = {}
    with Services(options.logs) as services:
        for seed in options.seeds:
            services.renew()
            chaos = Chaos(services, SHORT if options.short else FULL, seed)
            account = chaos.run()
            print(chaos.table(account), end="\n\n", flush=True)  # noqa: T201
            if found := chaos.faults(account):
                faults[seed] = found
    print(f"Faults: {faults}\nLogs: {options.logs}" if faults else "No fault.")  # noqa: T201
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
