"""`kb print`: one paper, several in one file, all of them; and a machine that cannot print."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from kb_tools.cli import main
from kb_tools.content.site_address import site_address


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("print") / "base"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    return folder


def kb(base: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["print", *arguments, "--root", str(base)])


def drill_of(base: Path) -> str:
    return next(base.glob("playbooks/*/drills/*.yml")).stem


def test_a_checklist_is_what_is_printed_of_a_drill(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "paper.pdf"
    result = kb(base, "drill", drill_of(base), "--pdf", str(out))
    assert result.exit_code == 0, result.output
    assert "עמוד אחד" in result.output
    with pikepdf.open(out) as file:
        assert str(file.docinfo.Title).startswith("רשימת תיוג: ")


def test_all_papers_of_a_drill_in_one_file(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "paper.pdf"
    assert kb(base, "drill", drill_of(base), "--sheet", "all", "--pdf", str(out)).exit_code == 0
    with pikepdf.open(out) as file:
        assert len(file.pages) >= 3


@pytest.mark.parametrize("sheet", ["checklist", "all"])
def test_a_list_that_cannot_fit_is_named_among_others_too(base: Path, tmp_path: Path, sheet: str) -> None:
    root = Path(shutil.copytree(base, tmp_path / "base"))
    for result_file in root.glob("docs/municipalities/*/results/*.yml"):
        result_file.unlink()
    (file,) = root.glob("playbooks/*/drills/*.yml")
    text = file.read_text(encoding="utf-8")
    head, _, _ = text.partition("\nchecklist:")
    item = "  - {{id: item-{0}, step: first-playbook/call-forum, pause: סיום, text: סעיף {0}}}\n"
    items = "".join(item.format(number) for number in range(90))
    file.write_text(f"{head}\nchecklist:\n{items}", encoding="utf-8")
    result = kb(root, "drill", drill_of(root), "--sheet", sheet, "--pdf", str(tmp_path / "paper.pdf"))
    assert result.exit_code == 0, result.output
    assert "[sheet-long]" in result.output
    assert "במקום עמוד אחד" in result.output


def test_the_code_is_there_when_the_site_has_an_address(base: Path, tmp_path: Path) -> None:
    def marked(*more: str) -> int:
        out = tmp_path / "paper.pdf"
        assert kb(base, "drill", drill_of(base), "--pdf", str(out), *more).exit_code == 0
        with pikepdf.open(out) as file:
            addresses = [str(each.A.URI) for page in file.pages for each in page.get("/Annots", []) if "/A" in each]
        return sum("?paper=" in address for address in addresses)

    assert marked() == 0
    assert marked("--home", "https://kb.example.org") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["drill"], "מה להדפיס"),
        (["drill", "no-such", "--pdf", "x.pdf"], "אין תרגיל"),
        (["drill", "{drill}", "--sheet", "no-such", "--pdf", "x.pdf"], "checklist, injects, evaluation, all"),
        (["drill", "{drill}", "--for", "nowhere", "--pdf", "x.pdf"], "nowhere"),
        (["drill", "{drill}", "--all", "x"], "מדפיסה הכול"),
        (["first-drill", "--pdf", "x.pdf"], "הסוגים: drill"),
        (["drill", "first-drill", "--pdf", "x.pdf", "--home", "kb.example.org"], "כתובת מלאה"),
    ],
)
def test_wrong_use_is_said_and_writes_nothing(base: Path, arguments: list[str], said: str) -> None:
    result = kb(base, *(each.replace("{drill}", drill_of(base)) for each in arguments))
    assert result.exit_code == 2
    assert said in result.output


def test_no_paper_is_written_among_the_content(base: Path) -> None:
    result = kb(base, "drill", drill_of(base), "--pdf", str(base / "docs" / "x.pdf"))
    assert result.exit_code == 1
    assert "--pdf" in result.output
    assert not (base / "docs" / "x.pdf").exists()


def test_a_whole_library_goes_to_a_folder_by_its_addresses(base: Path, tmp_path: Path) -> None:
    result = kb(base, "--all", str(tmp_path / "papers"))
    assert result.exit_code == 0, result.output
    found = sorted(path.relative_to(tmp_path / "papers").as_posix() for path in (tmp_path / "papers").rglob("*.pdf"))
    assert f"drills/{drill_of(base)}/checklist.pdf" in found
    assert f"נכתבו {len(found)} קבצים" in result.output


BROKEN = {
    "no package": (
        "raise ModuleNotFoundError(\"No module named 'weasyprint'\", name='weasyprint')",
        "pip install weasyprint",
    ),
    "no library": (
        """print('WeasyPrint could not import some external libraries')
raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0.so: cannot open shared object file")""",
        "libpango-1.0-0 אינה מותקנת",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_machine_that_cannot_print_says_how_to_install(case: str, base: Path, tmp_path: Path) -> None:
    code, said = BROKEN[case]
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(code, encoding="utf-8")
    out = tmp_path / "paper.pdf"
    run = subprocess.run(
        [sys.executable, "-m", "kb_tools", "print", "drill", drill_of(base), "--pdf", str(out), "--root", str(base)],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert "could not import" not in run.stdout + run.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("site_url: https://kb.example.org/base\n", "https://kb.example.org/base/"),
        ('site_name: x\nsite_url: "https://kb.example.org/" # here\n', "https://kb.example.org/"),
        ("site_url: !ENV [URL, 'https://kb.example.org']\n", ""),
        ("extra:\n  site_url: https://kb.example.org/\n", ""),
        ("site_url: ''\n", ""),
    ],
)
def test_the_address_of_the_site_is_read_of_its_settings(text: str, address: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert site_address(tmp_path) == address
    assert site_address(tmp_path / "nowhere") == ""


def test_help_names_every_kind(base: Path) -> None:
    assert re.search(r"KIND: drill .*call", kb(base, "--help").output)


@pytest.mark.slow
def test_the_site_is_built_without_papers_where_nothing_can_be_printed(base: Path, tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(BROKEN["no library"][0], encoding="utf-8")
    site = tmp_path / "site"
    run = subprocess.run(
        [sys.executable, "-m", "kb_tools", "build", "--site", str(site), "--root", str(base)],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "האתר נבנה בלי דפים להדפסה" in run.stderr
    assert [*site.rglob("*.pdf")] == []
    assert [page for page in site.rglob("*.html") if 'type="application/pdf"' in page.read_text("utf-8")] == []


@pytest.mark.slow
def test_the_site_offers_just_the_papers_that_it_has(base: Path, tmp_path: Path) -> None:
    def built(name: str, *options: str) -> tuple[set[str], set[str]]:
        site = tmp_path / name
        assert CliRunner().invoke(main, ["build", *options, "--site", str(site), "--root", str(base)]).exit_code == 0
        offered = {
            (page.parent / address).resolve().relative_to(site).as_posix()
            for page in site.rglob("*.html")
            for address in re.findall(r'href="([^"]+)" type="application/pdf"', page.read_text("utf-8"))
        }
        return {path.relative_to(site).as_posix() for path in site.rglob("*.pdf")}, offered

    papers, offered = built("with")
    assert papers
    assert offered <= papers
    assert {address.rpartition("/")[2] for address in offered} >= {"checklist.pdf", "injects.pdf", "evaluation.pdf"}
    assert built("without", "--no-pdf") == (set(), set())
