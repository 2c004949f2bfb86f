"""Submissions over HTTP: one address that the site's form posts to, for this machine alone unless it is told otherwise.

One request a connection, so that nothing that is left unread is ever taken for the next one. Every answer is JSON with a
Hebrew sentence. Nothing about the sender is kept: no address, no headers, no text.
"""

import json
import socket
import sys
import time
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

from kb_tools.history.repository import GitError
from kb_tools.intake.receive import Outcome
from kb_tools.model.submission import LARGEST_SUBMISSION

_MINUTE = 60.0
_MOST_SENDERS = 10_000
_AT_ONCE = 16
_ARRIVING = 64
"""Submissions that are taken in, and that are still on their way here."""
_PATIENCE = 20
"""Seconds for which a sender may be silent."""
_LONGEST = 60
"""Seconds for all that a sender has to say: one who sends a letter at a time is never silent."""
_STATUS = {
    "accepted": HTTPStatus.CREATED,
    "known": HTTPStatus.OK,
    "kept": HTTPStatus.ACCEPTED,
    "refused": HTTPStatus.UNPROCESSABLE_ENTITY,
}

Take = Callable[[bytes, datetime], Outcome]


class RateLimit:
    """At most `most` a minute from all, and a third of it from one. Senders are held in memory for that minute alone."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._each = max(1, most // 3)
        self._clock = clock
        self._all: deque[float] = deque()
        self._senders: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, sender: str) -> bool:
        with self._lock:
            now = self._clock()
            own = self._senders.pop(sender, deque[float]())
            for times in (self._all, own):
                while times and now - times[0] >= _MINUTE:
                    times.popleft()
            allowed = len(self._all) < self._most and len(own) < self._each
            if allowed:
                self._all.append(now)
                own.append(now)
            if own:
                self._senders[sender] = own
            while len(self._senders) > _MOST_SENDERS:
                self._senders.popitem(last=False)
            return allowed


@dataclass(frozen=True)
class Rules:
    """How the service behaves. `origins` are the addresses of sites whose forms may post to it."""

    origins: Collection[str] = ()
    behind_proxy: bool = False
    """Whether the sender is the last one that X-Forwarded-For names: only a proxy of one's own may be believed."""
    limit: RateLimit = field(default_factory=lambda: RateLimit(60))


