"""How well the analyser brings forms of Hebrew words together, and keeps those of others apart.

    python benchmarks/morphology.py --data DIR [--missed N] [--wrong N]

DIR holds morph_dev.tsv (`form lemmas pos prefixes suffixes count`: forms as they stand in text, each with the lemmas a person gave
it) and dev/docs.jsonl. Evidence are the words of both and the shipped lexicon; the lemmas of a form are never told to the analyser,
but as every word of the file they count as words of the collection.

Counted are the keys that claim to be the same word: surface, base (without particles) and lemma. Stems and skeletons only help
retrieval, at a smaller weight, and claim nothing.

Two words meet when they share a key. Recall: forms that meet one of their own lemmas. Precision: own lemmas among all lemmas met.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kb_tools.hebrew.analyser import Analyser
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.hebrew.text import normalise, words

COUNTED = "sbl"
GROUPS = ("all", "weighted", "not its own lemma", "with particles", "with a pronoun", "NOUN", "VERB", "ADJ", "PROPN")


@dataclass(frozen=True)
class Form:
    written: str
    lemmas: frozenset[str]
    kind: str
    particles: bool
    pronoun: bool
    count: int

    def groups(self) -> Iterator[str]:
        yield from ("all", "weighted", self.kind)
        if self.written not in self.lemmas:
            yield "not its own lemma"
        if self.particles:
            yield "with particles"
        if self.pronoun:
            yield "with a pronoun"


@dataclass(frozen=True)
class Meeting:
    """A form and the lemmas, of all in the file, that it shares a key with."""

    form: Form
    met: frozenset[str]

    @cached_property
    def own(self) -> frozenset[str]:
        return self.met & self.form.lemmas

    @cached_property
    def others(self) -> frozenset[str]:
        return self.met - self.form.lemmas


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--missed", type=int, default=0, help="list so many forms that meet no lemma of theirs")
    parser.add_argument("--wrong", type=int, default=0, help="list so many forms that meet lemmas of others")
    given = parser.parse_args()
    forms = read(given.data / "morph_dev.tsv")
    analyser = Analyser(evidence(forms, given.data / "dev/docs.jsonl").__contains__, hebrew_lexicon())
    found = meetings(forms, analyser)
    print(f"{'keys: surface, base, lemma':28}{'forms':>7}{'recall':>8}{'precision':>11}{'F1':>7}{'lemmas met':>12}")
    for group in GROUPS:
        print(row(group, [one for one in found if group in one.form.groups()]))
    for one in [one for one in found if not one.own][: given.missed]:
        print("missed", one.form.written, *sorted(one.form.lemmas), sep="\t")
    for one in [one for one in found if one.others][: given.wrong]:
        print("wrong", one.form.written, *sorted(one.others)[:6], sep="\t")


def read(table: Path) -> list[Form]:
    with table.open(encoding="utf-8", newline="") as file:
        return [
            Form(
                row["form"],
                frozenset(row["lemmas"].split("|")),
                row["pos"],
                row["prefixes"] != "-",
                row["suffixes"] != "-",
                int(row["count"]),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def evidence(forms: Iterable[Form], documents: Path) -> frozenset[str]:
    """The words of a collection that has all forms and lemmas, and the documents."""
    found = {normalise(word) for form in forms for word in (form.written, *form.lemmas)}
    with documents.open(encoding="utf-8") as file:
        for document in map(json.loads, file):
            found.update(word.text for word in words(f"{document['title']}\n{document['text']}"))
    return frozenset(found)


def meetings(forms: Sequence[Form], analyser: Analyser) -> list[Meeting]:
    lemmas_of_key: dict[str, set[str]] = defaultdict(set)
    for lemma in {lemma for form in forms for lemma in form.lemmas}:
        for key in counted_keys(lemma, analyser):
            lemmas_of_key[key].add(lemma)
    return [
        Meeting(form, frozenset().union(*(lemmas_of_key.get(key, ()) for key in counted_keys(form.written, analyser))))
        for form in forms
    ]


def counted_keys(written: str, analyser: Analyser) -> list[str]:
    return [key for key in analyser.keys(normalise(written)) if key[0] in COUNTED]


def row(group: str, found: Sequence[Meeting]) -> str:
    weights = [one.form.count if group == "weighted" else 1 for one in found]
    total = sum(weights)
    met = sum(weight * len(one.met) for weight, one in zip(weights, found, strict=True))
    own = sum(weight * len(one.own) for weight, one in zip(weights, found, strict=True))
    recall = sum(weight for weight, one in zip(weights, found, strict=True) if one.own) / max(total, 1)
    precision = own / max(met, 1)
    f1 = 2 * recall * precision / max(recall + precision, 1e-9)
    return f"{group:28}{total:7}{recall:8.3f}{precision:11.3f}{f1:7.3f}{met / max(total, 1):12.2f}"


if __name__ == "__main__":
    main()
