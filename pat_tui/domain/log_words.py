"""Entries of the security log in words."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pat_tui.domain.security_log import LogEntry, operation_type
from pat_tui.i18n import _

_NAMES = ("user_programmatic_access_name", "oauth_access_name", "token_name", "note", "name")
"""Fields that may hold what a token is called."""


def sentence(entry: LogEntry) -> str:
    """What happened, in one sentence without the actor. An action that nobody foresaw is told by its name."""
    texts = {name: _text(value) for name, value in entry.fields.items()}
    token = next((texts[name] for name in _NAMES if texts.get(name)), "?")
    known = defaultdict(lambda: "?", texts, token=token)
    words = _sentences().get(entry.action)
    if words is None:
        return _readable(entry.action)
    return words.format_map(known)


def _sentences() -> Mapping[str, str]:
    of_tokens = {
        "create": _("Created the token “{token}”"),
        "update": _("Changed the token “{token}”: {pat_field_changed}"),
        "destroy": _("Deleted the token “{token}”"),
        "destroy_undone": _("Brought the deleted token “{token}” back"),
        "credential_regenerated": _("Regenerated the token “{token}”"),
        "credential_revoked": _("Revoked the token “{token}”"),
        "access_granted": _("Granted the token “{token}” access to {org}"),
        "access_revoked": _("Revoked the access of the token “{token}” to {org}"),
        "request_created": _("Requested access to {org} for the token “{token}”"),
        "request_cancelled": _("Cancelled the request of the token “{token}” to {org}"),
        "request_denied": _("Denied the token “{token}” access to {org}"),
        "access_restriction_enabled": _("Restricted access by tokens"),
        "access_restriction_disabled": _("Allowed access by tokens"),
        "auto_approve_grant_requests_enabled": _("Tokens no longer need approval"),
        "auto_approve_grant_requests_disabled": _("Tokens need approval"),
        "expiration_limit_set": _("Limited the lifetime of tokens to {expiration_limit} days"),
        "expiration_limit_unset": _("Took the limit on the lifetime of tokens away"),
    }
    classic = {
        "create": _("Created the token (classic) “{token}”"),
        "update": _("Changed the token (classic) “{token}”"),
        "regenerate": _("Regenerated the token (classic) “{token}”"),
        "revoke": _("Revoked the token (classic) “{token}”"),
        "destroy": _("Deleted the token (classic) “{token}”"),
        "destroy_undone": _("Brought the deleted token (classic) “{token}” back"),
    }
    return {
        **{f"personal_access_token.{verb}": words for verb, words in of_tokens.items()},
        **{f"oauth_access.{verb}": words for verb, words in classic.items()},
        "user.create": _("Added the user {user}"),
        "user.suspend": _("Suspended the user {user}"),
        "user.unsuspend": _("Ended the suspension of the user {user}"),
        "user.add_email": _("Added the address {email}"),
        "user.remove_email": _("Removed the address {email}"),
        "user.change_primary_email": _("Made {email} the primary address"),
        "user.request_email_verification": _("Asked for a code to verify {email}"),
        "user.verify_email": _("Verified the address {email}"),
        "user.fail_email_verification": _("Tried a wrong code for {email}"),
        "public_key.create": _("Added the deploy key “{title}” to {repo}"),
        "public_key.delete": _("Deleted the deploy key “{title}” of {repo}"),
        "org.sso_response": _("Opened a session with {org} for single sign-on"),
        "org.sso_session_closed": _("Ended the session with {org} for single sign-on"),
        "org.create": _("Created the organization {org}"),
        "org.add_member": _("Added {user} to {org} as {permission}"),
        "org.update_member": _("Made {user} {permission} of {org}"),
        "org.remove_member": _("Removed {user} from {org}"),
        "oauth_authorization.destroy": _("Ended the authorization of the token (classic) “{token}”"),
        "store.restore": _("Restored the store from the copy {backup}"),
        "repo.create": _("Created the repository {repo}"),
        "repo.destroy": _("Deleted the repository {repo}"),
        "repo.add_member": _("Added {user} to the repository {repo} with the role {permission}"),
        "repo.remove_member": _("Removed {user} from the repository {repo}"),
        "repo.update_member": _("Gave {user} the role {permission} in the repository {repo}"),
        "org_credential_authorization.grant": _("Authorized the token “{token}” for single sign-on to {org}"),
        "org_credential_authorization.deauthorize": _("Ended the authorization of the token “{token}” for {org}"),
        "org_credential_authorization.revoke": _("Revoked the authorization of the token “{token}” for {org}"),
    }


def _readable(action: str) -> str:
    noun, _dot, verb = action.rpartition(".")
    words = verb.replace("_", " ")
    return f"{noun.replace('_', ' ')}: {words}" if noun else words


def field_lines(entry: LogEntry) -> Iterator[tuple[str, str]]:
    """Each field in words: what it is called, and what it says. What has no words keeps GitHub's name."""
    labels = _labels()
    yield _("Operation"), operation_type(entry.action)
    for name in sorted(entry.fields, key=lambda name: _place(name, list(labels))):
        value = entry.fields[name]
        text = _VALUES[name]().get(value, _text(value)) if name in _VALUES and isinstance(value, str) else _text(value)
        yield labels.get(name, name), text or _("none")


def _place(name: str, known: Sequence[str]) -> tuple[int, str]:
    return (known.index(name) if name in known else len(known)), name


def _labels() -> Mapping[str, str]:
    return {
        "user": _("User"),
        "org": _("Organization"),
        "business": _("Enterprise"),
        "repo": _("Repository"),
        "user_programmatic_access_name": _("Token"),
        "user_programmatic_access_id": _("Token id"),
        "programmatic_access_type": _("Kind of token"),
        "user_programmatic_access_request_id": _("Request id"),
        "pat_field_changed": _("Changed"),
        "repository_selection": _("Repository access"),
        "repositories": _("Repositories"),
        "permissions": _("Permissions"),
        "permission": _("Role"),
        "visibility": _("Visibility"),
        "expiration_limit": _("Maximum lifetime in days"),
        "policy": _("Policy"),
        "explanation": _("Explanation"),
        "backup": _("Copy"),
        "set_aside": _("Set aside as"),
        "lost_entries": _("Entries lost"),
        "hashed_token": _("Hash of the token"),
        "token_scopes": _("Scopes"),
    }


def _selections() -> Mapping[str, str]:
    return {
        "none": _("Public repositories"),
        "all": _("All repositories"),
        "subset": _("Only select repositories"),
    }


_VALUES: Mapping[str, Callable[[], Mapping[str, str]]] = {"repository_selection": _selections}


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
