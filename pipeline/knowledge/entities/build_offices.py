"""Draw offices.csv from office holders as Wikidata has them; run by hand, its result is committed.

    python pipeline/knowledge/entities/build_offices.py FOLDER

FOLDER holds armenia_holders21.csv, kazakhstan_holders21.csv (by day) and world_leaders_2022-10.csv (by year):
Wikidata, CC0, as of October 2022. Acting holders who stood in for weeks (the speaker of parliament between two
presidents) are left in: at that date they are the answer. Labels that are not English are replaced by people.csv or
left out.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SNAPSHOT = "2022-10-31"
ORIGIN = "Wikidata 2022-10"
TOP = ("President", "Prime Minister", "Chancellor", "Monarch", "Supreme Leader", "Pope")
OFFICES = {
    "Federal Chancellor": "Chancellor",
    "Premier": "Prime Minister",
    "Taoiseach": "Prime Minister",
    "Prime minister": "Prime Minister",
    "monarch": "Monarch",
    "King": "Monarch",
    "Emperor": "Monarch",
    "Sultan": "Monarch",
    "emir": "Monarch",
    "Emir": "Monarch",
    "president": "President",
    "pope": "Pope",
    "Prince": "Monarch",
    "Minister of Healthcare": "Minister of Health",
    "Chair of the Senate": "Chair of the Senate",
}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def main(folder: Path) -> None:
    """Write offices.csv: office, of, person, wikidata, start, end, known_until, origin."""
    people = {row["wikidata"]: row["name"] for row in rows(HERE / "people.csv")}
    codes: dict[str, str] = {}
    for row in rows(HERE / "countries.csv"):
        codes |= {row["wikidata"]: row["code"], row["name"]: row["code"]}
    codes |= {
        "Kingdom of Denmark": "DK",
        "Kingdom of the Netherlands": "NL",
        "Republic of Ireland": "IE",
        "The Bahamas": "BS",
    }
    codes |= {
        "People's Republic of China": "CN",
        "State of Palestine": "PS",
        "The Gambia": "GM",
        "United States of America": "US",
    }
    found = []
    for name, code in (("armenia_holders21.csv", "AM"), ("kazakhstan_holders21.csv", "KZ")):
        for row in rows(folder / name):
            office = OFFICES.get(row["position"], row["position"])
            found.append((office, code, row["person"], row["personID"], row["start"], row["end"]))
    for row in rows(folder / "world_leaders_2022-10.csv"):
        code = codes.get(row["countryid"]) or codes.get(row["country"], "")
        if "Yuan" in row["positionLabel"]:
            continue
        office = re.sub(r"\s+of\s+.*", "", row["positionLabel"])
        office = OFFICES.get(office, office)
        if not code or code in ("AM", "KZ") or office not in TOP:
            continue
        found.append((office, code, row["officeholderLabel"], row["officeholder"], row["start_year"], row["end_year"]))

    out = []
    for office, code, person, wikidata, start, end in found:
        person = people.get(wikidata, re.sub(r"\s+of\s+(?!the)\w+$", "", person))
        if (
            not start
            or re.search(r"[^\u0000-\u024f\u1e00-\u1effʻ’' -]", person)
            or person.startswith("Q")
            or "," in person
        ):
            continue
        office = office if office[0].isupper() else office[0].upper() + office[1:]
        out.append([office, code, person, wikidata, start, end, end or SNAPSHOT, ORIGIN])
    with (HERE / "offices.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Terms of office, drawn by build_offices.py from Wikidata (CC0) as of October 2022; start and end by\n"
        )
        file.write("# day, month or year as Wikidata has them; known_until: the last day the row is known to hold.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["office", "of", "person", "wikidata", "start", "end", "known_until", "origin"])
        writer.writerows(dict.fromkeys(map(tuple, out)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
