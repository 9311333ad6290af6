"""Quality floors on the repo's own gold: ``tests/test_floors.py`` fails where a figure falls below its floor.

    python -m benchmarks.floors            today's figures beside the floors of floors.toml
    python -m benchmarks.floors --raise    raise each floor to just below today's figure; none is ever lowered

A corpus's digest stands beside its floors, so that another corpus cannot pass for the old one; ``--raise`` writes the
new digest. A floor is lowered by hand only, and the commit says why.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from math import floor as whole
from pathlib import Path

from benchmarks import own

FLOORS = Path(__file__).with_name("floors.toml")
CORPORA = {"samples": own.SAMPLES, "heldout": own.HELDOUT, "unseen": own.UNSEEN}
MARGIN = 0.01  # another processor rounds the sums of the parser otherwise: a borderline reading or two may change
HEADER = """\
# Floors of quality on the repo's own gold, pooled; tests/test_floors.py holds them. They only rise:
#   python -m benchmarks.floors --raise
# merged_wrongly is a ceiling: two happenings are never one. Which figure is what: docs/quality.md.
"""

Floors = Mapping[str, Mapping[str, float | str]]


def read() -> Floors:
    """The floors as they stand: corpus -> digest, ceiling and floors."""
    floors: Floors = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return floors


def today(corpus: str) -> dict[str, float]:
    """Today's figures of a corpus, by the names of the floors, and ``merged_wrongly``."""
    found = own.pooled(CORPORA[corpus])
    figures = own.figures(found.report)
    wrongly = found.report.merged_wrongly
    if corpus == "samples":
        told = own.across(found.found)
        figures["across_articles"] = told.together.recall
        wrongly += told.wrongly
    return {"merged_wrongly": wrongly, **figures}


def risen(old: Mapping[str, float | str], figures: Mapping[str, float]) -> dict[str, float]:
    """Each floor where it was, or just below today's figure where that is higher."""
    return {
        name: max(float(old.get(name, 0.0)), whole((figure - MARGIN) * 1000) / 1000, 0.0)
        for name, figure in figures.items()
        if name != "merged_wrongly"
    }


def write(floors: Floors) -> None:
    """Write floors.toml."""
    lines = [HEADER]
    for corpus, rows in floors.items():
        lines.append(f"[{corpus}]")
        lines += [
            f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in rows.items()
        ]
        lines.append("")
    FLOORS.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print, and with ``--raise`` raise."""
    floors = read()
    new: dict[str, dict[str, float | str]] = {}
    below = 0
    for corpus, folder in CORPORA.items():
        old, figures, digest = floors.get(corpus, {}), today(corpus), own.digest(folder)
        changed = "" if old.get("digest") == digest else "   (the corpus changed)"
        print(f"{corpus}{changed}\n{'':20} {'today':>7} {'floor':>7}")
        for name, figure in figures.items():
            limit = float(old.get(name, 0.0))
            bad = figure > limit if name == "merged_wrongly" else figure < limit
            below += bad
            print(f"{name:20} {figure:7.3f} {limit:7.3f}{'   BELOW' if bad else ''}")
        new[corpus] = {"digest": digest, "merged_wrongly": 0, **risen(old, figures)}
    if "--raise" in arguments:
        write(new)
        print(f"written: {FLOORS.name}")
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
