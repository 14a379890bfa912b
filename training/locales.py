"""Writes crates/variorum-text/lexicon/locales.toml: how languages write dates and numbers, from CLDR.

    pip install babel==2.18.0
    python training/locales.py

The facts are those of the Unicode Common Locale Data Repository as Babel ships it (Unicode licence v3): names of months
and weekdays, the order of a date's parts, the marks of numbers, words for thousands and millions. A language with
spellings by country takes those of all that are named here. Needs no weights and no corpus; the rest of this folder is
about training and does not need Babel.
"""

import re
from multiprocessing import get_context
from pathlib import Path

import babel
from babel import Locale

assert babel.__version__ == "2.18.0", "the file is written by Babel 2.18.0: pip install babel==2.18.0"

OUT = Path(__file__).resolve().parent.parent / "crates/variorum-text/lexicon/locales.toml"
# Languages that whatlang can tell, by the codes of Variorum, and the locales whose spellings they take.
LANGUAGES = {
    "af": ["af"], "ak": ["ak"], "am": ["am"], "ar": ["ar", "ar_SY", "ar_DZ", "ar_MA", "ar_IQ", "ar_MR"],
    "az": ["az", "az_Cyrl"], "be": ["be"], "bg": ["bg"], "bn": ["bn", "bn_IN"], "ca": ["ca"], "cs": ["cs"],
    "cy": ["cy"], "da": ["da"], "de": ["de", "de_AT"], "el": ["el"], "eo": ["eo"], "et": ["et"], "fa": ["fa", "fa_AF"],
    "fi": ["fi"], "fr": ["fr", "fr_CA"], "gu": ["gu"], "he": ["he"], "hi": ["hi"], "hr": ["hr", "bs"], "hu": ["hu"],
    "hy": ["hy"], "id": ["id", "ms"], "it": ["it"], "ja": ["ja"], "jv": ["jv"], "ka": ["ka"], "km": ["km"],
    "kn": ["kn"], "ko": ["ko"], "lt": ["lt"], "lv": ["lv"], "mk": ["mk"], "ml": ["ml"], "mr": ["mr"], "my": ["my"],
    "nb": ["nb", "nn"], "ne": ["ne"], "nl": ["nl"], "or": ["or"], "pa": ["pa"], "pl": ["pl"], "pt": ["pt", "pt_PT"],
    "ro": ["ro", "ro_MD"], "ru": ["ru"], "si": ["si"], "sk": ["sk"], "sl": ["sl"], "sn": ["sn"],
    "sr": ["sr", "sr_Latn"], "sv": ["sv"], "ta": ["ta"], "te": ["te"], "th": ["th"], "tk": ["tk"], "tl": ["fil"],
    "tr": ["tr"], "uk": ["uk"], "ur": ["ur", "ur_IN"], "uz": ["uz", "uz_Cyrl"], "vi": ["vi"], "yi": ["yi"],
    "zh": ["zh", "zh_Hant"], "zu": ["zu"],
}
# Direction marks say nothing about a date.
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))


def distinct(values):
    return list(dict.fromkeys(value for value in values if value))


def clean(name):
    return name.translate(MARKS).replace("\xa0", " ").strip().lower()


def names(locales, kind, width, keys):
    """For each key its names in all locales, in a sentence and alone."""
    found = []
    for key in keys:
        tables = [getattr(locale, kind)[context][width] for locale in locales for context in ("format", "stand-alone")]
        # A number is no name ("1").
        found.append([name for name in distinct(clean(table[key]) for table in tables) if not name.isdigit()])
    return found


def patterns(locales, skeletons):
    found = []
    for locale in locales:
        if "MMMM" in skeletons[0]:
            found.append(locale.date_formats["long"].pattern.translate(MARKS).replace("\u202f", " "))
        for skeleton in skeletons:
            if skeleton in locale.datetime_skeletons:
                found.append(locale.datetime_skeletons[skeleton].pattern.translate(MARKS).replace("\u202f", " "))
    return distinct(found)


def scales(locales):
    """Words that stand for a power of ten behind a number ("0 Millionen")."""
    found = {}
    for locale in locales:
        for length in ("short", "long"):
            for table in (locale.compact_decimal_formats.get(length) or {}).values():
                for power, pattern in table.items():
                    written = str(pattern.pattern).split(";")[0].translate(MARKS).replace("'", "")
                    zeros = re.match(r"^(0+)[ \xa0\u202f]?(\D+)$", written)
                    if zeros is None:
                        continue
                    word = clean(zeros.group(2)).rstrip(".")
                    # One letter after a number may mean many things, save where it is a word of its own.
                    if len(word) > 1 or ord(word) > 0x1100:
                        found[word] = min(found.get(word, int(power)), int(power) // 10 ** (len(zeros.group(1)) - 1))
    return {word: value for word, value in sorted(found.items()) if value > 1 and " " not in word}


def quoted(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def listed(values):
    return "[" + ", ".join(quoted(value) if isinstance(value, str) else listed(value) for value in values) + "]"


def section(code, tags):
    locales = [Locale.parse(tag) for tag in tags]
    first = locales[0]
    symbols = first.number_symbols["latn"]
    time = first.time_formats["short"].pattern
    lines = [
        f"[{code}]",
        f"months = {listed(names(locales, 'months', 'wide', range(1, 13)))}",
        f"short_months = {listed(names(locales, 'months', 'abbreviated', range(1, 13)))}",
        f"weekdays = {listed(names(locales, 'days', 'wide', range(7)))}",
        f"dates = {listed(patterns(locales, ['MMMMd', 'yMMMM']))}",
        f"short_dates = {listed(patterns(locales, ['yMMMd']))}",
        f"numeric = {listed(patterns(locales[:1], ['yMd']))}",
        f"group = {quoted(symbols['group'])}",
        f"decimal = {quoted(symbols['decimal'])}",
        f"halves = {'true' if 'a' in time or 'B' in time else 'false'}",
        "scales = { " + ", ".join(f"{quoted(word)} = {value}" for word, value in scales(locales).items()) + " }",
    ]
    return "\n".join(lines).replace("{  }", "{}")


def main():
    head = (
        "# How languages write dates and numbers: facts of CLDR, as Babel 2.18.0 has them (Unicode licence v3).\n"
        "# Written by training/locales.py; what people add stands in tongues.toml.\n"
    )
    # Babel shares tables between locales and may change them: each language gets a process of its own.
    with get_context("spawn").Pool(processes=1, maxtasksperchild=1) as pool:
        sections = pool.starmap(section, LANGUAGES.items(), chunksize=1)
    OUT.write_text(head + "\n" + "\n\n".join(sections) + "\n")


if __name__ == "__main__":
    main()
