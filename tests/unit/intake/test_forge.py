"""Pull requests, against a stand-in that answers as the forges' published interfaces say (`cases/forge`)."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kb_tools.history.repository import Repository
from kb_tools.intake.desk import desk
from kb_tools.intake.forge import TOKEN, ForgeError, PullRequests, pull_requests
from kb_tools.model.page import Forge
from tests.unit.intake.sent import NOW, Team, as_bytes, commit, git, heads, lesson

CONTRACT = json.loads((Path(__file__).parents[2] / "cases/forge/contract.json").read_text("utf-8"))
SECRET = "t0ken-" + "x" * 20


class StandIn:
    """A forge that answers from the contract, and remembers what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = dict(answers)
        self.asked: list[tuple[str, str, Any]] = []
        self.tokens: list[str] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                sent = json.loads(self.rfile.read(length)) if length else None
                stand_in.asked.append((self.command, self.path, sent))
                stand_in.tokens.append(self.headers["Authorization"])
                found = stand_in.answers.get(
                    f"{self.command} {self.path}", {"status": 404, "answer": {"message": "Not Found"}}
                )
                self.send_response(found["status"])
                for name, value in found.get("headers", {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(json.dumps(found["answer"]).encode())

            do_GET = do_POST = answer  # noqa: N815 - the names of the library

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def requests(self, style: str) -> PullRequests:
        forge = Forge.model_validate({"address": f"{self.address}/team/base", "style": style})
        found = pull_requests(forge, SECRET)
        assert found is not None
        return found


@pytest.fixture
def forge(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    stand_in = StandIn(CONTRACT[request.param]["answers"])
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


@pytest.mark.parametrize("forge", ["github", "gitea"], indirect=True)
def test_a_pull_request_is_opened_with_its_label(forge: StandIn, request: pytest.FixtureRequest) -> None:
    style = request.node.callspec.params["forge"]
    address = forge.requests(style).open("lesson/l-1", "לקח חדש: א", "גוף", "lesson")
    assert address == CONTRACT[style]["opens"]
    assert [list(each) for each in forge.asked] == CONTRACT[style]["asked"]
    assert set(forge.tokens) == {f"{CONTRACT[style]['scheme']} {SECRET}"}


@pytest.mark.parametrize("forge", ["github", "gitea"], indirect=True)
def test_one_that_is_open_already_is_found(forge: StandIn, request: pytest.FixtureRequest) -> None:
    style = request.node.callspec.params["forge"]
    forge.answers |= CONTRACT[style]["when_open"]
    assert forge.requests(style).open("lesson/l-1", "א", "ב", "lesson") == CONTRACT[style]["opens"]
    assert forge.requests(style).open("lesson/l-2", "א", "ב", "lesson") == ""


@pytest.mark.parametrize("forge", ["github"], indirect=True)
@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"status": 401, "answer": {"message": "Bad credentials"}}, "האסימון אינו תקף"),
        ({"status": 403, "answer": {"message": "Resource not accessible"}}, "אין הרשאה"),
        ({"status": 404, "answer": {"message": "Not Found"}}, "לא נמצא"),
        ({"status": 422, "answer": {"message": "Validation Failed"}}, "הבקשה נדחתה"),
        ({"status": 500, "answer": "oops"}, "תשובה לא צפויה"),
        ({"status": 201, "answer": ["not what was promised"]}, "תשובה לא צפויה"),
        ({"status": 302, "answer": {}, "headers": {"Location": "https://evil.example/"}}, "תשובה לא צפויה"),
    ],
)
def test_what_the_forge_refuses_is_said_without_the_token(forge: StandIn, answer: Any, message: str) -> None:
    path = next(key for key in forge.answers if key.startswith("POST") and key.endswith("/pulls"))
    forge.answers[path] = answer
    with pytest.raises(ForgeError, match=message) as refused:
        forge.requests("github").open("lesson/l-1", "א", "ב", "lesson")
    assert SECRET not in str(refused.value)
    assert len(forge.asked) == 1


@pytest.mark.parametrize("forge", ["github", "gitea"], indirect=True)
@pytest.mark.parametrize("answer", [{}, {"number": "../x", "html_url": None}, {"html_url": "https://a\x1b[2J"}])
@pytest.mark.parametrize("listed", [None, ["x", None], [{"name": "lesson", "id": "1"}], {"a": 1}])
def test_an_answer_of_another_shape_is_no_fault_of_the_submission(forge: StandIn, answer: Any, listed: Any) -> None:
    """The branch is there already: whoever sent it must not be told that it is not."""
    style = "gitea" if any("/api/v1/" in key for key in forge.answers) else "github"
    for key in forge.answers:
        made = key.startswith("POST") and key.endswith("/pulls")
        forge.answers[key] = {"status": 201, "answer": answer} if made else {"status": 200, "answer": listed}
    assert forge.requests(style).open("lesson/l-1", "א", "ב", "lesson") == ""
    assert all("/issues/" not in path for _, path, _ in forge.asked)


@pytest.mark.parametrize("forge", ["github", "gitea"], indirect=True)
@pytest.mark.parametrize("listed", [None, ["x", None], [{"head": None}, {"head": {"ref": "lesson/l-1"}}]])
def test_one_that_is_open_already_may_not_be_found(forge: StandIn, request: pytest.FixtureRequest, listed: Any) -> None:
    style = request.node.callspec.params["forge"]
    forge.answers |= CONTRACT[style]["when_open"]
    forge.answers |= {
        key: {"status": 200, "answer": listed} for key in forge.answers if key.startswith("GET") and "/pulls" in key
    }
    assert forge.requests(style).open("lesson/l-1", "א", "ב", "lesson") == ""


