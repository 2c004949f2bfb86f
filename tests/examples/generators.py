"""What a case needs and git does not hold plainly: each generator is named as its case and writes into the root."""

from collections.abc import Callable, Mapping
from pathlib import Path

LESSON = "docs/lessons/first-lesson.yml"
SOURCE = "docs/sources/first-source.yml"
PAGE = "docs/index.md"
TOWN = "docs/municipalities/first-town"
ITEM = "  - {item: call, outcome: done, minute: 5}"
OBJECTIVE = "  - {objective: meet, rating: S}"
COORDINATES = "district: center\ncoordinates: {lat: 90.5, lon: -180.5, method: locality_point, source: first-source}"
CITING = "---\ntitle: עמוד\n---\n\n[@first-source] [@first: 2]\n\nועוד [@first].\n"
SKIP = "  - {change: skip, step: call-forum, reviewed_against: '000000000000', because: אין פורום}\n"


def _bytes(path: str, data: bytes) -> Callable[[Path], None]:
    def generate(root: Path) -> None:
        (root / path).write_bytes(data)

    return generate


def _changed(path: str, old: str, new: str) -> Callable[[Path], None]:
    """The base's file with one text in place of another."""

    def generate(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_bytes(text.replace(old, new).encode())

    return generate


def _recoded(path: str, encoding: str) -> Callable[[Path], None]:
    def generate(root: Path) -> None:
        (root / path).write_bytes((root / path).read_text("utf-8").encode(encoding))

    return generate


def _folder(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).mkdir()


def _link(path: str, target: str) -> Callable[[Path], None]:
    return lambda root: (root / path).symlink_to(target)


def _page(body: str) -> Callable[[Path], None]:
    return _bytes("docs/bomb.md", f"---\ntitle: עמוד\n---\n\n{body}\n".encode())


def _written(*paths: str) -> Callable[[Path], None]:
    """Pages below the docs folder."""

    def generate(root: Path) -> None:
        for path in paths:
            (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "docs" / path).write_text("---\ntitle: עמוד\n---\n\nטקסט\n", "utf-8")

    return generate


def _extra(text: str) -> Callable[[Path], None]:
    return _bytes("docs/sources/extra.yml", text.encode())


def _hidden(mark: str) -> Callable[[Path], None]:
    return _changed(SOURCE, "title: מסמך", f"title: מס{mark}מך")


def _windows_line_ends(root: Path) -> None:
    for path in root.rglob("*"):
        if path.suffix in (".yml", ".md"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _closed(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).chmod(0)


def _linked_settings(root: Path) -> None:
    (root / "kb.yml").rename(root / "real.yml")
    (root / "kb.yml").symlink_to("real.yml")


def _linked_docs(root: Path) -> None:
    (root / "playbooks").rename(root / "elsewhere")
    (root / "playbooks").symlink_to("elsewhere")


def _write(path: Path) -> None:
    path.write_text("id: extra\n")


def _odd_name(root: Path) -> None:
    name = b"\xf9\xec\xe5\xed.yml".decode("utf-8", "surrogateescape")
    (root / "docs/sources" / name).write_text("id: extra\n")


def _overridden_name(root: Path) -> None:
    (root / "docs/sources/a\u202elmy.yml").write_text("id: extra\n")


def _nested_lines(mark: str) -> str:
    return "\n".join(f"{'  ' * depth}{mark} x" for depth in range(400))


GENERATORS: Mapping[str, Callable[[Path], None]] = {
    # --- the file and its bytes
    "file-not-regular": _folder("docs/lessons/first.yml"),
    "file-not-regular-page": _folder("docs/about.md"),
    "file-symlink": _link("docs/sources/secret.yml", "/etc/hostname"),
    "file-symlink-dangling": _link("docs/sources/gone.yml", "nowhere.yml"),
    "file-symlink-folder": _link("docs/everything", "/etc"),
    "file-symlink-settings": _linked_settings,
    "file-symlink-playbooks": _linked_docs,
    "file-unreadable": _closed("docs/lessons/first-lesson.yml"),
    "file-unreadable-folder": _closed("docs/municipalities/first-town/results"),
    "file-too-large": _extra("title: א" + "א" * 2_500_000),
    "file-too-large-page": _page("א" * 2_500_000),
    "file-empty": _extra(""),
    "text-encoding-1255": _recoded(SOURCE, "windows-1255"),
    "text-encoding-1255-page": _recoded(PAGE, "windows-1255"),
    "text-encoding-utf-16": _recoded(SOURCE, "utf-16"),
    "text-encoding-utf-16-without-bom": _recoded(SOURCE, "utf-16-le"),
    "text-encoding-broken": _bytes(SOURCE, b"id: a\ntitle: \xd7\xa9\xd7\n"),
    "text-bom": _recoded(SOURCE, "utf-8-sig"),
    "text-bom-page": _recoded(PAGE, "utf-8-sig"),
    "text-bom-settings": _recoded("kb.yml", "utf-8-sig"),
    "text-hidden-nul": _hidden("\x00"),
    "text-hidden-control": _hidden("\x1b"),
    "text-hidden-override": _hidden("\u202e"),
    "text-hidden-zero-width": _hidden("\u200b"),
    "text-hidden-soft-hyphen": _hidden("\u00ad"),
    "text-hidden-bom-inside": _hidden("\ufeff"),
    "text-hidden-line-separator": _hidden("\u2028"),
    "text-hidden-embedding-page": _changed(PAGE, "טקסט", "טק\u202bסט"),
    "text-hidden-escaped": _changed(SOURCE, "title: מסמך", 'title: "מסמך \\u202E"'),
    "text-hidden-key": _changed(SOURCE, "title:", '"ti\\u200btle":'),
    "personal-data": _changed(SOURCE, "title: מסמך", "title: מסמך של 050-1234567"),
    "personal-data-mail": _changed(PAGE, "טקסט", "כתבו אל someone@example.org. טקסט"),
    "personal-data-identity": _changed(SOURCE, "title: מסמך", "title: בעל ת״ז 12345\u200e6782"),
    "text-hidden-tag": _hidden("\U000e0041"),
    "text-hidden-private": _hidden("\ue000"),
    "text-hidden-filler": _hidden("\u3164"),
    "text-hidden-arabic-mark": _hidden("\u061c"),
    "text-hidden-reference": _changed(PAGE, "טקסט", "טק&#x202e;סט"),
    "text-hidden-reference-name": _changed(SOURCE, "title: מסמך", "title: מס&shy;מך"),
    "text-hidden-reference-escaped": _changed(SOURCE, "title: מסמך", 'title: "מס\\x26#xE000;מך"'),
    "text-form-tab": _changed(SOURCE, "title: מסמך", 'title: "מס\\tמך"'),
    "text-form-return": _changed(SOURCE, "title: מסמך", 'title: "מס\\rמך"'),
    "text-isolate": _changed(SOURCE, "title: מסמך", "title: מס\u2067מך"),
    "text-isolate-closed-twice": _changed(SOURCE, "title: מסמך", "title: מ\u2068ס\u2069מ\u2069ך"),
    "text-isolate-page": _changed(PAGE, "טקסט", "טק\u2066סט\n\nסוף\u2069"),
    "file-name-bytes": _odd_name,
    "file-name-override": _overridden_name,
    # --- what does not agree with itself or with another file
    "response-phase": _changed(f"{TOWN}/responses.yml", "state: ready", "state: ready\n    phases: [routine]"),
    "result-twice": _changed(f"{TOWN}/results/first-result.yml", ITEM, f"{ITEM}\n{ITEM}"),
    "result-twice-objective": _changed(f"{TOWN}/results/first-result.yml", OBJECTIVE, f"{OBJECTIVE}\n{OBJECTIVE}"),
    "date-future-done-plan": _changed(f"{TOWN}/plan.yml", "due: 2026-12-01", "due: 2026-12-01, done_on: 2026-11-30"),
    "date-future-done-lesson": _changed(LESSON, "due: 2021-03-01", "due: 2021-03-01, done_on: 2099-03-01"),
    "date-future-event-ended": _changed(LESSON, "began_on: 2020-03-01}", "began_on: 2020-03-01, ended_on: 2099-01-01}"),
    "date-future-done-meeting": _changed(f"{TOWN}/forum.yml", "2026-12-01}", "2026-12-01, done_on: 2026-11-30}"),
    "date-order-done": _changed(f"{TOWN}/forum.yml", "2026-12-01}", "2026-12-01, done_on: 2026-09-30}"),
    "out-of-range-year": _changed(f"{TOWN}/profile.yml", "year: 2024", "year: 2028"),
    "out-of-range-coordinates": _changed(f"{TOWN}/profile.yml", "district: center", COORDINATES),
    "too-few-scores": _changed(f"{TOWN}/resilience.yml", "{leadership: 3.4}", "{}"),
    "change-twice": _changed(f"{TOWN}/adaptations/first-adaptation.yml", "sources:", f"{SKIP}sources:"),
    "change-skip": _changed(
        f"{TOWN}/adaptations/first-adaptation.yml", "change: replace", "change: skip\n    owner: first-role"
    ),
    "ref-dangling-prose-each": _bytes(PAGE, CITING.encode()),
    # --- pages where the site has its own
    "page-reserved-lessons-index": _written("lessons/index.md"),
    "page-reserved-lessons-first-lesson": _written("lessons/first-lesson.md"),
    "page-reserved-lessons": _written("lessons.md"),
    "page-reserved-districts-north": _written("districts/north.md"),
    "page-reserved-vocabulary": _written("vocabulary.md"),
    "page-reserved-guide-problems": _written("guide/problems.md"),
    "page-reserved-templates-x": _written("templates/x.md"),
    "page-reserved-drills-first-drill-facilitator": _written("drills/first-drill/facilitator.md"),
    "folders-same": _changed("kb.yml", "lead_role:", "docs: docs\nplaybooks: docs\nlead_role:"),
    "pages-of-our-own": _written(
        "guide/index.md", "lessons/first-lesson/more.md", "about.md", "guide/problems/more.md"
    ),
    # --- YAML bombs
    "yaml-depth-1000": _extra("[" * 1_000 + "]" * 1_000),
    "yaml-depth-100000": _extra("[" * 100_000),
    "yaml-depth-block": _extra("".join(f"{'  ' * depth}a:\n" for depth in range(400))),
    "yaml-depth-keys": _extra("? " * 1_000 + "x"),
    "yaml-flow-list": _extra("title: [" + "a," * 120_000 + "]"),
    "yaml-flow-list-600k": _extra("title: [" + "a," * 300_000 + "]"),
    "yaml-long-key": _extra("k" * 200_000 + ": x"),
    "yaml-long-scalar": _extra("title: " + "א" * 100_000),
    "yaml-documents": _extra("---\nx\n" * 20_000),
    "yaml-dashes": _extra("- " * 50_000 + "x"),
    "yaml-quote-unclosed": _extra('title: "' + "א\n  " * 30_000),
    # --- Markdown bombs
    "markdown-excess-brackets": _page("[" * 10_000),
    "markdown-excess-images": _page("![" * 10_000),
    "markdown-excess-links": _page("[a](" * 10_000),
    "markdown-excess-footnotes": _page("[^a" * 10_000),
    "markdown-excess-tags": _page("<a " * 10_000),
    "markdown-excess-lines": _page("[a](\n" * 10_000),
    "markdown-excess-paragraphs": _page("\n\n".join(["[" * 990] * 5)),
    "markdown-excess-open-tags": _page("\n\n".join(["<a " * 100] * 25)),
    "markdown-excess-headings": _page("# x\n" * 501),
    "markdown-excess-lines-below": _page("א\n=\n" * 501),
    "markdown-excess-lists": _page(_nested_lines("-")),
    "markdown-excess-numbers": _page(_nested_lines("1.")),
    "markdown-excess-quotes": _page("> " * 400 + "x"),
    "markdown-excess-long-line": _page("א" * 6_000),
    "markdown-excess-prose": _bytes("playbooks/first-playbook/prose.md", b"[" * 3_000),
    "markdown-excess-field": _changed(LESSON, "הזמן הלך על חיפושים.", '"' + "[a](" * 2_000 + '"'),
    "file-name-line-end": lambda root: _write(root / "docs/sources/a\nb.yml"),
    # --- valid
    "assets": _bytes("docs/picture.png", b"\x89PNG\r\n\x1a\n\x00"),
    "empty-folders": _folder("docs/lessons/empty"),
    "windows-line-ends": _windows_line_ends,
    "direction-marks": _changed(SOURCE, "title: מסמך", "title: מס\u200fמך \u2066abc\u2069 \u200e1"),
    "decomposed-letters": _changed(SOURCE, "title: מסמך", "title: מסמך e\u0301"),
}