class Service(ThreadingHTTPServer):
    """Listens at an address until it is shut down."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], take: Take, rules: Rules, tell: Callable[[str], None]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        self.take = take
        self.rules = rules
        self.tell = tell
        """Where faults of ours are told, in Hebrew, without a word of a submission."""
        self.places = BoundedSemaphore(_AT_ONCE)
        self.longest: float = _LONGEST
        self._arriving: dict[socket.socket, float] = {}
        self._lock = Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for it; none when there are too many already."""
        with self._lock:
            is_full = len(self._arriving) >= _ARRIVING
            if not is_full:
                self._arriving[request] = time.monotonic()
        if is_full:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def arrived(self, request: socket.socket) -> None:
        """It has said all: from now on it waits for us."""
        with self._lock:
            self._arriving.pop(request, None)

    def shutdown_request(self, request: Any) -> None:
        self.arrived(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Asked twice a second: stop listening to those who take too long. They are still answered."""
        now = time.monotonic()
        with self._lock:
            slow = [request for request, began in self._arriving.items() if now - began > self.longest]
        for request in slow:
            with suppress(OSError):  # it has just gone
                request.shutdown(socket.SHUT_RD)

    def handle_error(self, _request: Any, _address: Any) -> None:
        """A sender that went away is no fault; what is one has been told of where it happened."""


class _Handler(BaseHTTPRequestHandler):
    server: Service
    server_version = "hosen"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE

    def handle(self) -> None:
        self.handle_one_request()

    def do_GET(self) -> None:
        self._answer(HTTPStatus.OK, "כאן מתקבלות הצעות מן הטופס של המאגר")

    def do_OPTIONS(self) -> None:
        """What a browser asks before it posts to another site."""
        if not self._is_welcome():
            self._answer(HTTPStatus.FORBIDDEN, "האתר הזה אינו רשאי לשלוח לכאן")
            return
        self._begin(HTTPStatus.NO_CONTENT)
        self.send_header("Access-Control-Allow-Methods", "POST")
        self.send_header("Access-Control-Allow-Headers", "Content-Type")
        self.send_header("Access-Control-Max-Age", "600")
        self.end_headers()

    def do_POST(self) -> None:
        if fault := self._fault():
            self._answer(*fault)
            self._drain()
            return
        data = self._body()
        self.server.arrived(self.connection)
        if data is None:
            self._answer(HTTPStatus.BAD_REQUEST, "ההצעה לא הגיעה בשלמותה. שלחו שוב")
        elif not self.server.places.acquire(blocking=False):
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "השרות עמוס. נסו שוב בעוד דקה")
        else:
            try:
                self._take(data)
            finally:
                self.server.places.release()

    def _take(self, data: bytes) -> None:
        try:
            outcome = self.server.take(data, datetime.now().astimezone())
        except (GitError, OSError) as error:
            self.server.tell(f"הצעה לא נקלטה: {error}")
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, "השרות לא הצליח לשמור את ההצעה. שמרו אותה כקובץ ונסו אחר כך")
        except Exception as error:
            # The place and not the message: a message may hold what was sent.
            last = traceback.extract_tb(error.__traceback__)[-1]
            self.server.tell(f"תקלה בשרות: {type(error).__name__} ({Path(last.filename).name}:{last.lineno})")
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, "תקלה בשרות. שמרו את ההצעה כקובץ ונסו אחר כך")
            raise
        else:
            self._answer_outcome(outcome)

    def _fault(self) -> tuple[HTTPStatus, str] | None:
        """Why the request is not even read."""
        if self.path != "/":
            return HTTPStatus.NOT_FOUND, "אין כאן דבר. ההצעות נשלחות לכתובת של השרות עצמו"
        if not self._is_welcome():
            return HTTPStatus.FORBIDDEN, "האתר הזה אינו רשאי לשלוח לכאן"
        if self.headers.get_content_type() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "שולחים לכאן JSON (application/json)"
        length = self._length()
        if length is None:
            return HTTPStatus.LENGTH_REQUIRED, "חסר אורך (Content-Length)"
        if length > LARGEST_SUBMISSION:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"ההצעה גדולה מדי; מותר עד {LARGEST_SUBMISSION // 1024} ק״ב"
        if not self.server.rules.limit.allows(self._sender()):
            return HTTPStatus.TOO_MANY_REQUESTS, "נשלחו יותר מדי הצעות. נסו שוב בעוד דקה"
        return None

    def _body(self) -> bytes | None:
        """What was sent; None when less came than was said."""
        wanted = self._length()
        with suppress(OSError):
            data = self.rfile.read(wanted or 0)
            return data if len(data) == wanted else None
        return None

    def _drain(self) -> None:
        """Read what was sent to no avail: closing on it would cut off the answer on its way."""
        with suppress(OSError):
            self.connection.settimeout(1)
            self.rfile.read(min(self._length() or 0, LARGEST_SUBMISSION))

    def _length(self) -> int | None:
        """How many bytes follow, as the sender says; None when that is not said as it should be."""
        said = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (said.isascii() and said.isdigit()):
            return None
        return int(said) if len(said) <= 12 else sys.maxsize

    def _is_welcome(self) -> bool:
        """Whether it comes from an allowed site, or from no browser at all."""
        origin = self.headers.get("Origin")
        return origin is None or origin in self.server.rules.origins

    def _sender(self) -> str:
        forwarded = self.headers.get_all("X-Forwarded-For", [])
        if self.server.rules.behind_proxy and forwarded:
            # The last of the last: a proxy adds to the end, be it to the line or a line of its own.
            return str(forwarded[-1]).rpartition(",")[2].strip()[:64]
        return str(self.client_address[0])

    # --- answers -----------------------------------------------------------------------------------------------------

    def _answer_outcome(self, outcome: Outcome) -> None:
        # Why a remote did not take a branch is not for the sender: it may name places of ours.
        reasons = outcome.reasons if outcome.state == "refused" else ()
        rows = [{"code": r.code, "field": r.field, "message": r.message, "hint": r.hint} for r in reasons]
        self._answer(
            _STATUS[outcome.state],
            outcome.message,
            state=outcome.state,
            id=outcome.id,
            branch=outcome.branch,
            reasons=rows,
        )

    def _answer(self, status: HTTPStatus, message: str, **more: Any) -> None:
        body = json.dumps(
            {"state": "error" if status >= 400 else "ready", "message": message, **more}, ensure_ascii=False
        )
        data = body.encode()
        self._begin(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self.send_header("Retry-After", "60")
        self.end_headers()
        self.wfile.write(data)

    def _begin(self, status: HTTPStatus) -> None:
        """The head of an answer, which the site's page may read."""
        self.send_response(status)
        self.send_header("Connection", "close")
        origin = self.headers.get("Origin") if self.headers else None
        if origin is not None and origin in self.server.rules.origins:
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Vary", "Origin")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """The base class's own refusals (a method that is not known, a broken request), in our words."""
        if not hasattr(self, "headers"):
            self.headers = self.MessageClass()
        self._answer(HTTPStatus(code), "הבקשה אינה מובנת כאן")

    def log_message(self, *_: Any) -> None:
        """Nothing: the intake's own log has a line a submission, and who sent it is nobody's business."""
