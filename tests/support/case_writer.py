"""A person at work, as a process: adds entries to a case and prints each number when it is acknowledged.

``python -m support.case_writer PLACE CASE WHO COUNT``; COUNT 0 goes on until it is killed. Between two entries of a counted
run is a moment's pause, as people make: else the one who began first would be done before the other gets in.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import count, islice

from mimawari import casebook
from mimawari.casebook import Draft, Place
from mimawari.model import Deed

REPORT = b'{"a report": "of some size"}' * 2000


def main(at: str, case: str, who: str, times: str) -> None:
    """Write."""
    with casebook.opened(Place.read(at)) as book:
        _say("ready")
        sys.stdin.readline()
        for turn in islice(count(1), int(times) or None):
            draft = Draft(deed=Deed.NOTED, who=who, text=f"{who} {turn} " + "記録" * 200)
            reports = [REPORT + str((who, turn)).encode()] if turn % 3 == 0 else []
            number = book.append(case, [draft], reports)[0].number
            _say(number)
            if int(times):
                time.sleep(random.uniform(0, 0.02))


def _say(said: object) -> None:
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
