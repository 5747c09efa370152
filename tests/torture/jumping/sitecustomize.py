"""The time of day of a Python started with this folder in its PYTHONPATH: so much later as a file says (clocks.Clock).

Its waits last as long as ever, as when a machine's clock is set: libfaketime moves those as well.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

FILE = Path(os.environ["FAKETIME_TIMESTAMP_FILE"])


class Follower:
    """Moves the time of day of this process whenever the file says so."""

    def __init__(self):
        self.shift = float(FILE.read_text())
        self.traveller = time_machine.travel(time.time() + self.shift, tick=True).start()

    def begin(self):
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        while True:
            asked = float(FILE.read_text())
            self.traveller.shift(asked - self.shift)
            self.shift = asked
            time.sleep(0.02)


follower = Follower()
follower.begin()
os.register_at_fork(after_in_child=follower.begin)  # a forked process has no threads of its own
