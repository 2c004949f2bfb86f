"""History and content together: what each commit made of each thing, kept between runs."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from kb_tools.content.text import LARGEST_YAML
from kb_tools.content.versions import READING, has_things, things_said
from kb_tools.history.git_log import read_blobs, read_history, unsaved_commit
from kb_tools.history.kept import Kept
from kb_tools.history.repository import GitError
from kb_tools.insight.changes import Difference, compared, gather
from kb_tools.model.change import Change, Changes, Said
from kb_tools.model.page import Settings
from kb_tools.model.provenance import History, Provenance, Version
from kb_tools.model.survey import Key

SETTINGS = "kb.yml"
Things = dict[Key, Said]


@dataclass(frozen=True)
class Recorded:
    """What the repository tells of the knowledge base: its commits, and what they made of each thing."""

    history: History
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Step:
    """One version of one file beside what was there before it: the blobs, and the paths they had."""

    version: Version
    path_before: str
    older: tuple[str, ...]
    """What stands in for a version before that cannot be read: the blobs before it, the newest first."""

    @property
    def name(self) -> str:
        return "\0".join((self.version.path, self.path_before, *self.version.before, self.version.after))


def read_recorded(root: Path, settings: Settings, today: date) -> Recorded:
    """The history of the knowledge base at `root`. A second run reads only the commits that are new."""
    folder = _kept_folder(root)
    history = read_history(root, today, folder, (SETTINGS, settings.docs, settings.playbooks))
    if not history.is_known:
        return Recorded(history, Changes())
    kept = Kept(folder / "things.json")
    marks = {"reading": str(READING), "folders": f"{settings.docs} {settings.playbooks}"}
    known = kept.read(marks) or {}
    steps = [step for life in _lives(history) for step in _steps(life) if has_things(step.version.path, settings)]
    fresh = {step.name: step for step in steps if step.name not in known}
    found = {name: known[name] for name in (step.name for step in steps) if name in known}
    try:
        found |= _compare(root, fresh.values(), settings)
        unsaved = [*_unsaved(root, history, settings, today)]
    except GitError:  # a blob is not there: what its commit did is not known, and nothing is told in its stead
        return Recorded(History(history.revision, notices=(("history-broken", ""),)), Changes())
    if fresh or len(found) != len(known):
        kept.write(marks, found)
    order = {id_: place for place, id_ in enumerate(history.commits)}
    told = [change for step in steps for change in _changes(step, found[step.name])]
    told.sort(key=lambda change: order[change.commit.id])
    return Recorded(history, gather([*unsaved, *told]))


def _kept_folder(root: Path) -> Path:
    """Where the history of this knowledge base is kept: one folder for each place on the disk."""
    name = blake2b(str(root.resolve()).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return user_cache_path("hosen") / "history" / name


def _lives(history: History) -> Iterator[Provenance]:
    yield from history.files.values()
    yield from history.former.values()


def _steps(life: Provenance) -> Iterator[_Step]:
    versions = life.versions
    for place, version in enumerate(versions):
        older = versions[place + 1 :]
        yield _Step(version, older[0].path if older else version.path, tuple(v.after for v in older[1:4] if v.after))


def _compare(root: Path, steps: Iterable[_Step], settings: Settings) -> dict[str, list[Any]]:
    """The differences of each step by its name, as they are kept."""
    wanted = list(steps)
    blobs = {b for step in wanted for b in (*step.version.before, step.version.after, *step.older) if b}
    texts = dict(read_blobs(root, sorted(blobs), LARGEST_YAML))
    read: dict[tuple[str, str], Things | None] = {}

    def things(path: str, blob: str) -> Things | None:
        if (path, blob) not in read:
            data = texts[blob] if blob else b""
            read[path, blob] = None if data is None else things_said(path, data, settings) if blob else {}
        return read[path, blob]

    found = {}
    for step in wanted:
        after = things(step.version.path, step.version.after)
        befores = [
            next((seen for b in (blob, *step.older) if (seen := things(step.path_before, b)) is not None), {})
            for blob in step.version.before
        ]
        different = [] if after is None else compared(befores, after)
        found[step.name] = [[*key, before, after_] for key, before, after_ in different]
    return found


def _changes(step: _Step, kept: Iterable[Any]) -> Iterator[Change]:
    return _as_changes(step.version, (((kind, id_), before, after) for kind, id_, before, after in kept))


def _as_changes(version: Version, different: Iterable[Difference]) -> Iterator[Change]:
    for key, before, after in different:
        yield Change(key, version.commit, version.path, before, after)


def _unsaved(root: Path, history: History, settings: Settings, today: date) -> Iterator[Change]:
    """What the working tree would add to the history if it were committed as it is."""
    commit = unsaved_commit(history, today)
    paths = [path for path in sorted(history.unsaved) if has_things(path, settings)]
    saved = {path: history.blobs.get(path, "") for path in paths}
    texts = dict(read_blobs(root, [blob for blob in saved.values() if blob], LARGEST_YAML))
    for path, blob in saved.items():
        before: Mapping[Key, Said] = (things_said(path, texts[blob] or b"", settings) if blob else None) or {}
        after = _things_now(root / path, path, settings)
        if after is not None:
            yield from _as_changes(Version(commit, path, (blob,), ""), compared([before], after))


def _things_now(file: Path, path: str, settings: Settings) -> Things | None:
    with suppress(OSError):  # not readable: the check of the content says so
        return things_said(path, file.read_bytes(), settings) if file.is_file() else {}
    return None
