"""The site's content for programs: `api/v1/`, one JSON document for each thing, each kind and the whole, and a schema for each.

Addresses in a document are relative to the document itself, as links in a page are. What only those who run a drill may
read is in none of them.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from kb_tools.model.addresses import API
from kb_tools.model.survey import Key
from kb_tools.views import records
from kb_tools.views.addresses import relative
from kb_tools.views.api_schemas import INDEX, LIST, index_schema, item_schema, list_schema
from kb_tools.views.computed import computed
from kb_tools.views.records import Record
from kb_tools.views.site import Download, Site

VERSION = 1


def downloads(site: Site) -> Iterator[Download]:
    """The whole API, the index first. A kind without things has a list too."""
    yield Download(f"{API}index.json", lambda: _bytes(_index(site)))
    yield Download(_schema_address(INDEX), lambda: _bytes(index_schema()))
    yield Download(_schema_address(LIST), lambda: _bytes(list_schema()))
    for kind in records.kinds():
        yield Download(_list_address(kind), partial(_list_bytes, site, kind))
        yield Download(_schema_address(kind), partial(_schema_bytes, site, kind))
        for record in records.records(site.library, kind):
            yield Download(item_address(record.kind, record.id), partial(_item_bytes, site, record))


def item(site: Site, record: Record, *, whole: bool = False) -> dict[str, Any]:
    """All that is known of one thing; `whole`: with what only facilitators may read."""
    library = site.library
    found = computed(site, record)
    text = records.text(library, record)
    return {
        "kind": record.kind,
        "id": record.id,
        "name": records.name(library, record),
        "file": record.file,
        **_days(site, record),
        "example": records.of_example(library, record),
        "fields": records.as_json(record.entry, whole=whole),
        **({"text": text} if text else {}),
        **({"computed": records.as_json(found)} if found else {}),
        "mentioned_by": [{"kind": kind, "id": id_} for kind, id_ in _mentioned_by(site, record)],
    }


def item_address(kind: str, id: str) -> str:
    """The address of the document of a thing, from the site's root."""
    return f"{API}{kind}/{id.removesuffix('.md')}.json"


def _days(site: Site, record: Record) -> dict[str, str]:
    """When its file was first written and last changed, as far as history tells."""
    life = site.history.of(record.file)
    if life is None or life.created is None or life.changed is None:
        return {}
    return {"created": life.created.isoformat(), "changed": life.changed.isoformat()}


def _item_bytes(site: Site, record: Record) -> bytes:
    at = item_address(record.kind, record.id)
    whole = item(site, record)
    return _bytes(
        {
            "$schema": _link(_schema_address(record.kind), at),
            **_page(record, at),
            **whole,
            "mentioned_by": [
                each | {"url": _link(item_address(each["kind"], each["id"]), at)} for each in whole["mentioned_by"]
            ],
        }
    )


def _page(record: Record, at: str) -> dict[str, str]:
    return {"page": _link(records.page(record), at)} if records.has_page(record.kind) else {}


def _mentioned_by(site: Site, record: Record) -> Iterator[Key]:
    """Other things that refer to this one. What refers to it but is no record, as a file of settings, is left out."""
    for kind, id_ in site.library.mentioned_by(record.kind, record.id):
        if kind in records.kinds() and (kind, id_) != (record.kind, record.id):
            yield kind, id_


def _list_bytes(site: Site, kind: str) -> bytes:
    at, library = _list_address(kind), site.library
    items = [
        {
            "id": record.id,
            "name": records.name(library, record),
            **_page(record, at),
            "file": record.file,
            **_days(site, record),
            "example": records.of_example(library, record),
            "url": _link(item_address(kind, record.id), at),
        }
        for record in records.records(library, kind)
    ]
    head = {"$schema": _link(_schema_address(LIST), at), "kind": kind, "label": records.label(library, kind)}
    return _bytes({**head, "count": len(items), "items": items})


def _index(site: Site) -> dict[str, Any]:
    at = f"{API}index.json"
    return {
        "$schema": _link(_schema_address(INDEX), at),
        "version": VERSION,
        "title": site.library.settings.title,
        **({"revision": site.history.revision} if site.history.revision else {}),
        "date": site.today.isoformat(),
        "site": _link("", at),
        "kinds": [
            {
                "kind": kind,
                "label": records.label(site.library, kind),
                "count": sum(1 for _ in records.records(site.library, kind)),
                "url": _link(_list_address(kind), at),
                "schema": _link(_schema_address(kind), at),
            }
            for kind in records.kinds()
        ],
    }


def _schema_bytes(site: Site, kind: str) -> bytes:
    return _bytes(item_schema(kind, records.label(site.library, kind)))


def _list_address(kind: str) -> str:
    return f"{API}{kind}.json"


def _schema_address(name: str) -> str:
    return f"{API}schema/{name}.json"


def _link(target: str, at: str) -> str:
    """`target` as a reference in the document at `at`; both from the site's root. The documents lie in the same folder."""
    if target.startswith(API):
        return relative(quote(target.removeprefix(API)), at.removeprefix(API)).removeprefix("./")
    path, mark, anchor = target.partition("#")
    return relative(f"{quote(path)}{mark}{anchor}", at)


def _bytes(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
