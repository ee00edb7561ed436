"""`branches` and `commits` of a repository, read from git."""

import re
from datetime import UTC, datetime
from typing import Any

from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_errors import ApiError, not_found
from pat_tui.gateway.folders import default_branch, served_folder
from pat_tui.gateway.git_reader import GitReader
from pat_tui.gateway.shapes import Json, instant, node_id

_FORMAT = "%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B"
_FIELDS = ("sha", "tree", "parents", "an", "ae", "ad", "cn", "ce", "cd", "message")
_UNSIGNED = {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}
_WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{5,8}(?:Z|[+-][0-9:]{4,6})?)?")
_STATES = {"A": "added", "M": "modified", "D": "removed", "T": "changed"}


def reader_of(call: Call) -> GitReader:
    """Reads the repository that is asked about. Raises ApiError where it has no folder."""
    folder = served_folder(call.gateway, call.resource)
    if folder is None:
        raise ApiError(409, "Git Repository is empty.")
    return GitReader(call.gateway.git, folder, call.credential is None)


async def branches(call: Call) -> Answer:
    """The branches, by name."""
    said = await reader_of(call).text("for-each-ref", "--format=%(refname:lstrip=2)%00%(objectname)", "refs/heads/")
    found = [line.split("\0") for line in (said or "").splitlines()]
    return call.paged(found, lambda one: _short_branch(call, one[0], one[1]))


async def branch(call: Call) -> Answer:
    """One branch with the commit at its head."""
    reader, name = reader_of(call), call.values["branch"]
    sha = await reader.branch(name)
    if sha is None:
        raise ApiError(404, "Branch not found")
    own = f"{_own(call)}/branches/{name}"
    more = {
        "commit": await _one(call, reader, sha),
        "_links": {"self": own, "html": f"{call.base}/{call.repository.full_name}/tree/{name}"},
        "protection": {"enabled": False, "required_status_checks": {"enforcement_level": "off", "contexts": []}},
        "protection_url": f"{own}/protection",
    }
    return Answer(_short_branch(call, name, sha) | more)


async def commits(call: Call) -> Answer:
    """Commits from `sha` on, the newest first; `path`, `author`, `since` and `until` sift them."""
    reader, page = reader_of(call), call.page
    start = call.query.get("sha") or default_branch(reader.folder)
    sha = await reader.commit(start)
    if sha is None:
        raise ApiError(409, "Git Repository is empty.") if "sha" not in call.query else not_found()
    said = await reader.text(
        "log",
        "-z",
        f"--format={_FORMAT}%x00",
        f"--max-count={page.size + 1}",
        f"--skip={page.offset}",
        *_sifting(call),
        sha,
        "--",
        *([call.query["path"].strip("/")] if call.query.get("path", "").strip("/") else []),
    )
    found = _records(said or "")
    return call.page_of([_commit(call, record) for record in found[: page.size]], None, is_last=len(found) <= page.size)


async def commit(call: Call) -> Answer:
    """One commit with the files that it changed."""
    reader = reader_of(call)
    sha = await reader.commit(call.values["ref"])
    if sha is None:
        raise ApiError(422, f"No commit found for SHA: {call.values['ref']}")
    shape = await _one(call, reader, sha)
    files = await _files(reader, sha, has_parents=bool(shape["parents"]))
    total = {name: sum(file[name] for file in files) for name in ("additions", "deletions")}
    return Answer(shape | {"stats": {"total": sum(total.values()), **total}, "files": files})


def _sifting(call: Call) -> list[str]:
    words = []
    for name in ("since", "until"):
        if when := call.query.get(name):
            if not _WHEN.fullmatch(when):
                raise ApiError(422, f"Invalid request. {name} must be an ISO 8601 date.")
            words.append(f"--{name}={when}")
    if author := call.query.get("author"):
        words += ["--fixed-strings", "--regexp-ignore-case", f"--author={author}"]
    return words


async def _one(call: Call, reader: GitReader, sha: str) -> Json:
    said = await reader.text("log", "-z", "--max-count=1", f"--format={_FORMAT}%x00", sha, "--")
    records = _records(said or "")
    if not records:
        raise not_found()
    return _commit(call, records[0])


def _records(said: str) -> list[dict[str, str]]:
    """What git wrote: fields and records end with NUL, and no field holds one."""
    fields = said.split("\0")
    step = len(_FIELDS) + 1
    return [
        dict(zip(_FIELDS, fields[start : start + len(_FIELDS)], strict=True))
        for start in range(0, len(fields) - step + 1, step)
    ]


def _commit(call: Call, record: dict[str, str]) -> Json:
    own, sha, tree = _own(call), record["sha"], record["tree"]
    page = f"{call.base}/{call.repository.full_name}/commit"
    return {
        "sha": sha,
        "node_id": node_id("Commit", call.repository.id),
        "commit": {
            "author": {"name": record["an"], "email": record["ae"], "date": _date(record["ad"])},
            "committer": {"name": record["cn"], "email": record["ce"], "date": _date(record["cd"])},
            "message": record["message"].rstrip("\n"),
            "tree": {"sha": tree, "url": f"{own}/git/trees/{tree}"},
            "url": f"{own}/git/commits/{sha}",
            "comment_count": 0,
            "verification": _UNSIGNED,
        },
        "url": f"{own}/commits/{sha}",
        "html_url": f"{page}/{sha}",
        "comments_url": f"{own}/commits/{sha}/comments",
        "author": None,
        "committer": None,
        "parents": [
            {"sha": parent, "url": f"{own}/commits/{parent}", "html_url": f"{page}/{parent}"}
            for parent in record["parents"].split()
        ],
    }


def _date(seconds: str) -> str | None:
    """Seconds since 1970 as GitHub writes an instant; None for what no calendar has."""
    try:
        return instant(datetime.fromtimestamp(int(seconds), UTC))
    except (ValueError, OverflowError, OSError):
        return None


async def _files(reader: GitReader, sha: str, *, has_parents: bool) -> list[dict[str, Any]]:
    """What the commit changed against its first parent, at most 300 files, as GitHub does."""
    span = [f"{sha}^1", sha] if has_parents else ["--root", "--no-commit-id", sha]
    common = ("diff-tree", "-r", "-z", "--no-renames")
    counted = (await reader.text(*common, "--numstat", *span, "--") or "").split("\0")
    states = (await reader.text(*common, "--raw", "--no-abbrev", *span, "--") or "").split("\0")
    by_name = {name: raw.split(" ") for raw, name in zip(states[0::2], states[1::2], strict=False)}
    files = []
    for line in [line for line in counted if line][:300]:
        added, removed, name = line.split("\t", 2)
        raw = by_name.get(name, ["", "", "", "", "M"])
        numbers = [0 if count == "-" else int(count) for count in (added, removed)]
        files.append(
            {
                "sha": raw[2] if raw[4] == "D" else raw[3],
                "filename": name,
                "status": _STATES.get(raw[4], "modified"),
                "additions": numbers[0],
                "deletions": numbers[1],
                "changes": sum(numbers),
            }
        )
    return files


def _short_branch(call: Call, name: str, sha: str) -> Json:
    return {"name": name, "commit": {"sha": sha, "url": f"{_own(call)}/commits/{sha}"}, "protected": False}


def _own(call: Call) -> str:
    return call.url(f"/repos/{call.repository.full_name}")
