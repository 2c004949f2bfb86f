"""The service over HTTP, asked as browsers and others ask: a real server on this machine."""

import http.client
import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kb_tools.history.repository import GitError, Repository
from kb_tools.intake.desk import desk
from kb_tools.intake.receive import Outcome
from kb_tools.intake.serve import RateLimit, Rules, Service
from tests.unit.intake.sent import as_bytes, heads, lesson

SITE = "https://kb.example.org"
JSON = {"Content-Type": "application/json"}
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


class Running:
    """A service in a thread, and how to ask it."""

    def __init__(self, take: Any, rules: Rules) -> None:
        self.told: list[str] = []
        self.service = Service(("127.0.0.1", 0), take, rules, self.told.append)
        self.port = self.service.server_address[1]
        self._thread = threading.Thread(target=self.service.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def ask(
        self, method: str, body: bytes | None = None, path: str = "/", **headers: str
    ) -> tuple[int, Any, dict[str, str]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            text = answer.read()
        found = json.loads(text) if text else None
        return answer.status, found, {name.lower(): value for name, value in answer.getheaders()}

    def post(self, body: bytes, **headers: str) -> tuple[int, Any, dict[str, str]]:
        return self.ask("POST", body, **{"Content_Type": "application/json", **headers})

    def raw(self, data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def open(self, data: bytes = b"") -> socket.socket:
        """A connection on which that much has been said."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(data)
        return connection

    def close(self) -> None:
        self.service.shutdown()
        self._thread.join()
        self.service.server_close()


def always(state: str, **more: Any) -> Any:
    return lambda _data, _now: Outcome(state, "תשובה", **more)  # type: ignore[arg-type]


@pytest.fixture
def running() -> Iterator[Any]:
    opened: list[Running] = []

    def run(take: Any, rules: Rules | None = None) -> Running:
        opened.append(Running(take, rules or Rules(origins={SITE})))
        return opened[-1]

    yield run
    for each in opened:
        each.close()


@pytest.fixture
def real(base: Path, tmp_path: Path, running: Any) -> Iterator[Running]:
    with desk(Repository.at(base), "main", tmp_path / "log", lambda _: None) as opened:
        yield running(opened.take)


def test_the_form_of_the_site_is_answered_so_that_it_can_read_it(real: Running, base: Path, tmp_path: Path) -> None:
    status, _, headers = real.ask("OPTIONS", Origin=SITE, Access_Control_Request_Method="POST")
    assert (status, headers["access-control-allow-origin"]) == (204, SITE)
    assert headers["access-control-allow-headers"] == "Content-Type"
    status, answer, headers = real.post(as_bytes(lesson()), Origin=SITE)
    assert (status, answer["state"], answer["reasons"]) == (201, "accepted", [])
    assert headers["access-control-allow-origin"] == SITE
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert set(heads(base)) == {"main", answer["branch"]}
    assert real.post(as_bytes(lesson()), Origin=SITE)[:2] == (
        200,
        {**answer, "state": "known", "message": "ההצעה הזו כבר התקבלה, והיא ממתינה לבדיקה"},
    )
    log = (tmp_path / "log").read_text("utf-8").splitlines()
    assert [line.split("\t")[1:] for line in log] == [[answer["id"], "accepted", "-"], [answer["id"], "known", "-"]]


def test_reasons_come_with_their_fields_and_the_log_has_no_word_of_them(real: Running, tmp_path: Path) -> None:
    status, answer, _ = real.post(as_bytes(lesson(observation="סוד 050-1234567", titel="עוד סוד")))
    assert (status, answer["state"]) == (422, "refused")
    assert [(reason["code"], reason["field"]) for reason in answer["reasons"]] == [("personal-data", "observation")]
    assert all(reason["message"] and reason["hint"] for reason in answer["reasons"])
    log = (tmp_path / "log").read_text("utf-8")
    assert log.split("\t")[1:] == ["-", "refused", "personal-data\n"]
    assert "סוד" not in log


def test_many_at_once_all_arrive(real: Running, base: Path) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda n=number: statuses.append(real.post(as_bytes(lesson(title=f"לקח {n}")))[0]))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [201] * 6
    assert len(heads(base)) == 7


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "/", b"{}", {"Origin": "https://evil.example"}, 403),
        ("POST", "/", b"{}", {"Origin": "null"}, 403),
        ("POST", "/", b"{}", {"Origin": SITE + ".evil.example"}, 403),
        ("OPTIONS", "/", None, {"Origin": "https://evil.example"}, 403),
        ("POST", "/", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ("POST", "/", b"{}", {"Content-Type": "text/plain"}, 415),
        ("POST", "/../etc/passwd", b"{}", {}, 404),
        ("POST", "/?a=b", b"{}", {}, 404),
        ("POST", "/", b"x" * 300_000, {}, 413),
        ("GET", "/", None, {}, 200),
        ("PUT", "/", b"{}", {}, 501),
        ("DELETE", "/", None, {}, 501),
    ],
)
def test_what_is_not_for_the_service_is_refused_in_hebrew(
    running: Any, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    service = running(always("accepted"))
    named = {name.replace("-", "_"): value for name, value in (JSON | headers).items()}
    try:
        found, answer, answered = service.ask(method, body, path, **named)
    except (ConnectionError, http.client.HTTPException):
        assert status == 413  # the answer came before the whole was sent, and the connection was closed
        return
    assert found == status
    assert any("א" <= letter <= "ת" for letter in answer["message"])
    assert "access-control-allow-origin" not in answered


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + b"0" * 9000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{}",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
        b"GET\r\n\r\n",
    ],
)
def test_broken_requests_do_not_reach_the_desk(running: Any, request_: bytes) -> None:
    taken: list[bytes] = []
    service = running(lambda data, _now: taken.append(data))
    answer = service.raw(request_)
    assert answer == b"" or b" 4" in answer.split(b"\r\n")[0] or b"{" in answer
    assert taken == []
    assert service.ask("GET")[0] == 200


@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\nHost: x\r\n", HEAD.replace(b" / ", b" /other ")])
def test_what_follows_an_answer_is_no_second_request(running: Any, first: bytes) -> None:
    """As a proxy would be deceived, which sends the requests of several people over one connection."""
    taken: list[bytes] = []
    service = running(lambda data, _now: taken.append(data))
    second = HEAD + b"Content-Length: 2\r\n\r\n{}"
    answer = service.raw(first + b"Content-Length: %d\r\n\r\n" % len(second) + second)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"\r\nConnection: close\r\n" in answer
    assert taken == []


def test_one_who_sends_a_letter_at_a_time_is_cut_short_and_answered(running: Any) -> None:
    service = running(always("accepted"))
    service.service.longest = 0.2
    with service.open(HEAD + b"Content-Length: 1000\r\n\r\n") as connection:
        began = time.monotonic()
        with suppress(OSError):
            for _ in range(200):
                connection.sendall(b"{")
                time.sleep(0.02)
                if select.select([connection], [], [], 0)[0]:
                    break
        assert time.monotonic() - began < 3
        assert b" 400 " in connection.recv(65536)


def test_those_who_say_nothing_leave_room_for_others(running: Any) -> None:
    service = running(always("accepted"))
    silent = [service.open(b"POST / HT") for _ in range(100)]
    service.service.longest = 0.1
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with suppress(ConnectionError, http.client.HTTPException):
            if service.post(b"{}")[0] == 201:
                break
    else:
        pytest.fail("there never was room")
    assert threading.active_count() < 90
    for connection in silent:
        connection.close()


def test_an_address_of_six_is_listened_at_too() -> None:
    try:
        service = Service(("::1", 0), always("accepted"), Rules(), lambda _: None)
    except OSError:
        pytest.skip("this machine has no IPv6")
    service.server_close()
    assert service.server_address[0] == "::1"


def test_one_that_waits_for_us_is_not_cut_short(running: Any) -> None:
    def slow(_data: bytes, _now: datetime) -> Outcome:
        time.sleep(0.5)
        return Outcome("accepted", "תשובה")

    service = running(slow)
    service.service.longest = 0.1
    assert service.post(b"{}")[0] == 201


def test_too_many_are_asked_to_wait(running: Any) -> None:
    service = running(always("known"), Rules(limit=RateLimit(3)))
    assert service.post(b"{}")[0] == 200
    status, answer, headers = service.post(b"{}")
    assert (status, headers["retry-after"]) == (429, "60")
    assert "בעוד דקה" in answer["message"]


def test_behind_a_proxy_each_sender_is_counted_apart(running: Any) -> None:
    service = running(always("known"), Rules(behind_proxy=True, limit=RateLimit(6)))
    senders = ["1.1.1.1, 2.2.2.2", "9.9.9.9, 2.2.2.2", "x, 2.2.2.2", "3.3.3.3"]
    assert [service.post(b"{}", X_Forwarded_For=sender)[0] for sender in senders] == [200, 200, 429, 200]


def test_what_a_sender_writes_above_the_proxys_own_line_is_not_believed(running: Any) -> None:
    service = running(always("known"), Rules(behind_proxy=True, limit=RateLimit(6)))
    head = HEAD + b"Content-Length: 2\r\nX-Forwarded-For: %d.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n\r\n{}"
    answers = [service.raw(head % number).split(b" ")[1] for number in range(3)]
    assert answers == [b"200", b"200", b"429"]


def test_a_minute_later_there_is_room_again() -> None:
    now = 0.0
    limit = RateLimit(6, clock=lambda: now)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert [limit.allows(sender) for sender in "bbccd"] == [True, True, True, True, False]
    now = 60.0
    assert limit.allows("a")


def test_what_the_remote_said_is_not_told_to_the_sender(running: Any) -> None:
    from kb_tools.intake.refusal import Reason  # noqa: PLC0415

    kept = always("kept", id="l-1", branch="lesson/l-1", reasons=(Reason("not-pushed", "ssh://secret.example"),))
    status, answer, _ = running(kept).post(b"{}")
    assert (status, answer["state"], answer["reasons"]) == (202, "kept", [])


def test_faults_of_ours_are_told_without_what_was_sent(running: Any) -> None:
    def fails(data: bytes, _now: datetime) -> Outcome:
        raise ValueError(data.decode())

    def git_fails(_data: bytes, _now: datetime) -> Outcome:
        raise GitError("אין מקום בדיסק")

    service = running(fails)
    status, answer, _ = service.post(as_bytes({"a": "סוד"}))
    assert status == 500
    assert "שמרו את ההצעה כקובץ" in answer["message"]
    assert service.told == [f"תקלה בשרות: ValueError (test_serve.py:{fails.__code__.co_firstlineno + 1})"]
    other = running(git_fails)
    assert other.post(b"{}")[0] == 500
    assert other.told == ["הצעה לא נקלטה: אין מקום בדיסק"]
