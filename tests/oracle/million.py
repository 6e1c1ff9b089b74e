"""The long comparison: a million due moments, `python -m tests.oracle.million [--cases N] [--seed S]`.

It prints how many cases of each kind were compared and ends with 1 if the two readings differ anywhere.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.oracle.cases import case
from tests.oracle.comparison import disagreement

PROCESSES = 2
_CHUNK = 10_000
_SHOWN = 5


@dataclass(slots=True)
class Tally:
    """What a run of cases came to."""

    compared: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what another run came to."""
        self.compared += other.compared
        self.disagreements += other.disagreements


def judge(seed: int, numbers: range) -> Tally:
    """Compare the cases of those numbers."""
    tally = Tally()
    for number in numbers:
        drawn = case(seed, number)
        tally.compared[drawn.kind] += 1
        found = disagreement(drawn)
        if found is not None:
            tally.disagreements.append(f"seed {seed} case {number}: {found}")
    return tally


def judge_all(seed: int, cases: int) -> Tally:
    """Compare so many cases in two processes."""
    chunks = [(seed, range(start, min(start + _CHUNK, cases))) for start in range(0, cases, _CHUNK)]
    total = Tally()
    with get_context("spawn").Pool(PROCESSES) as pool:
        for tally in pool.starmap(judge, chunks, chunksize=1):
            total.add(tally)
    return total


def report(total: Tally, seed: int, seconds: float) -> int:
    """Print what a run came to; 1 when the readings differ or nothing was compared, otherwise 0."""
    for kind, count in sorted(total.compared.items()):
        print(f"{count:9,}  {kind}")
    print(
        f"{total.compared.total():,} compared, {len(total.disagreements)} disagreements, "
        f"seed {seed}, {seconds:.1f} s"
    )
    for found in total.disagreements[:_SHOWN]:
        print(found)
    return 1 if total.disagreements or not total.compared else 0


def main(arguments: list[str]) -> int:
    """Run the comparison and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.million", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many cases are drawn")
    parser.add_argument("--seed", type=int, default=2026, help="what they are drawn from")
    chosen = parser.parse_args(arguments)
    began = time.perf_counter()
    total = judge_all(chosen.seed, chosen.cases)
    return report(total, chosen.seed, time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
