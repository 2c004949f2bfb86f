"""A content tree → typed documents and findings.

Every mistake of every file is collected; a file that cannot be read at all costs only itself.
"""

import errno
import os
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path

from pydantic import ValidationError

from kb_tools.content.compose import compose
from kb_tools.content.describe import home_of, shown_pattern
from kb_tools.content.field_errors import Finding, fields_in_words, findings, shown
from kb_tools.content.links import broken_links
from kb_tools.content.personal import MAIL, personal_data
from kb_tools.content.text import LARGEST_MARKDOWN, LARGEST_YAML, Mistake, line_and_column, printable, read_text
from kb_tools.content.unfinished import unfinished
from kb_tools.model.addresses import page_address, reserved_for
from kb_tools.model.base import ID_PATTERN, Entry
from kb_tools.model.document import Document, Page
from kb_tools.model.files import ASSET_SUFFIXES, FILE_KINDS, KINDS_BY_NAME, PROSE_PATTERN, FileKind, kind_of
from kb_tools.model.labels import KIND_LABELS
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
    broken: list[tuple[FileKind, dict[str, str]]] = field(default_factory=list)
    """Of each YAML file that did not become a document: its kind and the ids in its path."""


def load(root: Path) -> Content:
    """Read the knowledge base at `root`: `kb.yml`, and every file below its two content folders."""
    content = Content()
    reader = _Reader(root, content)
    content.settings = reader.settings()
    folders = (content.settings.docs, content.settings.playbooks) if content.settings else ("docs", "playbooks")
    for folder, name in zip(folders, ("docs", "playbooks"), strict=True):
        for path in reader.files(folder):
            reader.read(path, name + path[len(folder) :])
    reader.follow_links(folders[0])
    return content


def load_settings(root: Path) -> Settings | None:
    """`kb.yml` alone, for commands that need no more; None when it cannot be read."""
    return _Reader(root, Content()).settings()


