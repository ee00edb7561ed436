"""The JSON that commands write, as JSON Schema (draft 2020-12): one entry a command.

Within VERSION, fields are only added; a field that goes or changes its meaning makes a new version.
"""

from collections.abc import Mapping
from typing import Any

VERSION = 1

Schema = dict[str, Any]


def _object(**fields: Any) -> Schema:
    """An object that has all these FIELDS, and in later releases maybe more."""
    return {"type": "object", "required": list(fields), "properties": fields}


def _array(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]} if "enum" not in schema else {"enum": [*schema["enum"], None]}


def _one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def _map(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


ID: Schema = {"type": "integer", "minimum": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
TEXTS = _array(TEXT)
INSTANT: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}
MAYBE = _or_null(INSTANT)
TEXT_OR_NULL = _or_null(TEXT)
LEVELS = _map(_one_of("read", "write", "admin"))
REPOSITORY_ACCESS = _one_of("public", "all", "selected")
KIND = _one_of("fine-grained", "classic")

_SUMMARY: Mapping[str, Schema] = {
    "id": ID,
    "name": TEXT,
    "owner": TEXT,
    "status": _one_of("active", "expiring_soon", "pending", "denied", "revoked", "expired"),
    "created_at": INSTANT,
    "expires_at": MAYBE,
    "last_used_at": MAYBE,
    "single_sign_on": _one_of("not-required", "authorized", "not-authorized", "revoked", "expired"),
    "removal_at": INSTANT,
}
_TOKEN: Mapping[str, Schema] = {
    **_SUMMARY,
    "user": TEXT,
    "hint": TEXT,
    "description": TEXT,
    "repository_access": REPOSITORY_ACCESS,
    "repositories": TEXTS,
    "permissions": LEVELS,
    "reason": TEXT,
    "decision_reason": TEXT,
}
_CLASSIC_SUMMARY: Mapping[str, Schema] = {
    "id": ID,
    "note": TEXT,
    "scopes": TEXTS,
    "status": _one_of("active", "expiring_soon", "expired"),
    "created_at": INSTANT,
    "expires_at": MAYBE,
    "last_used_at": MAYBE,
    "removal_at": INSTANT,
    "not_authorized_for": TEXTS,
}
_CLASSIC: Mapping[str, Schema] = {
    **_CLASSIC_SUMMARY,
    "user": TEXT,
    "hint": TEXT,
    "issued_at": INSTANT,
    "refused_by": _map(TEXT),
    "deploy_keys": _array(_object(id=ID, repository=TEXT, title=TEXT, read_only=FLAG)),
}
TOKEN, CLASSIC = _object(**_TOKEN), _object(**_CLASSIC)
_HANDED_OVER = _object(way=_one_of("output", "env-file", "git-credential", "pipe", "clipboard"), where=TEXT)
NEW_TOKEN, NEW_CLASSIC = (
    {"anyOf": [_object(**token, token=TEXT), _object(**token, handed_over_to=_HANDED_OVER)]}
    for token in (_TOKEN, _CLASSIC)
)
RECIPES = _array(_object(id=TEXT, title=TEXT, command=TEXT_OR_NULL, note=TEXT, alternative=FLAG))
SETTING = _object(
    id=TEXT,
    value={"type": ["string", "integer", "boolean", "array", "object", "null"]},
    source=_one_of("default", "file", "environment", "option"),
    place=TEXT_OR_NULL,
    line=_or_null({"type": "integer", "minimum": 1}),
    variable=TEXT_OR_NULL,
)
ACTION = _object(id=TEXT, keys=TEXTS, default_keys=TEXTS, label=TEXT_OR_NULL, description=TEXT)
LINK = _object(url=TEXT, left_out=TEXTS)
STANDINGS = _array(
    _object(
        id=ID,
        organization=TEXT,
        state=_one_of("not-required", "authorized", "not-authorized", "revoked", "expired"),
        session_ends_at=MAYBE,
        obstacle=TEXT_OR_NULL,
    )
)
NEEDED: Schema = {
    "anyOf": [
        {"type": "null"},
        _object(any_of=TEXTS, all_of=TEXTS),
        _array(TEXTS),
    ]
}
VERDICT = _object(
    id=ID,
    method=TEXT,
    path=TEXT,
    allowed=FLAG,
    status=COUNT,
    reason=TEXT_OR_NULL,
    message=TEXT_OR_NULL,
    needed=NEEDED,
    held=TEXT,
    remedy=TEXT_OR_NULL,
)
_CELL = _object(allowed=FLAG, reason=TEXT_OR_NULL)
MATRIX = _array(
    _object(
        repository=TEXT,
        clone=_CELL,
        push=_CELL,
        push_workflows=_CELL,
        issues=_CELL,
        pull_requests=_CELL,
        administer=_CELL,
    )
)
CHECKED = _object(
    id=_or_null(ID),
    valid=FLAG,
    reason=TEXT_OR_NULL,
    message=TEXT_OR_NULL,
    user=TEXT_OR_NULL,
    kind=_or_null(KIND),
    name=TEXT_OR_NULL,
    hint=TEXT_OR_NULL,
    expires_at=MAYBE,
    owner=TEXT_OR_NULL,
    grant=_or_null(_one_of("granted", "pending", "denied", "revoked")),
    repository_access=_or_null(REPOSITORY_ACCESS),
    repositories=_or_null(TEXTS),
    permissions=_or_null(LEVELS),
    scopes=_or_null(TEXTS),
)
USER = _object(id=ID, login=TEXT, name=TEXT, email=TEXT_OR_NULL, created_at=INSTANT, suspended_at=MAYBE)
EMAIL = _object(id=TEXT, email=TEXT, primary=FLAG, verified=FLAG, verified_at=MAYBE)
CODE = _object(id=TEXT, email=TEXT, code=TEXT, issued_at=INSTANT, ends_at=INSTANT, minutes=COUNT, tries_left=COUNT)
ORGANIZATION = _object(id=ID, login=TEXT, name=TEXT, created_at=INSTANT)
_MEMBER: Mapping[str, Schema] = {"id": ID, "login": TEXT, "organization": TEXT, "role": _one_of("owner", "member")}
_DAYS = _or_null({"type": "integer", "minimum": 1, "maximum": 366})
_ALLOWED = _one_of("allow", "restrict")
_POLICY: Mapping[str, Schema] = {
    "fine_grained": _ALLOWED,
    "classic": _ALLOWED,
    "approval": _one_of("required", "not-required"),
    "max_lifetime_fine_grained": _DAYS,
    "max_lifetime_classic": _DAYS,
    "sso": _one_of("required", "off"),
}
POLICY = _object(
    id=ID, organization=TEXT, **_POLICY, decided_by=_object(**dict.fromkeys(_POLICY, TEXT)), own=_object(**_POLICY)
)
_DECIDED = _one_of("organizations-decide", "allow", "restrict")
ENTERPRISE_POLICY = _object(
    **{
        **_POLICY,
        "fine_grained": _DECIDED,
        "classic": _DECIDED,
        "approval": _one_of("organizations-decide", "required", "not-required"),
    }
)
_REVIEWED: Mapping[str, Schema] = {
    "id": ID,
    "organization": TEXT,
    "owner": TEXT,
    "token_id": ID,
    "token_name": TEXT,
    "token_expired": FLAG,
    "token_expires_at": MAYBE,
    "token_last_used_at": MAYBE,
    "repository_access": REPOSITORY_ACCESS,
    "repositories": TEXTS,
    "permissions": LEVELS,
}
REQUESTS = _array(_object(**_REVIEWED, reason=TEXT, created_at=INSTANT))
ACTIVE = _array(_object(**_REVIEWED, access_granted_at=INSTANT, access_granted_by=TEXT_OR_NULL))
SESSION = _object(id=ID, organization=TEXT, active=FLAG, opened_at=MAYBE, ends_at=MAYBE)
REPOSITORY = _object(
    id=ID,
    full_name=TEXT,
    owner=TEXT,
    name=TEXT,
    visibility=_one_of("public", "private", "internal"),
    path=TEXT_OR_NULL,
    created_at=INSTANT,
)
ROLE = _one_of("read", "triage", "write", "maintain", "admin")
COLLABORATOR = _object(id=ID, login=TEXT, repository=TEXT, role=ROLE)
KEY = _object(
    id=ID,
    repository=TEXT,
    title=TEXT,
    key=TEXT,
    fingerprint=TEXT,
    read_only=FLAG,
    created_at=INSTANT,
    created_by=TEXT_OR_NULL,
    token=_or_null(_object(kind=KIND, id=ID, name=TEXT)),
)
EVENT = _object(id=ID, created_at=INSTANT, action=TEXT, actor=TEXT, operation_type=TEXT)
"""The fields of the event come besides, by GitHub's names."""
LOG_VERDICT = _object(
    whole=FLAG,
    entries=COUNT,
    fault=_or_null(_one_of("edited", "dropped", "inserted", "moved", "replaced")),
    entry=_or_null(COUNT),
    until=_or_null(COUNT),
    moved_to=_or_null(COUNT),
    unchecked=_or_null(_array(COUNT)),
    sealed_afterwards=COUNT,
    recorded_end=_or_null(COUNT),
    earlier=COUNT,
    restored=_array(_array(COUNT)),
)
UNUSED = _object(
    id=ID, kind=KIND, name=TEXT, user=TEXT, owner=TEXT, created_at=INSTANT, last_used_at=MAYBE, removal_at=INSTANT
)
NOTICE = _object(
    id=ID,
    kind=TEXT,
    user=TEXT,
    email=TEXT_OR_NULL,
    token_kind=KIND,
    token_id=ID,
    token_name=TEXT,
    state=_one_of("waiting", "sent"),
    error=TEXT_OR_NULL,
)
AUTHORIZATION = _object(
    id=ID,
    login=TEXT,
    credential_id=ID,
    credential_type=TEXT,
    programmatic_access_type=TEXT,
    token_last_eight=TEXT,
    credential_authorized_at=INSTANT,
    scopes=TEXTS,
    fingerprint={"type": "null"},
    credential_accessed_at=MAYBE,
    authorized_credential_id=ID,
    authorized_credential_title={"type": "null"},
    authorized_credential_note=TEXT,
    authorized_credential_expires_at=MAYBE,
)
CHECK = _object(
    path=TEXT,
    version=COUNT,
    whole=FLAG,
    integrity=TEXTS,
    foreign_keys=TEXTS,
    rules=TEXTS,
    log=_or_null(LOG_VERDICT),
    log_trouble=TEXT_OR_NULL,
)
_LEFT = _object(**_MEMBER, cancelled_requests=COUNT, revoked_tokens=COUNT, lost_authorizations=COUNT, ended_roles=COUNT)

SCHEMAS: Mapping[str, Schema] = {
    "token create": NEW_TOKEN,
    "token create --classic": NEW_CLASSIC,
    "token list": _array(_object(**_SUMMARY)),
    "token list --classic": _array(_object(**_CLASSIC_SUMMARY)),
    "token show": TOKEN,
    "token show --classic": CLASSIC,
    "token edit": TOKEN,
    "token edit --classic": CLASSIC,
    "token duplicate": NEW_TOKEN,
    "token duplicate --classic": NEW_CLASSIC,
    "token regenerate": NEW_TOKEN,
    "token regenerate --classic": NEW_CLASSIC,
    "token delete": _array(_object(id=ID, name=TEXT, undo_until=INSTANT)),
    "token delete --classic": _array(_object(id=ID, note=TEXT, undo_until=INSTANT)),
    "token undo-delete": _array(TOKEN),
    "token undo-delete --classic": _array(CLASSIC),
    "token revoke-all": _array(_object(id=ID, note=TEXT)),
    "token can": {"anyOf": [VERDICT, MATRIX]},
    "token verify": CHECKED,
    "token use": RECIPES,
    "token link": LINK,
    "token link --classic": LINK,
    "token sso": STANDINGS,
    "token sso --classic": STANDINGS,
    "request list": REQUESTS,
    "request approve": REQUESTS,
    "request deny": REQUESTS,
    "org add": ORGANIZATION,
    "org list": _array(ORGANIZATION),
    "org policy": POLICY,
    "org active": ACTIVE,
    "org revoke": ACTIVE,
    "org member add": _object(**_MEMBER),
    "org members": _array(_object(**_MEMBER)),
    "org member remove": _LEFT,
    "org outside-collaborators": _array(COLLABORATOR),
    "org sso open": SESSION,
    "org sso close": SESSION,
    "org sso status": {"anyOf": [SESSION, _array(SESSION)]},
    "org sso list": _array(AUTHORIZATION),
    "org sso revoke": _array(AUTHORIZATION),
    "enterprise policy": ENTERPRISE_POLICY,
    "repo add": REPOSITORY,
    "repo create": REPOSITORY,
    "repo import": REPOSITORY,
    "repo list": _array(REPOSITORY),
    "repo collaborator add": COLLABORATOR,
    "repo collaborator list": _array(COLLABORATOR),
    "repo collaborator remove": COLLABORATOR,
    "repo key add": KEY,
    "repo key list": _array(KEY),
    "repo key delete": KEY,
    "user add": USER,
    "user list": _array(USER),
    "user suspend": USER,
    "user unsuspend": USER,
    "user email add": EMAIL,
    "user email list": _array(EMAIL),
    "user email primary": EMAIL,
    "user email remove": EMAIL,
    "user verify-email": EMAIL,
    "user verification-code": CODE,
    "log list": _array(EVENT),
    "log export": EVENT,
    "log verify": LOG_VERDICT,
    "prune": _array(UNUSED),
    "notify": _array(NOTICE),
    "db path": _object(path=TEXT, exists=FLAG, bytes=COUNT),
    "db check": CHECK,
    "db backup": _object(path=TEXT, bytes=COUNT, version=COUNT),
    "db restore": _object(path=TEXT, set_aside=TEXT_OR_NULL, version=COUNT, log=_or_null(LOG_VERDICT)),
    "settings list": _array(SETTING),
    "settings keys": _array(ACTION),
}
"""By the command's words; of `log export`, which writes JSON lines, each line."""


def schema_of(name: str) -> Schema:
    """The schema of what the command NAME writes, with its version and id. Raises KeyError."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pat-tui:schema:{VERSION}:{name.replace(' --', '-').replace(' ', '-')}",
        "title": f"pat-tui {name} --json",
        **SCHEMAS[name],
    }
