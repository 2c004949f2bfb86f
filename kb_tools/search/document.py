"""One thing that a search can find, and the page it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb_tools.search.passages import Passages, sentences
from kb_tools.views.addresses import address as address_of


@dataclass(frozen=True, slots=True)
class Document:
    """A page, a section of one, or a thing that stands on one."""

    address: str
    """From the site's root, with `#anchor` where it is a part: unique in the stream. The anchor is the id as it is written
    in the HTML, not percent-encoded."""
    page: str
    """The title of the page it stands on."""
    title: str
    """Its own title, equal to `page` for the page's own entry."""
    text: str
    """What is read there, as plain text: no HTML, no escapes, no navigation. May be empty."""
    kind: str
    """A key of `labels.KINDS`."""
    scenarios: tuple[str, ...] = ()
    phase: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page while its documents are made: what they have in common."""

    address: str
    title: str
    kind: str
    scenarios: tuple[str, ...] = ()
    authority: str | None = None

    def own(self, *texts: str | None) -> Document:
        """The page's own entry."""
        return self._document(self.address, self.title, self.kind, texts)

    def part(
        self,
        anchor: str,
        title: str,
        *texts: str | None,
        kind: str = "",
        scenarios: tuple[str, ...] | None = None,
        phase: str | None = None,
    ) -> Document:
        """What stands on the page at `anchor`: of the page's own kind and scenarios where nothing else is said."""
        return self._document(f"{self.address}#{anchor}", title, kind or self.kind, texts, scenarios, phase)

    def thing(
        self,
        key: tuple[str, str],
        title: str,
        *texts: str | None,
        kind: str,
        scenarios: tuple[str, ...] | None = None,
        phase: str | None = None,
    ) -> Document:
        """A thing with an id that stands on the page: `key` is its kind in the model and its qualified id."""
        return self._document(address_of(*key), title, kind, texts, scenarios, phase)

    def sections(self, passages: Passages) -> Iterator[Document]:
        """The headed sections of a text on the page."""
        for passage in passages.sections:
            yield self.part(passage.anchor, passage.title, passage.text)

    def _document(
        self,
        address: str,
        title: str,
        kind: str,
        texts: tuple[str | None, ...],
        scenarios: tuple[str, ...] | None = None,
        phase: str | None = None,
    ) -> Document:
        served = self.scenarios if scenarios is None else scenarios
        return Document(address, self.title, title, sentences(*texts), kind, served, phase, self.authority)


def listed(label: str, items: tuple[str, ...] | list[str]) -> str:
    """`חוזקות: א; ב`; nothing for an empty list."""
    return f"{label}: {'; '.join(items)}" if items else ""
