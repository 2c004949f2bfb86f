"""What a reader's browser would see of a rendered page: its links, its anchors, its words."""

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"img", "input", "br", "hr", "meta", "link", "wbr", "col"})
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset")


@dataclass
class Rendered(HTMLParser):
    """A page taken apart. `tags` has every start tag with its attributes, in order."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pictures: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Images and drawings; a drawing within a drawing is a part of it."""
    words: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    misnested: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = (tag, {name: value or "" for name, value in attrs})
        self.tags.append(found)
        if tag == "img" or (tag == "svg" and "svg" not in self.unclosed):
            self.pictures.append(found)

    def handle_endtag(self, tag: str) -> None:
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()
        elif tag not in _VOID:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a" and "href" in attributes]

    @property
    def addresses(self) -> list[str]:
        """Everything that a browser may open or fetch."""
        return [value for _, attributes in self.tags for name, value in attributes.items() if name in _ADDRESSES]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def read(html: str) -> Rendered:
    page = Rendered()
    page.feed(html)
    page.close()
    return page


def resolved(link: str, page: str) -> tuple[str, str]:
    """(address from the site's root, anchor) of a relative link on the page at `page`."""
    path, _, anchor = link.partition("#")
    path = path.partition("?")[0]
    if not path:
        return page, anchor
    target = posixpath.normpath(posixpath.join("/", page, path)).lstrip("/")
    return (f"{target}/" if path.endswith(("/", "..", ".")) and target else target), anchor
