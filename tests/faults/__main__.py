"""Rounds of kills: ``python -m tests.faults --rounds 50 --seed 1``. Linux only, for it needs /proc.

In each a real window trains with a real trainer; one of them, or both, are killed in a batch,
while a checkpoint is written or while the list of runs is. Nothing may be left running, no file be
broken, the next start must tell of the run, and what goes on must equal a run that nobody killed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.support import environment


def main() -> int:
    """Do the rounds; return 1 if anything was not as it must be."""
    environment.prepare(os.environ)
    from tests.faults.rounds import FaultError, Plan, Round, straight_run

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first round")
    options = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory(prefix="convviz-rounds-") as name:
        straight = straight_run(Path(name) / "straight")
        for number in range(options.first, options.first + options.rounds):
            began = time.monotonic()
            plan = Plan.of(options.seed, number)
            try:
                outcome = Round(Path(name) / f"round-{number}", plan).run(straight)
            except FaultError as error:
                faults += 1
                outcome = f"FAULT {plan}: {error}"
            print(f"round {number} ({time.monotonic() - began:.0f} s): {outcome}", flush=True)
    print(f"{options.rounds} rounds, {faults} faults")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
