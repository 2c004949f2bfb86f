"""A content tree → typed documents and findings.

Every mistake of every file is collected; a file that cannot be read at all costs only itself.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from kb_tools.content.compose import compose
from kb_tools.content.field_errors import Finding, findings, shown
from kb_tools.content.text import LARGEST_MARKDOWN, LARGEST_YAML, Mistake, read_text
from kb_tools.model.base import ID_PATTERN, Entry
from kb_tools.model.document import Document, Page
from kb_tools.model.files import ASSET_SUFFIXES, FILE_KINDS, KINDS_BY_NAME, PROSE_PATTERN, FileKind, kind_of
from kb_tools.model.markdown_bounds import excess
from kb_tools.model.page import PageMeta, Settings
from kb_tools.model.problem import FieldPath

SETTINGS = "kb.yml"


@dataclass
class Content:
    """What was read. `located` are mistakes whose place is known; `findings` still need theirs."""

    settings: Settings | None = None
    documents: list[Document] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    prose: dict[str, str] = field(default_factory=dict)
    """Playbook id → the Markdown of its prose.md."""
    located: list[tuple[str, FieldPath, Mistake]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load(root: Path) -> Content:
    """Read the knowledge base at `root`: `kb.yml`, and every file below its two content folders."""
    content = Content()
    reader = _Reader(root, content)
    content.settings = reader.settings()
    folders = (content.settings.docs, content.settings.playbooks) if content.settings else ("docs", "playbooks")
    for folder, name in zip(folders, ("docs", "playbooks"), strict=True):
        for path in reader.files(folder):
            reader.read(path, name + path[len(folder) :])
    return content


def load_settings(root: Path) -> Settings | None:
    """`kb.yml` alone, for commands that need no more; None when it cannot be read."""
    return _Reader(root, Content()).settings()


class _Reader:
    def __init__(self, root: Path, content: Content) -> None:
        self._root = root
        self._content = content

    def settings(self) -> Settings | None:
        if not (self._root / SETTINGS).is_file():
            self._mistake(SETTINGS, Mistake("file-missing", facts={"right": SETTINGS, "why": "הוא מה שעושה תיקייה למאגר ידע; kb init כותב אחד"}))
            return None
        loaded = self._entry(SETTINGS, KINDS_BY_NAME["settings"])
        if not isinstance(loaded, Settings):
            return None
        self._content.documents.append(Document(SETTINGS, KINDS_BY_NAME["settings"], {}, loaded))
        return loaded

    def files(self, folder: str) -> Iterator[str]:
        """Paths of the regular files below `folder`, sorted; what is not a regular file is a mistake, dot files are not ours."""
        try:
            entries = sorted(os.scandir(self._root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                self._mistake(path, Mistake("file-symlink"))
            elif entry.is_dir():
                if entry.name.endswith((".yml", ".yaml", ".md")):
                    self._mistake(path, Mistake("file-not-regular"))
                else:
                    yield from self.files(path)
            elif entry.is_file():
                yield path
            else:
                self._mistake(path, Mistake("file-not-regular"))

    def read(self, path: str, canonical: str) -> None:
        """Read one file. `canonical` is its path with the content folders under their usual names."""
        suffix = Path(path).suffix
        if suffix == ".md":
            self._markdown(path, canonical)
        elif suffix == ".yml":
            self._yaml(path, canonical)
        elif suffix not in ASSET_SUFFIXES:
            self._mistake(path, Mistake("file-type", facts={"found": suffix or "בלי סיומת"}))

    # --- YAML -------------------------------------------------------------------------------------------------------

    def _yaml(self, path: str, canonical: str) -> None:
        match = kind_of(canonical)
        if match is None:
            self._mistake(path, Mistake("file-unknown", facts={"found": path, "right": _nearest_place(canonical)}))
            return
        kind, captures = match
        bad_name = next((name for name in captures.values() if not _is_id(name)), None)
        if bad_name is not None:
            self._mistake(path, Mistake("file-name", facts={"found": shown(bad_name)}))
        entry = self._entry(path, kind)
        if entry is None:
            return
        if kind.thing and getattr(entry, "id", None) != captures[kind.thing]:
            facts = {"found": shown(getattr(entry, "id", "")), "right": shown(captures[kind.thing])}
            self._content.findings.append(Finding(path, ("id",), "id-file", facts))
        self._content.documents.append(Document(path, kind, captures, entry))

    def _entry(self, path: str, kind: FileKind) -> Entry | None:
        text = self._text(path, LARGEST_YAML)
        return None if text is None else self._validated(path, kind.model, text)

    def _validated(self, path: str, model: type[Entry], text: str, first_line: int = 0) -> Entry | None:
        try:
            composed = compose(text)
        except Mistake as mistake:
            self._mistake(path, _moved(mistake, first_line))
            return None
        for field_path, duplicate in composed.mistakes:
            self._content.located.append((path, field_path, _moved(duplicate, first_line)))
        if not isinstance(composed.value, dict):
            self._mistake(path, Mistake("not-mapping", 1 + first_line, 1, {"found": shown(composed.value)}))
            return None
        try:
            return model.model_validate(composed.value)
        except ValidationError as error:
            self._content.findings.extend(findings(path, model, error))
            return None

    # --- Markdown ---------------------------------------------------------------------------------------------------

    def _markdown(self, path: str, canonical: str) -> None:
        text = self._text(path, LARGEST_MARKDOWN)
        if text is None:
            return
        if beyond := excess(text):
            self._mistake(path, Mistake("markdown-excess", beyond[0], 1, {"found": beyond[1]}))
            return
        if canonical.startswith("docs/"):
            self._page(path, canonical.removeprefix("docs/"), text)
        elif (parts := canonical.split("/"))[2:] == ["prose.md"]:
            self._content.prose[parts[1]] = text
        else:
            self._mistake(path, Mistake("file-unknown", facts={"found": path, "right": f"בתיקיית ספרים מקומו של טקסט הוא {PROSE_PATTERN}"}))

    def _page(self, path: str, below_docs: str, text: str) -> None:
        try:
            head, body, first_line = front_matter(text)
        except Mistake as mistake:
            self._mistake(path, mistake)
            return
        meta = self._validated(path, PageMeta, head, first_line)
        if isinstance(meta, PageMeta):
            self._content.pages.append(Page(below_docs, meta, body))

    # --- helpers ----------------------------------------------------------------------------------------------------

    def _text(self, path: str, largest: int) -> str | None:
        try:
            return read_text(self._root / path, largest)
        except Mistake as mistake:
            self._mistake(path, mistake)
        except FileNotFoundError:
            return None  # removed between the listing and now, as happens while the preview runs
        except OSError as error:
            self._mistake(path, Mistake("file-unreadable", facts={"found": error.strerror}))
        return None

    def _mistake(self, path: str, mistake: Mistake) -> None:
        self._content.located.append((path, (), mistake))


def front_matter(text: str) -> tuple[str, str, int]:
    """(YAML of the front matter, body, line of the opening `---`). Raises Mistake where there is none."""
    if not text.startswith("---\n"):
        raise Mistake("front-matter", facts={"found": "העמוד אינו מתחיל בשורה ---"})
    end = text.find("\n---\n", 3)
    if end < 0:
        raise Mistake("front-matter", facts={"found": "אין שורה --- שסוגרת אותו"})
    return text[4 : end + 1], text[end + 5 :], 1


def _moved(mistake: Mistake, lines: int) -> Mistake:
    return Mistake(mistake.code, mistake.line + lines, mistake.column, mistake.facts) if lines else mistake


def _is_id(name: str) -> bool:
    return re.fullmatch(ID_PATTERN, name) is not None


def _nearest_place(path: str) -> str:
    patterns = [kind.pattern for kind in FILE_KINDS]
    near = get_close_matches(path, patterns, 1, 0.4)
    return f"אולי התכוונתם ל־{near[0]}?" if near else "ראו בעמוד המדריך היכן כל סוג תוכן"
