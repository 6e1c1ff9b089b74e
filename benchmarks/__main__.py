"""Run all measures and print one table: ours, the peer's, and their ratio."""

import asyncio

from benchmarks import delivery, imports, parsing, planning


def main() -> None:
    """Measure and print."""
    rows = [*imports.measure(), *parsing.measure(), *asyncio.run(delivery.measure()), *planning.measure()]
    print(f"{'measure':<52} {'ours':>12} {'peer':>12} {'ratio':>8}  unit")
    for row in rows:
        print(f"{row.name:<52} {row.ours:>12.3f} {row.peer:>12.3f} {row.ratio:>8.2f}  {row.unit}")


if __name__ == "__main__":
    main()
