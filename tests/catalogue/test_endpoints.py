"""The endpoint catalogue: every row is found by its path, and asks for exactly what it says."""

import csv
from importlib.resources import files

import pytest

from pat_tui.catalogue.endpoints import endpoints, routes
from pat_tui.catalogue.permissions import permissions
from pat_tui.catalogue.scopes import scopes
from pat_tui.domain.accounts import AccountKind, Role
from pat_tui.domain.authorization import Allowed, Denied, Owner, Reason, Resource, authorize
from pat_tui.domain.permissions import Group, Level
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.requirements import About, Support
from pat_tui.domain.routes import Endpoint
from tests.domain.credential_worlds import ACME, MONA, acme, app, classic, fine_grained, mona
from tests.worlds import NOW

OPEN = [
    pytest.param(endpoint, id=str(endpoint))
    for endpoint in endpoints()
    if endpoint.requirement.sets and endpoint.requirement.support is Support.YES
]


def _resource(endpoint: Endpoint) -> Resource:
    """What the endpoint is about, private and wide open to its user."""
    match endpoint.requirement.about:
        case About.REPOSITORY:
            return app(Visibility.PRIVATE)
        case About.ORGANIZATION:
            return Resource(acme())
        case About.USER:
            return Resource(mona())
        case About.NOTHING:
            return Resource(Owner(ACME, "acme", AccountKind.ORGANIZATION, role=acme().role))


def _holder(endpoint: Endpoint, held: dict[str, Level]) -> Allowed | Denied:
    owner = MONA if endpoint.requirement.about is About.USER else ACME
    return authorize(fine_grained(held, owner_id=owner), endpoint.requirement, _resource(endpoint), NOW)


def _is_open_to_all(endpoint: Endpoint) -> bool:
    """Whether it shows the public side of an account without any permission: `GET /orgs/{org}/members`."""
    return endpoint.requirement.is_public_read and _resource(endpoint).is_public


def test_all_are_there() -> None:
    """1,201 endpoints."""
    assert len(endpoints()) == 1201


def test_headers_are_the_catalogues() -> None:
    """What an endpoint accepts is written as GitHub writes it, for every row that has a header on record."""
    text = files("pat_tui.catalogue").joinpath("data", "endpoints.csv").read_text(encoding="utf-8")
    recorded = {(row["method"], row["path"]): row["accepted_header"] for row in csv.DictReader(text.splitlines())}
    wrong = {
        str(endpoint): (endpoint.requirement.accepted_permissions, recorded[endpoint.method, endpoint.path])
        for endpoint in endpoints()
        if recorded[endpoint.method, endpoint.path]
        and endpoint.requirement.accepted_permissions != recorded[endpoint.method, endpoint.path]
    }
    assert wrong == {}


def test_found_by_its_path() -> None:
    """A concrete path leads to the endpoint, and its values to its placeholders."""
    for endpoint in endpoints():
        segments = [f"x{n}" if s.startswith("{") else s for n, s in enumerate(endpoint.path.split("/"))]
        match = routes().match(endpoint.method, "/".join(segments))
        assert match is not None
        assert match.endpoint == endpoint
        assert len(match.values) == endpoint.path.count("{")


@pytest.mark.parametrize("endpoint", OPEN)
def test_exactly_what_is_asked_opens_it(endpoint: Endpoint) -> None:
    """Each way by itself opens it; the same without any one permission, or with a lower level of one, does not."""
    sets = endpoint.requirement.sets
    for needed in sets:
        held = dict(needed)
        assert _holder(endpoint, held) == Allowed()
        for slug in held:
            less = {other: level for other, level in held.items() if other != slug}
            if _is_open_to_all(endpoint) or any(set(way) <= set(less.items()) for way in sets):
                continue
            refused = _holder(endpoint, less)
            assert isinstance(refused, Denied)
            assert refused.reason is Reason.PERMISSION
            assert refused.needed == sets


