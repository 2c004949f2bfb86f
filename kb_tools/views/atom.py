"""A feed in Atom (RFC 4287), the same bytes for the same content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from xml.etree import ElementTree as Xml

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` stays the same as long as what it tells does; `address` is from the site's root."""

    id: str
    title: str
    day: date
    address: str
    category: str
    label: str
    text: str


def atom(title: str, home: str, own: str, page: str, entries: Iterable[Entry], today: date) -> bytes:
    """The feed at address `own` of the page at `page`.

    `home` is where the site is published: its links are whole then. A site whose place is not known has links that are relative to the
    feed, which RFC 4287 allows, and ids made of its title, which do not change when it moves.
    """
    Xml.register_namespace("", _ATOM)
    entries = tuple(entries)
    feed = Xml.Element(_in("feed"), {f"{{{_XML}}}lang": "he"})
    base = f"tag:{_authority(home, title)},2020:"
    _text(feed, "id", f"{base}{own}")
    _text(feed, "title", title)
    _text(feed, "updated", _moment(max((entry.day for entry in entries), default=today)))
    _link(feed, home, own, own, "self")
    _link(feed, home, own, page, "alternate")
    _text(Xml.SubElement(feed, _in("author")), "name", title)
    for entry in entries:
        found = Xml.SubElement(feed, _in("entry"))
        _text(found, "id", f"{base}{entry.id}")
        _text(found, "title", entry.title)
        _text(found, "updated", _moment(entry.day))
        _link(found, home, own, entry.address, "alternate")
        Xml.SubElement(found, _in("category"), {"term": entry.category, "label": entry.label})
        _text(found, "content", entry.text or entry.title)
    Xml.indent(feed, " ")
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _in(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _text(parent: Xml.Element, name: str, text: str) -> None:
    # XML 1.0 has no control characters at all, not even escaped; a commit's subject may.
    Xml.SubElement(parent, _in(name)).text = "".join(
        c for c in text if c in "\n\t" or (c >= " " and c not in "\ufffe\uffff")
    )


def _link(parent: Xml.Element, home: str, own: str, address: str, rel: str) -> None:
    href = home + address if home else "../" * own.count("/") + address
    kind = "application/atom+xml" if rel == "self" else "text/html"
    Xml.SubElement(parent, _in("link"), {"rel": rel, "href": href, "type": kind})


def _authority(home: str, title: str) -> str:
    """The host of the site, as RFC 4151 asks of tag addresses; one made of its title when there is no host."""
    host = home.partition("://")[2].partition("/")[0].partition(":")[0]
    return host or f"{blake2b(title.encode(), digest_size=6).hexdigest()}.example"


def _moment(day: date) -> str:
    """Commits are known by their day alone here; feeds ask for a moment."""
    return f"{day.isoformat()}T12:00:00Z"
