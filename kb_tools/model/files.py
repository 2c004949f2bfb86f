"""Which file holds what: the one table from paths to types, for the loader, the schemas, `kb new` and the errors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kb_tools.model import drill, lesson, municipality, page, playbook, role, search, source, uptake, vocabulary
from kb_tools.model.base import Entry
from kb_tools.model.correction import Correction


@dataclass(frozen=True)
class FileKind:
    """A kind of content file. `pattern` is its path with captures: `docs/lessons/{lesson}.yml`."""

    name: str
    label: str
    pattern: str
    model: type[Entry]
    thing: str = ""
    """The capture that must equal the `id` in the file; empty for files without an id of their own."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        escaped = re.escape(self.pattern).replace(r"\{", "{").replace(r"\}", "}").replace(r"\*", r"[^/]+")
        return re.compile(re.sub(r"{([a-z]+)}", r"(?P<\1>[^/]+)", escaped))

    @property
    def schema(self) -> str:
        """The name of its JSON Schema."""
        return f"{self.name}.json"

    def path(self, **captures: str) -> str:
        """The path of a file of this kind: `path(lesson="x")` → `docs/lessons/x.yml`."""
        return self.pattern.format(**captures)


_VOCABULARIES: tuple[tuple[str, str, type[vocabulary.Vocabulary]], ...] = (
    ("phases", "שלבים", vocabulary.Phases),
    ("sectors", "מגזרים", vocabulary.Sectors),
    ("departments", "אגפים ומכלולים", vocabulary.Departments),
    ("populations", "אוכלוסיות", vocabulary.Populations),
    ("needs", "סוגי צרכים", vocabulary.NeedTypes),
    ("characteristics", "מאפייני התפקיד", vocabulary.Characteristics),
    ("traits", "תכונות של רשויות", vocabulary.Traits),
    ("districts", "מחוזות", vocabulary.Districts),
    ("municipality-kinds", "סוגי רשויות", vocabulary.MunicipalityKinds),
    ("figures", "נתונים", vocabulary.FigureTypes),
    ("glossary", "מונחים", vocabulary.Glossary),
)

FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("settings", "הגדרות המאגר", "kb.yml", page.Settings),
    FileKind("source", "מקור", "docs/sources/{source}.yml", source.Source, "source"),
    *(
        FileKind(f"vocabulary-{name}", f"אוצר מילים: {label}", f"docs/vocabulary/{name}.yml", model)
        for name, label, model in _VOCABULARIES
    ),
    FileKind("scenario", "תרחיש ייחוס", "docs/scenarios/{scenario}.yml", role.Scenario, "scenario"),
    FileKind("role", "תפקיד", "docs/roles/{role}.yml", role.Role, "role"),
    FileKind("lesson", "לקח", "docs/lessons/{lesson}.yml", lesson.Lesson, "lesson"),
    FileKind("call", "קול קורא", "docs/calls/{call}.yml", role.CallForProposals, "call"),
    FileKind("playbook", "ספר הפעלה", "playbooks/{playbook}/playbook.yml", playbook.Playbook, "playbook"),
    FileKind("drill", "תרגיל", "playbooks/{playbook}/drills/{drill}.yml", drill.Drill, "drill"),
    FileKind(
        "profile",
        "פרופיל רשות",
        "docs/municipalities/{municipality}/profile.yml",
        municipality.Profile,
        "municipality",
    ),
    FileKind("needs", "צרכים", "docs/municipalities/{municipality}/needs.yml", municipality.NeedsFile),
    FileKind("actors", "שחקנים", "docs/municipalities/{municipality}/actors.yml", municipality.ActorsFile),
    FileKind("responses", "מענים", "docs/municipalities/{municipality}/responses.yml", municipality.ResponsesFile),
    FileKind("forum", "פורום", "docs/municipalities/{municipality}/forum.yml", municipality.Forum),
    FileKind("plan", "תכנית", "docs/municipalities/{municipality}/plan.yml", municipality.Plan),
    FileKind("resilience", "חוסן", "docs/municipalities/{municipality}/resilience.yml", municipality.ResilienceFile),
    FileKind(
        "adaptation",
        "התאמה רשותית",
        "docs/municipalities/{municipality}/adaptations/{adaptation}.yml",
        municipality.Adaptation,
        "adaptation",
    ),
    FileKind(
        "result",
        "תוצאת תרגיל",
        "docs/municipalities/{municipality}/results/{result}.yml",
        drill.DrillResult,
        "result",
    ),
    FileKind("uptake", "קליטת לקחים", "docs/municipalities/{municipality}/uptake.yml", uptake.UptakeFile),
    FileKind("correction", "הצעה לתיקון", "docs/corrections/{correction}.yml", Correction, "correction"),
    FileKind("synonyms", "מילים נרדפות לחיפוש", "docs/search/synonyms.yml", search.Synonyms),
    FileKind("expectations", "מה חיפוש צריך למצוא", "docs/search/expectations.yml", search.Expectations),
)

SPLIT_PATTERNS: Mapping[str, str] = {
    f"docs/municipalities/{{municipality}}/{name}/*.yml": name for name in ("needs", "actors", "responses")
}
"""A long file may become a folder of files of the same kind: needs.yml → needs/north.yml, needs/south.yml."""

PROSE_PATTERN = "playbooks/{playbook}/prose.md"
KINDS_BY_NAME: Mapping[str, FileKind] = {kind.name: kind for kind in FILE_KINDS}
ASSET_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".pdf"})

_MATCHERS = tuple((kind.regex, kind) for kind in FILE_KINDS) + tuple(
    (FileKind(name, "", pattern, Entry).regex, KINDS_BY_NAME[name]) for pattern, name in SPLIT_PATTERNS.items()
)


def kind_of(path: str) -> tuple[FileKind, dict[str, str]] | None:
    """The kind of the YAML file at `path` (relative to the root, `docs` and `playbooks` by these names) and its captures."""
    for regex, kind in _MATCHERS:
        if match := regex.fullmatch(path):
            return kind, match.groupdict()
    return None
