"""A built site as tests read it: pages, links and anchors from the HTML files themselves."""

import posixpath
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID_LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}

BLOCKS = frozenset({"li", "tr", "p", "dd", "figure", "details"})


@dataclass
class Html(HTMLParser):
    """Links, loads, ids and attributes of one page."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    root: dict[str, str | None] = field(default_factory=dict)
    headings: int = 0
    handlers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.root = values
        self.headings += tag == "h1"
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.handlers += [name for name in values if name.startswith("on")]
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag == "link" and values.get("rel") not in ("canonical", "prev", "next"):
            self.loads.append(str(values.get("href")))
        if tag in VOID_LOADS and values.get(VOID_LOADS[tag]):
            self.loads.append(str(values[VOID_LOADS[tag]]))


@dataclass
class Block:
    """A row, item or paragraph of a page: its words and its links. Those of the blocks in it are theirs, but a card has all words."""

    tag: str
    is_card: bool = False
    words: str = ""
    links: list[str] = field(default_factory=list)


@dataclass
class Blocks(HTMLParser):
    """The blocks of a page's article. `ribbon` says whether the whole page is marked as one of an example."""

    found: list[Block] = field(default_factory=list)
    ribbon: bool = False
    _open: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        self.ribbon = self.ribbon or "kb-ribbon" in classes
        if tag == "article" or (self._open and tag in BLOCKS):
            self._open.append(Block(tag, not {"kb-card", "kb-change"}.isdisjoint(classes)))
            self.found.append(self._open[-1])
        elif self._open and tag == "a":
            self._open[-1].links.append(values.get("href") or "")
        elif self._open and tag in ("td", "th"):
            self._open[-1].words += " "

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[-1].tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for block in self._open:
            if block is self._open[-1] or block.is_card:
                block.words += data


@dataclass(frozen=True)
class BuiltSite:
    """All pages of a folder that holds a built site, by address from its root."""

    root: Path

    @cached_property
    def pages(self) -> dict[str, Html]:
        return dict(self._read())

    def _read(self) -> Iterator[tuple[str, Html]]:
        for path in sorted(self.root.rglob("*.html")):
            html = Html()
            html.feed(path.read_text(encoding="utf-8"))
            yield path.relative_to(self.root).as_posix().removesuffix("index.html"), html

    def blocks(self, address: str) -> Blocks:
        """The blocks of a page."""
        file = self.root / address / "index.html" if address.endswith("/") or not address else self.root / address
        blocks = Blocks()
        blocks.feed(file.read_text(encoding="utf-8"))
        return blocks

    def target(self, page: str, link: str) -> tuple[str, str] | None:
        """(address, anchor) of an internal link; None for one that leaves the site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if not path:
            return page, unquote(parts.fragment)
        folder = page if page.endswith("/") or not page else posixpath.dirname(page)
        joined = posixpath.normpath(posixpath.join(folder, path)) if not path.startswith("/") else path.lstrip("/")
        address = "" if joined == "." else joined
        if address and (path.endswith("/") or (self.root / address).is_dir()):
            address += "/"
        return address, unquote(parts.fragment)

    def clicks_from_home(self) -> dict[str, int]:
        """How many clicks each page is from the home page."""
        found = {"": 0}
        queue = deque([""])
        while queue:
            here = queue.popleft()
            for link in self.pages[here].links:
                target = self.target(here, link)
                if target and target[0] in self.pages and target[0] not in found:
                    found[target[0]] = found[here] + 1
                    queue.append(target[0])
        return found
