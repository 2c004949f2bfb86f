"""What one file became."""

from collections.abc import Mapping
from dataclasses import dataclass

from kb_tools.model.base import Entry
from kb_tools.model.files import FileKind
from kb_tools.model.page import PageMeta
from kb_tools.model.survey import Key


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its path from the root, its kind, the ids in its path and what it says."""

    path: str
    kind: FileKind
    captures: Mapping[str, str]
    content: Entry

    @property
    def owner(self) -> Key:
        """What the file is about: its own thing, or the municipality or playbook whose folder it lies in."""
        if self.kind.thing in ("adaptation", "result"):
            return self.kind.thing, f"{self.captures['municipality']}/{self.captures[self.kind.thing]}"
        name = self.kind.thing or next(iter(self.captures), "")
        return name or self.kind.name, self.captures.get(name, "")

    @property
    def scopes(self) -> Mapping[str, str]:
        """Qualifiers for short ids: those of the path, and the drill or playbook that the file is about."""
        named = {name: getattr(self.content, name, None) for name in ("drill", "playbook")}
        return {**self.captures, **{name: value for name, value in named.items() if isinstance(value, str)}}


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page that people wrote: its path below the docs folder, its front matter and its text."""

    path: str
    meta: PageMeta
    body: str