def test_a_forge_that_is_away_is_said() -> None:
    requests = PullRequests("github", "http://127.0.0.1:9/repos/a/b", "main", SECRET)
    with pytest.raises(ForgeError, match="אינו זמין"):
        requests.open("lesson/l-1", "א", "ב", "lesson")
    assert SECRET not in repr(requests)


@pytest.mark.parametrize(
    ("address", "style", "api"),
    [
        ("https://github.com/team/base", "github", "https://api.github.com/repos/team/base"),
        ("https://git.example.org/team/base.git", "github", "https://git.example.org/api/v3/repos/team/base"),
        ("https://codeberg.org/team/base/", "gitea", "https://codeberg.org/api/v1/repos/team/base"),
        ("https://example.org/git/team/base", "gitea", "https://example.org/git/api/v1/repos/team/base"),
    ],
)
def test_the_interface_is_where_the_forge_has_it(address: str, style: str, api: str) -> None:
    found = pull_requests(Forge.model_validate({"address": address, "style": style}), SECRET)
    assert found is not None
    assert found.api == api


def test_without_a_token_or_a_forge_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    github = Forge.model_validate({"address": "https://github.com/a/b"})
    monkeypatch.delenv(TOKEN, raising=False)
    assert pull_requests(github) is None
    monkeypatch.setenv(TOKEN, SECRET)
    assert pull_requests(github) is not None
    assert pull_requests(None) is None
    assert pull_requests(Forge.model_validate({"address": "https://gitlab.com/a/b", "style": "gitlab"})) is None


def test_the_token_does_not_go_over_an_open_line() -> None:
    with pytest.raises(ForgeError, match="https"):
        pull_requests(Forge.model_validate({"address": "http://git.example.org/a/b"}), SECRET)


@pytest.mark.parametrize("forge", ["gitea"], indirect=True)
def test_a_branch_that_was_pushed_gets_its_pull_request(forge: StandIn, team: Team, tmp_path: Path) -> None:
    settings = (team.one / "kb.yml").read_text(
        "utf-8"
    ) + f"forge:\n  address: {forge.address}/team/base\n  style: gitea\n"
    commit(team.one, "kb.yml", settings)
    git(team.one, "push", "--quiet", "origin", "main")
    with desk(Repository.at(team.one), "main", tmp_path / "log", lambda forge: pull_requests(forge, SECRET)) as opened:
        outcome = opened.take(as_bytes(lesson(title="@team closes #1")), NOW)
        assert opened.notices == [f"נפתחה בקשת משיכה: {CONTRACT['gitea']['opens']}"]
        opened.take(as_bytes(lesson(title="@team closes #1")), NOW)
    assert len([each for each in forge.asked if each[0] == "POST"]) == 1
    sent = next(each[2] for each in forge.asked if each[0] == "POST")
    assert (sent["head"], sent["base"], sent["title"]) == (outcome.branch, "main", "לקח חדש: team closes 1")
    assert "team closes" not in sent["body"]
    assert SECRET not in (tmp_path / "log").read_text("utf-8")


@pytest.mark.parametrize("forge", ["github"], indirect=True)
def test_a_branch_that_reached_the_remote_late_gets_its_pull_request_then(
    forge: StandIn, team: Team, tmp_path: Path
) -> None:
    with desk(Repository.at(team.one), "main", tmp_path / "log", lambda _: forge.requests("github")) as opened:
        away = team.remote.rename(team.remote.with_name("away.git"))
        assert opened.take(as_bytes(lesson()), NOW).state == "kept"
        assert opened.notices == []
        assert forge.asked == []
        away.rename(team.remote)
        assert opened.take(as_bytes(lesson()), NOW.replace(minute=40)).state == "known"
        assert opened.notices == [f"נפתחה בקשת משיכה: {CONTRACT['github']['opens']}"]


def test_a_forge_that_fails_leaves_the_branch(team: Team, tmp_path: Path) -> None:
    def fails(_forge: Forge | None) -> PullRequests:
        raise ForgeError("אתר האירוח אינו זמין")

    with desk(Repository.at(team.one), "main", tmp_path / "log", fails) as opened:
        outcome = opened.take(as_bytes(lesson()), NOW)
        assert (outcome.state, opened.notices) == ("accepted", ["אתר האירוח אינו זמין"])
    assert outcome.branch in heads(team.remote)


def test_what_is_to_be_told_is_told_once_though_many_ask(base: Path, tmp_path: Path) -> None:
    with desk(Repository.at(base), "main", tmp_path / "log", lambda _: None) as opened:
        opened.notices += [str(number) for number in range(20_000)]
        told: list[str] = []
        threads = [threading.Thread(target=lambda: told.extend(opened.told())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(told, key=int) == [str(number) for number in range(20_000)]


def test_the_desk_follows_the_main_branch(team: Team, tmp_path: Path) -> None:
    with desk(Repository.at(team.one), "main", tmp_path / "log", lambda _: None) as opened:
        opened.take(as_bytes(lesson()), NOW)
        ahead = commit(team.two, "docs/about.md", "---\ntitle: אודות\n---\nטקסט\n")
        git(team.two, "push", "--quiet", "origin", "main")
        soon = opened.take(as_bytes(lesson(title="לקח שני")), NOW.replace(second=30))
        later = opened.take(as_bytes(lesson(title="לקח שלישי")), NOW.replace(minute=32))
    assert git(team.remote, "rev-parse", f"{soon.branch}^") != ahead
    assert git(team.remote, "rev-parse", f"{later.branch}^") == ahead