@pytest.mark.parametrize("endpoint", OPEN)
def test_a_level_too_low_is_refused(endpoint: Endpoint) -> None:
    """Read does not open what asks for write, nor write what asks for admin."""
    order = list(Level)
    for needed in endpoint.requirement.sets:
        for slug, level in needed:
            if level is Level.READ:
                continue
            lower = dict(needed) | {slug: order[order.index(level) - 1]}
            if not any(
                all(s in lower and lower[s].includes(asked) for s, asked in way) for way in endpoint.requirement.sets
            ):
                assert isinstance(_holder(endpoint, lower), Denied)


def test_nothing_changes_without_a_right() -> None:
    """A classic token without any scope changes nothing anywhere, and nobody does."""
    for endpoint in endpoints():
        if endpoint.requirement.is_read or endpoint.requirement.is_for_strangers:
            continue
        resource = _resource(endpoint)
        assert isinstance(authorize(classic(), endpoint.requirement, resource, NOW), Denied)
        assert isinstance(authorize(None, endpoint.requirement, resource, NOW), Denied)


def test_one_scope_that_is_asked_for_opens_it() -> None:
    """Each scope of the choice, with those that go with it, opens it to a classic token that sees the resource."""
    for endpoint in endpoints():
        need = endpoint.requirement.scopes
        for scope in need.any_of:
            held = {scope, *need.all_of} | ({"repo"} if endpoint.requirement.about is About.REPOSITORY else set())
            decision = authorize(classic(*sorted(held)), endpoint.requirement, _resource(endpoint), NOW)
            assert not (isinstance(decision, Denied) and decision.reason is Reason.SCOPE), decision


def test_slugs_and_scopes_are_known() -> None:
    """What endpoints ask for exists, but for what only enterprises and apps can hold."""
    of_apps = {"checks", "organization_personal_access_tokens", "organization_personal_access_token_requests"}
    asked = {slug for e in endpoints() for way in e.requirement.sets for slug, _level in way}
    assert {slug for slug in asked - set(permissions()) if not slug.startswith("enterprise")} <= of_apps
    wanted = {scope for e in endpoints() for scope in (*e.requirement.scopes.any_of, *e.requirement.scopes.all_of)}
    assert wanted <= set(scopes())
    assert {permissions()[slug].group for slug in asked & set(permissions())} == set(Group)


def test_revoking_what_was_found_is_for_strangers() -> None:
    """`POST /credentials/revoke` answers to requests without a token, and refuses every token."""
    match = routes().match("POST", "/credentials/revoke")
    assert match is not None
    assert authorize(None, match.endpoint.requirement, Resource(), NOW) == Allowed()
    for credential in (classic("repo", "admin:org"), fine_grained({}, owner_id=MONA)):
        assert authorize(credential, match.endpoint.requirement, Resource(), NOW) == Denied(Reason.UNWANTED)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/orgs/acme/personal-access-tokens"),
        ("POST", "/orgs/acme/personal-access-tokens/7"),
        ("GET", "/orgs/acme/personal-access-token-requests"),
        ("GET", "/orgs/acme/personal-access-token-requests/7/repositories"),
        ("GET", "/orgs/acme/credential-authorizations"),
        ("DELETE", "/orgs/acme/credential-authorizations/7"),
    ],
)
def test_reviews_answer_to_owners_with_admin_org(method: str, path: str) -> None:
    """The reviews of tokens answer to a classic token of an owner with `admin:org`, and to no other."""
    match = routes().match(method, path)
    assert match is not None
    requirement = match.endpoint.requirement
    owner, member = Resource(acme(role=Role.OWNER)), Resource(acme(role=Role.MEMBER))
    assert authorize(classic("admin:org"), requirement, owner, NOW) == Allowed()
    for credential, resource in (
        (classic("repo", "read:org"), owner),
        (classic("admin:org"), member),
        (fine_grained({"organization_administration": Level.WRITE}), owner),
        (None, owner),
    ):
        assert isinstance(authorize(credential, requirement, resource, NOW), Denied)
