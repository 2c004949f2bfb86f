"""`kb search`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.root import root_option
from kb_tools.cli.searching import index_of, opened
from kb_tools.content.atomic import write_all
from kb_tools.content.text import printable
from kb_tools.hebrew.lexicon import hebrew_lexicon
from kb_tools.search.answer import LIMIT, Answer, Counts, Filters, Hit, Searcher
from kb_tools.search.labels import Labels
from kb_tools.search.snippets import Snippet

_MOST = 10_000
_MOST_NAMED = 20


@click.command("search")
@click.argument("query", nargs=-1)
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="רק מסוג זה; אפשר כמה")
@click.option("--scenario", "scenarios", metavar="ID", multiple=True, help="רק מה ששייך לתרחיש זה; אפשר כמה")
@click.option("--authority", "authorities", metavar="ID", multiple=True, help="רק של רשות זו; אפשר כמה")
@click.option(
    "--limit", type=click.IntRange(1, _MOST), default=LIMIT, show_default=True, help="כמה תוצאות להציג לכל היותר"
)
@click.option("--json", "as_json", is_flag=True, help="פלט JSON")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="קובץ של שאילתות במקום אחת: בכל שורה מזהה, טאב וטקסט, או JSON עם id ו־text",
)
@click.option(
    "--run",
    type=click.Path(dir_okay=False, path_type=Path),
    help="לאן לכתוב את התוצאות של \u200e--batch: בכל שורה מזהה השאילתה, כתובת ומקום, וטאב ביניהם",
)
@root_option
def command(
    query: tuple[str, ...],
    kinds: tuple[str, ...],
    scenarios: tuple[str, ...],
    authorities: tuple[str, ...],
    limit: int,
    as_json: bool,
    batch: Path | None,
    run: Path | None,
    root: Path,
) -> None:
    """חיפוש בכל מה שבמאגר, כמו בתיבת החיפוש של האתר.

    מוצא גם צורות אחרות של המילים, ראשי תיבות ושמות נרדפים, ומבין שגיאת הקלדה ומקלדת באנגלית.
    קוד היציאה: 0 נמצא, 1 לא נמצא, 2 שימוש שגוי.
    """
    text = " ".join(query).encode(errors="replace").decode()  # what the terminal sent may be no text
    _refuse_mixed(text, batch, run, bool(kinds or scenarios or authorities or as_json))
    found = opened(root, index_of(root))
    searcher = Searcher(found, hebrew_lexicon())
    if batch and run:
        _answer_all(searcher, batch, run, limit)
        return
    names = found.context.labels
    filters = Filters(
        _known(kinds, names.kinds, "סוג"),
        _known(scenarios, names.scenarios, "תרחיש"),
        _known(authorities, names.authorities, "רשות"),
    )
    answer = searcher.search(text, filters, limit)
    if as_json:
        click.echo(json.dumps(_as_json(answer), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_in_words(answer, names)))
    raise SystemExit(0 if answer.hits else 1)


def _refuse_mixed(query: str, batch: Path | None, run: Path | None, narrowed: bool) -> None:
    if (batch is None) != (run is None):
        raise click.UsageError("\u200e--batch ו־\u200e--run באים יחד: מה לחפש, ולאן לכתוב")
    if batch and (query or narrowed):
        raise click.UsageError("עם \u200e--batch השאילתות הן בקובץ, בלי סינון ובלי \u200e--json")
    if not batch and not query.strip():
        raise click.UsageError("כתבו מה לחפש: kb search מתנדבים")


def _known(codes: Sequence[str], labels: Mapping[str, str], what: str) -> Sequence[str]:
    """The codes themselves; refuses one that does not exist, and names what it may have been."""
    for code in codes:
        if code not in labels:
            raise click.UsageError(f"אין {what} ״{printable(code)}״. {_nearest(code, labels)}")
    return codes


def _nearest(code: str, labels: Mapping[str, str]) -> str:
    """By code or by label; where nothing is near, all there are, if they are few."""
    code_of = {**{label: one for one, label in labels.items()}, **{one: one for one in labels}}
    alike = [code] if code in code_of else get_close_matches(code, code_of, 3, 0.5)
    near = dict.fromkeys(code_of[name] for name in alike)
    shown = [f"{one} ({labels[one]})" for one in (near or labels)]
    if near:
        return f"אולי {' / '.join(shown)}?"
    return "אלה שיש: " + ", ".join(shown[:_MOST_NAMED]) + (" ועוד" if len(shown) > _MOST_NAMED else "")


# --- for people ------------------------------------------------------------------------------------------------------


def _in_words(answer: Answer, labels: Labels) -> Iterator[str]:
    if answer.repaired:
        yield f"האם התכוונתם: {printable(answer.repaired)}"
    yield _headline(answer)
    for place, hit in enumerate(answer.hits, 1):
        yield ""
        yield from _hit(f"{place}. ", hit, labels)
    if answer.nearest:
        yield "אולי אחד מאלה:"
    for hit in answer.nearest:
        yield ""
        yield from _hit("", hit, labels)
    counts = (("סוג", "kind", answer.facets.kind), ("תרחיש", "scenario", answer.facets.scenario))
    shown = [line for line in map(_counts, (*counts, ("רשות", "authority", answer.facets.authority))) if line]
    if answer.hits and shown:
        yield ""
        yield from shown


def _headline(answer: Answer) -> str:
    if not answer.hits:
        return "לא נמצא"
    if answer.total == 1:
        return "נמצאה תוצאה אחת"
    beyond = f", ואלה {len(answer.hits):,} הקרובות ביותר" if answer.total > len(answer.hits) else ""
    return f"נמצאו {answer.total:,} תוצאות{beyond}"


def _hit(place: str, hit: Hit, labels: Labels) -> Iterator[str]:
    document = hit.document
    indent = " " * len(place)
    yield place + _marked(hit.title, bold=True)
    within = f" · {document.page}" if document.page != document.title else ""
    yield f"{indent}{labels.kinds.get(document.kind, document.kind)}{within}"
    if hit.text.text:
        yield indent + ("" if hit.text.opens else "…") + _marked(hit.text) + ("" if hit.text.closes else "…")
    yield f"{indent}{document.address or '/'}"
    if hit.missing:
        yield f"{indent}אין בו: {', '.join(hit.missing)}"


def _marked(snippet: Snippet, **own: Any) -> str:
    """On one line, with emphasis, which a terminal shows and a file does not get."""
    parts, last = [], 0
    for start, end in snippet.marks:
        parts += [_styled(snippet.text[last:start], **own), _styled(snippet.text[start:end], fg="yellow", **own)]
        last = end
    return " ".join("".join((*parts, _styled(snippet.text[last:], **own))).split())


def _styled(text: str, **style: Any) -> str:
    return click.style(text, **style) if text and style else text


def _counts(facet: tuple[str, str, Counts]) -> str:
    name, option, counts = facet
    return f"{name} (\u200e--{option}): " + ", ".join(f"{code} {many:,}" for code, _, many in counts) if counts else ""


# --- for programs ----------------------------------------------------------------------------------------------------


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "query": answer.query,
        "repaired": answer.repaired,
        "total": answer.total,
        "hits": [*map(_hit_as_json, answer.hits)],
        "facets": {
            name: [{"code": code, "label": label, "count": count} for code, label, count in counts]
            for name, counts in (
                ("kind", answer.facets.kind),
                ("scenario", answer.facets.scenario),
                ("authority", answer.facets.authority),
            )
        },
        "nearest": [*map(_hit_as_json, answer.nearest)],
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    document = hit.document
    return {
        "address": document.address,
        "page": document.page,
        "title": document.title,
        "kind": document.kind,
        "scenarios": document.scenarios,
        "phase": document.phase,
        "authority": document.authority,
        "score": round(hit.score, 4),
        "snippet": hit.text.text,
        "marks": hit.marks(),
        "missing": hit.missing,
    }


# --- many queries ----------------------------------------------------------------------------------------------------


def _answer_all(searcher: Searcher, batch: Path, run: Path, limit: int) -> None:
    queries = list(_queries(batch))
    lines = [
        f"{name}\t{address}\t{rank}\n"
        for name, text in queries
        for rank, address in enumerate(searcher.addresses(text, limit), 1)
    ]
    try:
        write_all({run: "".join(lines)})
    except OSError as error:
        raise click.UsageError(f"אי אפשר לכתוב אל {run}: {error.strerror}") from None
    click.echo(f"{len(queries):,} שאילתות, {len(lines):,} תוצאות: {run}")


def _queries(batch: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of each line."""
    try:
        text = batch.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise click.UsageError(f"אי אפשר לקרוא את {batch}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"אי אפשר לקרוא את {batch}: אינו טקסט ב־UTF-8") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _query(line.rstrip("\r"), f"{batch}:{number}")


def _query(line: str, place: str) -> tuple[str, str]:
    name, tab, text = line.partition("\t")
    if line.lstrip().startswith("{"):
        try:
            read = json.loads(line)
            name, text = read["id"], read["text"]
        except (ValueError, KeyError, TypeError):
            raise click.UsageError(f"{place}: צריך להיות JSON עם id ו־text") from None
    elif not tab:
        raise click.UsageError(f"{place}: צריך להיות מזהה, טאב וטקסט")
    return str(name), str(text)
