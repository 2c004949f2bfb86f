"""A valid knowledge base of any size, made from a seed: the same size and seed give the same files.

The mix follows the real one: most files are authorities (a third of them mapped, in seven files each), then lessons,
playbooks with their drills, and roles.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORDS = [
    "מתנדבים",
    "פורום",
    "רשות",
    "חירום",
    "שגרה",
    "תושבים",
    "קשישים",
    "ילדים",
    "מזון",
    "תרופות",
    "מידע",
    "הסעות",
    "שכונה",
    "יישוב",
    "מנהלת",
    "רווחה",
    "חינוך",
    "ביטחון",
    "מיפוי",
    "מענה",
    "צורך",
    "שותפים",
    "עסקים",
    "עמותה",
    "קהילה",
    "תרגיל",
    "לקח",
    "החלטה",
    "רשימה",
    "קשר",
    "טלפון",
    "מרכז",
    "מוקד",
    "צוות",
    "תורנות",
]
PHASES = ("routine", "alert", "emergency", "recovery")
SECTORS = ("government", "local-government", "third-sector", "business", "academia")
DEPARTMENTS = ("welfare", "education", "security", "operations")
POPULATIONS = ("everyone", "elderly", "children", "disabilities")
NEEDS = ("food", "medicine", "information", "transport", "company", "learning")
SCENARIOS = ("epidemic", "missiles", "earthquake", "flood")
FIGURES = ("population", "pupils", "cluster", "age-share")

File = tuple[str, str]
"""(path, text)"""


@dataclass
class Corpus:
    """Texts of content files. Every reference made here leads to something made here."""

    seed: int = 1

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def write(self, root: Path, files: int) -> int:
        """Write a knowledge base of at least `files` content files below `root`; how many were written."""
        written = 0
        for path, text in self._files(files):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            written += 1
        return written

    def _files(self, files: int) -> Iterator[File]:
        count = 0
        for number, group in enumerate(self._groups()):
            for file in group:
                count += 1
                yield file
            if count >= files and number > 0:
                return

    def _groups(self) -> Iterator[list[File]]:
        """First what the rest refers to, then an endless mix."""
        yield list(self._ground())
        number = 0
        while True:
            number += 1
            yield [*self._playbook(number), self._lesson(number)]
            for each in range(6):
                yield list(self._municipality(number * 10 + each, mapped=each < 2))
            yield [
                self._lesson(number, "b", f"m{number * 10}"),
                self._lesson(number, "c"),
                self._role(f"role-{number}"),
            ]

    # --- what everything refers to --------------------------------------------------------------------------------

    def _ground(self) -> Iterator[File]:
        yield "kb.yml", "title: מאגר מדידה\ntagline: תוכן מלאכותי למדידה\nlanguage: he\nlead_role: manager\n"
        yield "docs/sources/standard.yml", _SOURCE
        yield self._role("manager")
        terms = (
            ("sectors", SECTORS, ""),
            ("departments", DEPARTMENTS, ""),
            ("populations", POPULATIONS, ""),
            ("needs", NEEDS, ""),
            ("districts", ("north", "south"), ""),
            ("municipality-kinds", ("city", "council"), ""),
            ("figures", FIGURES, ""),
            ("characteristics", ("mapping", "planning"), "    evidence: [needs, actors]\n"),
        )
        for name, ids, extra in terms:
            yield f"docs/vocabulary/{name}.yml", _vocabulary(name, [(id_, extra) for id_ in ids])
        yield "docs/vocabulary/traits.yml", _vocabulary("traits", _TRAITS)
        yield "docs/vocabulary/phases.yml", _vocabulary("phases", [(id_, f"    tone: {id_}\n") for id_ in PHASES])
        for scenario in SCENARIOS:
            yield (
                f"docs/scenarios/{scenario}.yml",
                f"id: {scenario}\n{_OWNED}name: {self._words(2)}\nquestion: {self._words(2)}?\nsummary: {self._words(8)}\n",
            )

    def _role(self, id_: str) -> File:
        duties = "".join(
            f"  - {{text: {self._words(7)}, sources: [{{source: standard, at: סעיף {n}}}]}}\n" for n in range(6)
        )
        return (
            f"docs/roles/{id_}.yml",
            f"id: {id_}\n{_OWNED}name: {self._words(3)}\nsummary: {self._words(9)}\nduties:\n{duties}",
        )

    # --- the mix ------------------------------------------------------------------------------------------------------

    def _playbook(self, number: int) -> Iterator[File]:
        id_ = f"book-{number}"
        steps = "".join(self._step(n, number) for n in range(9))
        yield (
            f"playbooks/{id_}/playbook.yml",
            f"id: {id_}\n{_OWNED}title: {self._words(5)}\nsummary: {self._words(12)}\nscenarios: [{self._one(SCENARIOS)}]\n"
            f"audience: [manager]\nlead: manager\ntakes: חודש\nstart: {self._words(5)}\nsteps:\n{steps}",
        )
        items = "".join(f"  - {{id: item-{n}, step: {id_}/step-{n}}}\n" for n in range(9))
        yield (
            f"playbooks/{id_}/drills/drill-{number}.yml",
            f"id: drill-{number}\n{_OWNED}title: {self._words(4)}\nsummary: {self._words(8)}\ntype: tabletop\n"
            f"scenario: {self._one(SCENARIOS)}\nopening: {self._words(30)}\nminutes: 90\nobjectives:\n"
            f"  - {{id: first, what: {self._words(5)}, criteria: [{self._words(4)}]}}\nparticipants:\n"
            f"  - {{sector: business, who: {self._words(3)}}}\nchecklist:\n{items}",
        )

    def _step(self, n: int, number: int) -> str:
        lessons = f"    lessons: [lesson-{number}]\n" if n == 0 else ""
        return (
            f"  - id: step-{n}\n    what: {self._words(6)}\n    detail: |\n      {self._words(25)}\n\n      - {self._words(6)}\n"
            f"      - {self._words(6)}\n    owner: manager\n    phase: {PHASES[n % 4]}\n    offset: T+{n}h\n"
            f"    needs: [{self._one(NEEDS)}]\n    sectors: [{self._one(SECTORS)}]\n    done_when: {self._words(7)}\n{lessons}"
            f"    sources: [{{source: standard, at: סעיף {n}}}]\n"
        )

    def _lesson(self, number: int, suffix: str = "", municipality: str = "") -> File:
        id_ = f"lesson-{number}{suffix}"
        steps = "" if suffix else f"steps: [book-{number}/step-0]\n"
        level = f"local\nmunicipality: {municipality}" if municipality else "national\ntraits: [trait-1, trait-3]"
        chain = "".join(
            f"{name}: |\n  {self._words(30)}\n"
            for name in ("observation", "discussion", "conclusion", "recommendation")
        )
        return (
            f"docs/lessons/{id_}.yml",
            f"id: {id_}\n{_OWNED}title: {self._words(7)}\nlesson_kind: challenge\nlevel: {level}\nevent: {{name: אירוע, began_on: 2020-03-01}}\n"
            f"scenarios: [{self._one(SCENARIOS)}]\n{chain}status: identified\n{steps}"
            f"immediate: {{what: {self._words(4)}, owner: manager, due: 2027-03-01}}\nmulti_year: {{what: {self._words(4)}, owner: manager, year: 2028}}\n",
        )

    def _municipality(self, number: int, *, mapped: bool) -> Iterator[File]:
        folder = f"docs/municipalities/m{number}"
        figures = "".join(
            f"  {name}:\n"
            + "".join(
                f"    - {{value: {self._random.randrange(1, 90000)}, year: {year}, source: standard}}\n"
                for year in (2021, 2024)
            )
            for name in FIGURES
        )
        yield (
            f"{folder}/profile.yml",
            f"id: m{number}\nowner: manager\nname: {self._words(2)} {number}\nmunicipality_kind: city\ndistrict: {self._one(('north', 'south'))}\n"
            f"coordinates: {{lat: {29.5 + number % 37 / 10}, lon: {34.3 + number % 13 / 10}, method: locality_point, source: standard}}\nfigures:\n{figures}",
        )
        if mapped:
            yield from self._pillars(folder)

    def _pillars(self, folder: str) -> Iterator[File]:
        cite = "sources: [{source: standard, at: סקר}]"
        needs = "".join(
            f"  - {{id: need-{n}, need: {NEEDS[n % 6]}, population: {POPULATIONS[n % 4]}, phases: [routine, emergency], people: {n * 20 + 10},"
            f" priority: high, surveyed_on: 2026-03-01, {cite}}}\n"
            for n in range(12)
        )
        actors = "".join(
            f"  - {{id: actor-{n}, name: {self._words(2)}, sector: {SECTORS[n % 5]}, can: [{NEEDS[n % 6]}], capacity: {n * 30},"
            f" available: {{routine: 0h, emergency: 6h}}, agreement: verbal, {cite}}}\n"
            for n in range(12)
        )
        responses = "".join(
            f"  - {{id: response-{n}, need: need-{n}, actors: [actor-{n}], department: {DEPARTMENTS[n % 4]}, capacity: {n * 30}, state: ready,"
            f" checked_on: 2026-04-01, {cite}}}\n"
            for n in range(10)
        )
        yield f"{folder}/needs.yml", f"needs:\n{needs}"
        yield f"{folder}/actors.yml", f"actors:\n{actors}"
        yield f"{folder}/responses.yml", f"responses:\n{responses}"
        members = "".join(
            f"  - {{role: {self._words(2)}, body: {self._words(2)}, sector: {sector}}}\n" for sector in SECTORS
        )
        yield (
            f"{folder}/forum.yml",
            f"chair: manager\nevery_months: 2\n{cite}\nmembers:\n{members}meetings:\n"
            f"  - {{held_on: 2026-05-01, sectors: [business], subject: {self._words(3)}, decisions: [{self._words(5)}]}}\n",
        )
        yield (
            f"{folder}/plan.yml",
            f"{cite}\nimmediate:\n  - {{what: {self._words(5)}, owner: manager, due: 2027-01-01}}\n",
        )
        yield (
            f"{folder}/resilience.yml",
            f"waves:\n  - {{id: wave-1, instrument: CCRAM10, measured_on: 2026-02-01, valid_until: 2027-02-01, respondents: 100,"
            f" scores: {{leadership: 3.1, preparedness: 2.8}}, rater: צוות, evidence: סקר, {cite}}}\n",
        )

    # --- words --------------------------------------------------------------------------------------------------------

    def _words(self, count: int) -> str:
        return " ".join(self._random.choices(WORDS, k=count))

    def _one(self, of: tuple[str, ...]) -> str:
        return self._random.choice(of)


_OWNED = "owner: manager\nreviewed_on: 2026-11-01\nreview_every: 12\nsources: [{source: standard, at: סעיף 1}]\n"
_SOURCE = "id: standard\ntitle: תקן לדוגמה\nsource_kind: standard\npublisher: מכון לדוגמה\nverified: yes\n"

_TRAITS = [
    *((f"trait-{n}", f"    figure: {FIGURES[n % 4]}\n    at_least: {n * 9000}\n") for n in range(10)),
    ("trait-city", "    municipality_kind: city\n"),
]


def _vocabulary(name: str, terms: list[tuple[str, str]]) -> str:
    rows = "".join(f"  - id: {id_}\n    name: {id_} מונח\n{extra}" for id_, extra in terms)
    return f"title: {name}\nterms:\n{rows}"
