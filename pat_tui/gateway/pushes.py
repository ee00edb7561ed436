"""One push: what its hook is told, and what the hook tells back."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pat_tui.domain.authorization import Allowed
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.requirements import PUSH_WORKFLOWS
from pat_tui.gateway.gateway import Gateway
from pat_tui.gateway.hook.install import link_hook
from pat_tui.gateway.hook.pre_receive import STATE, read_reasons
from pat_tui.gateway.report_status import ReportRewriter
from pat_tui.gateway.words import ending_soon


@dataclass(frozen=True, slots=True)
class Push:
    """A push that is under way."""

    environment: dict[str, str]
    rewriter: ReportRewriter


@contextmanager
def pushing(gateway: Gateway, credential: AnyCredential, name: str) -> Iterator[Push]:
    """A folder for the push of CREDENTIAL to the repository called NAME: its hooks, and the note for them."""
    folder = Path(tempfile.mkdtemp(prefix="push-", dir=gateway.git.folder))
    try:
        link_hook(gateway.git.folder, folder / "hooks")
        (folder / "push.json").write_text(json.dumps(_told(gateway, credential, name)), encoding="utf-8")
        environment = gateway.git.environment(folder / "hooks") | {STATE: str(folder)}
        farewell = "".join(f"{line}\n" for line in ending_soon(credential, gateway.config.clock()))
        yield Push(environment, ReportRewriter(lambda: read_reasons(os.fsencode(folder)), farewell))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(gateway: Gateway, credential: AnyCredential, name: str) -> dict[str, str | int | bool]:
    """What the hook needs to know. No secret: it may look the token up by its id."""
    owner, _slash, repo = name.partition("/")
    resource = gateway.access.repository(owner, repo, credential)
    decision = gateway.access.decide(credential, PUSH_WORKFLOWS, resource) if resource else None
    return {
        "store": str(gateway.config.store.absolute()),
        "git": gateway.git.program,
        "kind": credential.kind.value,
        "token_id": credential.token_id,
        "repository": name,
        "may_change_workflows": isinstance(decision, Allowed),
    }