class _Reader:
    def __init__(self, root: Path, content: Content) -> None:
        self._root = root
        self._content = content
        self._seen: set[str] = set()
        self._page_texts: dict[str, str] = {}

    def settings(self) -> Settings | None:
        path = self._root / SETTINGS
        if path.is_symlink():
            self._mistake(SETTINGS, Mistake("file-symlink"))
            return None
        if not path.is_file():
            why = "הוא מה שעושה תיקייה למאגר ידע; kb init כותב אחד"
            self._mistake(SETTINGS, Mistake("file-missing", facts={"right": SETTINGS, "why": why}))
            return None
        loaded = self._entry(SETTINGS, KINDS_BY_NAME["settings"])
        if not isinstance(loaded, Settings):
            return None
        if loaded.docs == loaded.playbooks:
            self._content.findings.append(Finding(SETTINGS, ("playbooks",), "folders-same", {"found": loaded.docs}))
            return None
        self._content.documents.append(Document(SETTINGS, KINDS_BY_NAME["settings"], {}, loaded))
        return loaded

    def files(self, folder: str) -> Iterator[str]:
        """Paths of the content files below `folder`, in order. What is not a regular file is a mistake; dot files are not ours."""
        if (self._root / folder).is_symlink():
            self._mistake(folder, Mistake("file-symlink"))
            self._withhold(*((kind, {}) for kind in FILE_KINDS))
            return
        waiting = [folder]
        while waiting:
            path = waiting.pop()
            if not path.endswith("/"):
                waiting.extend(reversed(self._listed(path)))
            else:
                yield path[:-1]

    def _listed(self, folder: str) -> list[str]:
        """What is in a folder: sub-folders as they are, files with a `/` after them; others become mistakes."""
        try:
            entries = sorted(os.scandir(self._root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return []
        except OSError as error:
            self._mistake(folder, Mistake("file-unreadable", facts={"found": _reason(error)}))
            self._withhold(*((kind, {}) for kind in FILE_KINDS))
            return []
        paths = ((f"{folder}/{entry.name}", entry) for entry in entries if not entry.name.startswith("."))
        return [f"{path}/" if entry.is_file() else path for path, entry in paths if self._is_ours(path, entry)]

    def _is_ours(self, path: str, entry: "os.DirEntry[str]") -> bool:
        """Whether it may be read: a plain file or folder with a name that can be shown. Otherwise a mistake."""
        if printable(entry.name) != entry.name:
            self._mistake(printable(path), Mistake("file-name", facts={"found": shown(entry.name)}))
        elif entry.is_symlink():
            self._mistake(path, Mistake("file-symlink"))
            self._withhold(kind_of(path))
        elif entry.is_file() or (entry.is_dir() and not entry.name.endswith((".yml", ".yaml", ".md"))):
            return True
        else:
            self._mistake(path, Mistake("file-not-regular"))
        return False

    def read(self, path: str, canonical: str) -> None:
        """Read one file. `canonical` is its path with the content folders under their usual names."""
        self._seen.add(path)
        suffix = Path(path).suffix
        if suffix == ".md":
            self._markdown(path, canonical)
        elif suffix == ".yml":
            self._yaml(path, canonical)
        elif suffix not in ASSET_SUFFIXES:
            self._mistake(path, _unwanted(suffix))

    # --- YAML -------------------------------------------------------------------------------------------------------

    def _yaml(self, path: str, canonical: str) -> None:
        match = kind_of(canonical)
        if match is None:
            self._mistake(path, Mistake("file-unknown", facts={"right": _nearest_place(canonical)}))
            return
        kind, captures = match
        bad_name = next((name for name in captures.values() if not _is_id(name)), None)
        if bad_name is not None:
            self._mistake(path, Mistake("file-name", facts={"found": shown(bad_name)}))
        entry = self._entry(path, kind)
        if entry is None:
            self._withhold((kind, captures))
            return
        if bad_name is None and kind.thing and getattr(entry, "id", None) != captures[kind.thing]:
            facts = {"found": shown(getattr(entry, "id", "")), "right": shown(captures[kind.thing])}
            self._content.findings.append(Finding(path, ("id",), "id-file", facts))
            self._withhold((kind, captures))
        self._content.documents.append(Document(path, kind, captures, entry))

    def _entry(self, path: str, kind: FileKind) -> Entry | None:
        text = self._text(path, LARGEST_YAML)
        return None if text is None else self._validated(path, kind.model, text)

    def _validated(self, path: str, model: type[Entry], text: str, lines_before: int = 0) -> Entry | None:
        try:
            composed = compose(text)
        except Mistake as mistake:
            self._mistake(path, _moved(mistake, lines_before))
            return None
        if not isinstance(composed.value, dict):
            facts: dict[str, object] = {"found": shown(composed.value), "right": fields_in_words(model)}
            self._mistake(path, Mistake("not-mapping", 1 + lines_before, 1, facts))
            return None
        entry, found = _checked(path, model, composed.value)
        self._content.findings += found
        self._content.findings += unfinished(path, text, composed.value)
        unknown = {finding.path for finding in found if finding.code == "field-unknown"}
        for field_path, inside in composed.mistakes:
            if field_path not in unknown:
                self._content.located.append((path, field_path, _moved(inside, lines_before)))
        return entry

    # --- Markdown ---------------------------------------------------------------------------------------------------

    def _markdown(self, path: str, canonical: str) -> None:
        text = self._text(path, LARGEST_MARKDOWN)
        if text is None:
            return
        if beyond := excess(text):
            self._mistake(path, Mistake("markdown-excess", beyond[0], 1, {"found": beyond[1]}))
            return
        if canonical.startswith("docs/"):
            self._page_texts[canonical.removeprefix("docs/")] = text
            self._page(path, canonical.removeprefix("docs/"), text)
        elif (parts := canonical.split("/"))[2:] == ["prose.md"]:
            self._content.prose[parts[1]] = text
        else:
            right = f"הטקסט של ספר הוא {PROSE_PATTERN.replace('{playbook}', 'ID')}."
            self._mistake(path, Mistake("file-unknown", facts={"right": right}))

    def _page(self, path: str, below_docs: str, text: str) -> None:
        if any(not _is_id(name) for name in below_docs.removesuffix(".md").split("/")):
            self._mistake(path, Mistake("file-name", facts={"found": shown(below_docs.removesuffix(".md"))}))
        elif kind := reserved_for(below_docs):
            self._mistake(path, Mistake("page-reserved", facts=_reserved(kind, below_docs)))
        try:
            head, body, lines_before = front_matter(text)
        except Mistake as mistake:
            self._mistake(path, mistake)
            return
        meta = self._validated(path, PageMeta, head, lines_before)
        if isinstance(meta, PageMeta):
            self._content.pages.append(Page(below_docs, meta, body))

    def follow_links(self, docs: str) -> None:
        """Tell of the links between written pages that lead nowhere; every file must have been read."""
        below_docs = {path.removeprefix(f"{docs}/") for path in self._seen}
        for page, mistake in broken_links(self._page_texts, below_docs):
            self._mistake(f"{docs}/{page}", mistake)

    # --- helpers ----------------------------------------------------------------------------------------------------

    def _text(self, path: str, largest: int) -> str | None:
        try:
            text = read_text(self._root / path, largest)
        except Mistake as mistake:
            self._mistake(path, mistake)
        except FileNotFoundError:
            return None  # removed between the listing and now, as happens while the preview runs
        except OSError as error:
            self._mistake(path, Mistake("file-unreadable", facts={"found": _reason(error)}))
        else:
            for index, what in personal_data(text):
                if path == SETTINGS and what == MAIL:
                    continue  # the addresses of the service itself: maintainers alone write this file
                self._mistake(path, Mistake("personal-data", *line_and_column(text, index), {"found": what}))
            return text
        return None

    def _withhold(self, *files: tuple[FileKind, dict[str, str]] | None) -> None:
        """Remember files of these kinds and places as unread: what they define is not missing, only not known."""
        self._content.broken.extend(file for file in files if file)

    def _mistake(self, path: str, mistake: Mistake) -> None:
        self._content.located.append((path, (), mistake))


_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def front_matter(text: str) -> tuple[str, str, int]:
    """(YAML of the front matter, body, how many lines stand before that YAML). Raises Mistake where there is none."""
    opening = _FENCE.match(text)
    if opening is None:
        raise Mistake("front-matter", facts={"found": "העמוד אינו מתחיל בשורה ---"})
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        raise Mistake("front-matter", facts={"found": "אין שורה --- שסוגרת אותו"})
    head = text[opening.end() + 1 : closing.start()]
    if not any(line.strip() and not line.lstrip().startswith("#") for line in head.split("\n")):
        raise Mistake("front-matter", facts={"found": "אין בו שדות"})
    return head, text[closing.end() + 1 :], 1


def _checked(path: str, model: type[Entry], value: dict[str, object]) -> tuple[Entry | None, list[Finding]]:
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, list(findings(path, model, error))


def _moved(mistake: Mistake, lines: int) -> Mistake:
    """The mistake with its lines counted from the top of the file, where its YAML begins further down."""
    facts = {
        name: value + lines if name == "line" and isinstance(value, int) else value
        for name, value in mistake.facts.items()
    }
    return Mistake(mistake.code, mistake.line + lines, mistake.column, facts) if lines else mistake


def _is_id(name: str) -> bool:
    return re.fullmatch(ID_PATTERN, name) is not None


def _reserved(whose: str, path: str) -> dict[str, object]:
    """The facts of a written page whose address is taken."""
    right = ""
    if whose in KIND_LABELS:
        why = "המאגר עצמו מייצר את העמודים שבתיקייה הזו"
        if home := home_of(whose):
            right = f"{KIND_LABELS[whose]} כותבים ב־{shown_pattern(home)}. "
    else:
        why = "המאגר עצמו מייצר את העמוד הזה" if whose.endswith("/") else "מה שבתיקייה הזו אינו מתפרסם"
    return {"found": page_address(path), "why": why, "right": right}


def _unwanted(suffix: str) -> Mistake:
    """A file of a type that is not content; a slip of the extension is called by its name."""
    meant = {".yaml": ".yml", ".yml": ".yml", ".markdown": ".md", ".md": ".md"}.get(suffix.lower())
    right = f"שנו את הסיומת ל־{meant}" if meant else "מותרים: md, yml, png, jpg, jpeg, webp, pdf"
    return Mistake("file-type", facts={"found": suffix or "בלי סיומת", "right": right})


def _nearest_place(path: str) -> str:
    """The place that a stray file was probably meant for; ids in it are written ID."""
    parts = path.split("/")

    def nearness(place: str) -> tuple[int, int, float, float]:
        folders = place.split("/")
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(parts, folders, strict=False)))
        return shared, -abs(len(parts) - len(folders)), alike(posixpath.dirname, place), alike(str, place)

    def alike(part: Callable[[str], str], place: str) -> float:
        return SequenceMatcher(None, part(path), part(place)).quick_ratio()

    places = [re.sub(r"{[a-z]+}", "ID", kind.pattern) for kind in FILE_KINDS]
    return f"אולי התכוונתם ל־{max(places, key=nearness)}?"


_REASONS = {errno.EACCES: "אין הרשאה", errno.EIO: "שגיאת דיסק", errno.ENAMETOOLONG: "הנתיב ארוך מדי"}


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or "סיבה לא ידועה")
