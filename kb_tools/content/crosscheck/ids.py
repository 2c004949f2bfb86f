"""Ids across files: dangling and duplicate ones, folders without their own file, chains that close on themselves."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.content.unread import Unread
from kb_tools.model.addresses import PAGES, ids_taken
from kb_tools.model.drill import DrillResult
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library

if TYPE_CHECKING:
    from kb_tools.model.survey import Key


def dangling(library: Library, unread: Unread) -> Findings:
    suggest = _Suggestions(library)
    results = {document.path for document in library.documents if isinstance(document.content, DrillResult)}
    for found in library.mentions:
        target = found.mention.target
        if target in library.defined or unread.may_define(target):
            continue
        kind, wanted = target
        owner, _, _ = wanted.rpartition("/")
        facts = {"kind": KIND_LABELS.get(kind, kind), "found": shown(wanted), "right": suggest(kind, wanted)}
        code = "step-removed" if kind == "step" and owner in library.playbooks else "ref-dangling"
        if kind in ("item", "objective") and found.file in results:
            code = "result-gone"
        yield Finding(found.file, found.mention.path, code, facts, cited=wanted if found.mention.in_prose else "")


class _Suggestions:
    """What a dangling id was probably meant to be.

    Comparing costs some microseconds a candidate, so each id is looked up once and the candidates are bounded: a
    vocabulary that vanished leaves tens of thousands of dangling ids.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[Key, str] = {}
        self._siblings: dict[str, dict[str, list[str]]] = {}
        self._comparisons = 200_000

    def __call__(self, kind: str, wanted: str) -> str:
        key = (kind, wanted)
        if key not in self._known:
            self._known[key] = self._suggestion(wanted, self._candidates(kind, wanted.rpartition("/")[0]))
        return self._known[key]

    def _candidates(self, kind: str, owner: str) -> list[str]:
        """The ids of the kind that share what qualifies the wanted one; all of the kind when none does."""
        if kind not in self._siblings:
            by_owner: dict[str, list[str]] = {}
            for id_ in self._library.of(kind):
                by_owner.setdefault(id_.rpartition("/")[0], []).append(id_)
            self._siblings[kind] = by_owner
        return self._siblings[kind].get(owner) or [*self._library.of(kind)][:100]

    def _suggestion(self, wanted: str, candidates: list[str]) -> str:
        self._comparisons -= len(candidates)
        near = get_close_matches(wanted, candidates, 3, 0.55) if self._comparisons > 0 else []
        if near:
            return f"אולי {' / '.join(near)}?"
        more = "…" if len(candidates) > 12 else ""
        return f"הקיימים: {', '.join(candidates[:12])}{more}." if candidates else "עדיין אין כאלה במאגר."


def duplicates(library: Library) -> Findings:
    taken = {key for key, _ in library.duplicates}
    for (kind, id_), defined in library.duplicates:
        within, owner = defined.entry.within, id_.rpartition("/")[0]
        if (within, owner) in taken:
            continue  # the whole file bears an id twice, and that is told once
        first = library.defined[kind, id_]
        yield Finding(defined.file, (*defined.path, "id"), "id-duplicate", {"found": shown(id_), "right": first.file})


def reserved(library: Library) -> Findings:
    """Things whose page would stand where the site draws another."""
    for kind, id_ in ids_taken():
        if defined := library.defined.get((kind, id_)):
            facts = {"found": shown(id_), "right": PAGES[kind].format(id_)}
            yield Finding(defined.file, (*defined.path, "id"), "id-reserved", facts)


_HEADS = (
    ("municipality", "profile.yml", "בלעדיו אין רשות שהקבצים בתיקייה שייכים לה"),
    ("playbook", "playbook.yml", "בלעדיו אין ספר שהקבצים בתיקייה שייכים לו"),
)


def folders_without_a_head(library: Library, unread: Unread) -> Findings:
    """Folders of an authority or a playbook whose own file is not there; told once, at the first file in them."""
    prose = [(f"{library.settings.playbooks}/{id_}/prose.md", "playbook", id_) for id_ in library.prose]
    placed = [
        (document.path, name, document.captures[name])
        for document in library.documents
        for name, _, _ in _HEADS
        if name in document.captures
    ]
    seen: set[Key] = set()
    for path, kind, id_ in sorted([*placed, *prose]):
        if (kind, id_) not in library.defined and not unread.may_define((kind, id_)) and (kind, id_) not in seen:
            seen.add((kind, id_))
            name, why = next((name, why) for head, name, why in _HEADS if head == kind)
            folder = path[: path.index(f"/{id_}/") + len(id_) + 2]
            yield Finding(path, (), "file-missing", {"right": f"{folder}{name}", "why": why})


def cycles(library: Library) -> Findings:
    chains: tuple[tuple[str, dict[str, str | None], str], ...] = (
        ("role", {id_: role.reports_to for id_, role in library.roles.items()}, "reports_to"),
        ("need-type", {id_: term.parent for id_, term in library.need_types.items()}, "parent"),
        ("lesson", {id_: lesson.follows for id_, lesson in library.lessons.items()}, "follows"),
        ("population", {id_: term.parent for id_, term in library.populations.items()}, "parent"),
    )
    for kind, above, name in chains:
        for cycle in _loops(above):
            defined = library.defined[kind, cycle[0]]
            facts = {"kind": KIND_LABELS[kind], "found": " ⟵ ".join([*cycle, cycle[0]])}
            yield Finding(defined.file, (*defined.path, name), "cycle", facts)


def _loops(above: Mapping[str, str | None]) -> list[list[str]]:
    """Each cycle of a chain, from its smallest id on. Linear: what was walked once is not walked again."""
    found: list[list[str]] = []
    walked: set[str] = set()
    for start in above:
        trail: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in walked:
            walked.add(here)
            trail[here] = None
            here = above.get(here)
        if here is not None and here in trail:
            cycle = list(trail)[list(trail).index(here) :]
            least = cycle.index(min(cycle))
            found.append(cycle[least:] + cycle[:least])
    return sorted(found)
