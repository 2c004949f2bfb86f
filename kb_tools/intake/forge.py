"""Pull requests on a forge: GitHub, and Gitea with its sister Forgejo.

Written to their published interfaces and tried against a local stand-in that answers as those say; it has not been run
against a living forge. The token comes from the environment and goes nowhere but into the request.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from kb_tools.model.page import Forge

TOKEN = "KB_FORGE_TOKEN"  # noqa: S105 - the name of the variable, not a token
_PATIENCE = 20
_LARGEST_ANSWER = 4 * 1024 * 1024


class ForgeError(Exception):
    """The forge did not do it. The text is Hebrew, without the token and without an answer's text."""


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would take the token to another place."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class PullRequests:
    """The pull requests of one repository on one forge."""

    style: str
    """github or gitea."""
    api: str
    """The address of the repository in the forge's interface, without a slash at its end."""
    base: str
    token: str

    def __repr__(self) -> str:
        return f"PullRequests({self.style}, {self.api})"

    def open(self, branch: str, title: str, body: str, label: str) -> str:
        """The address of the pull request of a branch; that of the one which is open already. Raises ForgeError."""
        sent: dict[str, Any] = {"head": branch, "base": self.base, "title": title, "body": body}
        if self.style == "gitea" and (id_ := self._label_id(label)):
            sent["labels"] = [id_]
        status, answer = self._ask("POST", "/pulls", sent)
        if status == 409 or (status == 422 and "already exists" in json.dumps(answer)):
            return self._existing(branch)
        if status != 201 or not isinstance(answer, dict):
            raise ForgeError(_why(status))
        if self.style == "github" and isinstance(number := answer.get("number"), int):
            # The form for new pull requests takes no labels. One that cannot be set is no reason to fail.
            self._ask("POST", f"/issues/{number}/labels", {"labels": [label]})
        return _address(answer)

    def _label_id(self, name: str) -> int:
        """Gitea knows labels by number; 0 when there is none of that name."""
        ids = (each.get("id") for each in self._listed("/labels?limit=50") if each.get("name") == name)
        return next((id_ for id_ in ids if isinstance(id_, int)), 0)

    def _existing(self, branch: str) -> str:
        """The address of the open pull request of a branch; empty when it is not among the first."""
        for each in self._listed("/pulls?state=open&limit=50&per_page=100"):
            head = each.get("head")
            if isinstance(head, dict) and head.get("ref") == branch:
                return _address(each)
        return ""

    def _listed(self, path: str) -> list[dict[str, Any]]:
        """What the forge lists there; nothing when its answer is no list."""
        status, answer = self._ask("GET", path)
        found = answer if status == 200 and isinstance(answer, list) else []
        return [each for each in found if isinstance(each, dict)]

    def _ask(self, method: str, path: str, sent: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """(status, JSON) of the forge's answer. Raises ForgeError when there is none."""
        scheme = {"github": "Bearer", "gitea": "token"}[self.style]
        request = Request(  # noqa: S310 - `pull_requests` lets https through, and http to this machine
            self.api + path,
            method=method,
            data=json.dumps(sent).encode() if sent is not None else None,
            headers={
                "Accept": "application/vnd.github+json" if self.style == "github" else "application/json",
                "Authorization": f"{scheme} {self.token}",
                "Content-Type": "application/json",
                "User-Agent": "hosen-intake",
            },
        )
        try:
            with _opener().open(request, timeout=_PATIENCE) as answer:
                return answer.status, _read(answer.read(_LARGEST_ANSWER))
        except HTTPError as error:
            with error:
                return error.code, _read(error.read(_LARGEST_ANSWER))
        except (OSError, HTTPException):
            raise ForgeError(f"אתר האירוח אינו זמין ({urlsplit(self.api).hostname})") from None


def _address(of: Mapping[str, Any]) -> str:
    """Where people see it; empty when the forge does not say. It is printed, so it must be an address."""
    found = of.get("html_url")
    return found if isinstance(found, str) and re.fullmatch(r"https?://[!-~]{1,500}", found) else ""


def _opener() -> OpenerDirector:
    return build_opener(_NoRedirects)


def _read(data: bytes) -> Any:
    try:
        return json.loads(data or b"null")
    except ValueError:
        return None


def _why(status: int) -> str:
    why = {
        401: "האסימון אינו תקף",
        403: "לאסימון אין הרשאה לפתוח בקשות משיכה",
        404: "המאגר לא נמצא, או שהאסימון אינו רואה אותו",
        422: "הבקשה נדחתה: אולי הענף לא הגיע",
        429: "יותר מדי בקשות",
    }
    return f"אתר האירוח לא פתח בקשת משיכה: {why.get(status, 'תשובה לא צפויה')} ({status})"


def pull_requests(forge: Forge | None, token: str | None = None) -> PullRequests | None:
    """Those of the forge that kb.yml names; None without a token, without a forge, and on one that is not spoken here.

    Raises ForgeError when the token would go over an open line.
    """
    token = token or os.environ.get(TOKEN, "")
    if not token or forge is None or forge.style not in ("github", "gitea"):
        return None
    parts = urlsplit(forge.address.rstrip("/").removesuffix(".git"))
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ForgeError("forge.address שב־kb.yml מתחיל ב־http, והאסימון היה עובר בגלוי. כתבו כתובת https")
    site = f"{parts.scheme}://{parts.netloc}"
    *above, owner, name = ("", *parts.path.strip("/").split("/"))
    repository = f"repos/{quote(owner, safe='')}/{quote(name, safe='')}"
    if forge.style == "gitea":
        prefix = "/".join(filter(None, above))
        api = f"{site}/{prefix + '/' if prefix else ''}api/v1/{repository}"
    else:
        api = (
            f"https://api.github.com/{repository}" if parts.hostname == "github.com" else f"{site}/api/v3/{repository}"
        )
    return PullRequests(forge.style, api, forge.branch, token)
