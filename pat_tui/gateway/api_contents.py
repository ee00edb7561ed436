"""`contents` of a repository: files, folders, symbolic links and submodules, read from git."""

from base64 import encodebytes
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from pat_tui.gateway.api_call import Answer, Call
from pat_tui.gateway.api_code import reader_of
from pat_tui.gateway.api_errors import ApiError, not_found
from pat_tui.gateway.folders import default_branch
from pat_tui.gateway.git_reader import GitReader
from pat_tui.gateway.shapes import Json

_INLINE = 1024 * 1024
"""Up to here a file is written into the JSON; up to `_LARGEST` it is had in the raw form."""
_LARGEST = 32 * 1024 * 1024
_MOST_ENTRIES = 1000
_LINK, _SUBMODULE = "120000", "160000"
_KINDS = {"blob": "file", "tree": "dir", "commit": "submodule"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree."""

    mode: str
    kind: str
    sha: str
    size: int
    path: str
    """From the root of the repository."""

    @property
    def type(self) -> str:
        """As GitHub calls it."""
        return "symlink" if self.mode == _LINK else _KINDS[self.kind]


async def contents(call: Call) -> Answer:
    """What stands at `path` at `ref`: a list for a folder, else the thing itself, raw if `Accept` wants it so."""
    reader, path = reader_of(call), call.values.get("path", "")
    name = call.query.get("ref") or default_branch(reader.folder)
    if "\0" in path or any(part in {"", ".", ".."} for part in path.split("/") if path):
        raise not_found()
    sha = await reader.commit(name)
    if sha is None:
        raise ApiError(
            404, f"No commit found for the ref {name}" if "ref" in call.query else "This repository is empty."
        )
    if not path:
        return Answer(await _folder(call, reader, sha, "", name))
    parent, _slash, last = path.rpartition("/")
    entry = next((one for one in await _tree(reader, sha, parent) if one.path.rpartition("/")[2] == last), None)
    if entry is None:
        raise not_found()
    if entry.kind == "tree":
        return Answer(await _folder(call, reader, sha, path, name))
    return await _thing(call, reader, entry, name)


async def _folder(call: Call, reader: GitReader, sha: str, path: str, ref: str) -> list[Json]:
    return [_shape(call, entry, ref) for entry in (await _tree(reader, sha, path))[:_MOST_ENTRIES]]


async def _tree(reader: GitReader, sha: str, path: str) -> list[Entry]:
    """What is in the folder PATH of the commit SHA; nothing where it is none."""
    said = await reader.text("ls-tree", "-z", "-l", "--full-tree", f"{sha}:{path}")
    return [_entry(line, f"{path}/" if path else "") for line in (said or "").split("\0") if line]


def _entry(line: str, prefix: str) -> Entry:
    head, name = line.split("\t", 1)
    mode, kind, sha, size = head.split()
    return Entry(mode, kind, sha, 0 if size == "-" else int(size), prefix + name)


async def _thing(call: Call, reader: GitReader, entry: Entry, ref: str) -> Answer:
    shape = _shape(call, entry, ref)
    if entry.mode == _SUBMODULE:
        return Answer(shape | {"submodule_git_url": None})
    if entry.size > _LARGEST:
        raise ApiError(
            403,
            "This API returns blobs up to 32 MB in size. The requested blob is too large to fetch via the API:"
            " clone the repository.",
            [{"resource": "Blob", "field": "data", "code": "too_large"}],
        )
    data = await reader.run("cat-file", "blob", entry.sha, most=_LARGEST)
    if data is None:
        raise not_found()
    if _wants_raw(call):
        return Answer(raw=data, media_type="application/vnd.github.raw+json; charset=utf-8")
    if entry.mode == _LINK:
        return Answer(shape | {"target": data.decode("utf-8", "replace")})
    if entry.size > _INLINE:
        return Answer(shape | {"content": "", "encoding": "none"})
    return Answer(shape | {"content": encodebytes(data).decode("ascii"), "encoding": "base64"})


def _wants_raw(call: Call) -> bool:
    accepted = call.headers.get("accept", "")
    return any(form in accepted for form in ("application/vnd.github.raw", "application/vnd.github.v3.raw"))


def _shape(call: Call, entry: Entry, ref: str) -> Json:
    name = call.repository.full_name
    path = quote(entry.path)
    own = f"{call.url(f'/repos/{name}')}/contents/{path}?{urlencode({'ref': ref})}"
    git = "trees" if entry.kind == "tree" else "blobs"
    page = f"{call.base}/{name}/{'tree' if entry.kind == 'tree' else 'blob'}/{quote(ref)}/{path}"
    addresses = {
        "url": own,
        "html_url": page,
        "git_url": None if entry.mode == _SUBMODULE else call.url(f"/repos/{name}/git/{git}/{entry.sha}"),
    }
    return {
        "type": entry.type,
        "size": entry.size,
        "name": entry.path.rpartition("/")[2],
        "path": entry.path,
        "sha": entry.sha,
        **addresses,
        "download_url": None,
        "_links": {"self": own, "git": addresses["git_url"], "html": page},
    }
