"""Every command once: how it succeeds, and how it ends with each exit code that it can end with."""

from dataclasses import dataclass

MAKE = "token create --name ci"
MAKE_CLASSIC = "token create --classic --note hub --scope repo"
EVE = "user add eve --email eve@example.com"
SSO = "org policy octo-labs --sso required"
KEY = "repo key add mona/app --title mirror --key {folder}/id.pub"


@dataclass(frozen=True)
class Case:
    """Words of the command line, in which {folder} is a folder of the test's own. Empty: there is no such way."""

    done: str
    before: tuple[str, ...] = ()
    """Commands that make what it needs. Whatever the last one wrote is what it reads from standard input."""
    refused: str = ""
    missing: str = ""
    forbidden: str = ""
    opens: bool = True
    """Whether it opens the store, and so can have trouble with it."""


CASES = {
    "token create": Case(MAKE, (EVE,), "token create --name ''", "", "--as eve token create --name ci"),
    "token create --classic": Case(
        MAKE_CLASSIC, (EVE,), "token create --classic --note ''", "", "--as eve token create --classic --note ci"
    ),
    "token list": Case("token list", (MAKE,), "token list --fail-if-any", "token list --owner gone"),
    "token list --classic": Case("token list --classic", (MAKE_CLASSIC,), "token list --classic --fail-if-any"),
    "token show": Case("token show ci", (MAKE, "token create --name 1"), "token show 1", "token show gone"),
    "token show --classic": Case("token show --classic hub", (MAKE_CLASSIC,), "", "token show --classic gone"),
    "token edit": Case(
        "token edit ci --description x",
        (MAKE,),
        "token edit ci --name ''",
        "token edit gone --name x",
    ),
    "token edit --classic": Case(
        "token edit --classic hub --scope gist",
        (MAKE_CLASSIC,),
        "token edit --classic hub --note ''",
        "token edit --classic gone --note x",
    ),
    "token duplicate": Case(
        "token duplicate ci --name copy",
        (MAKE,),
        "token duplicate ci --name ci",
        "token duplicate gone --name copy",
    ),
    "token duplicate --classic": Case(
        "token duplicate --classic hub --note copy",
        (MAKE_CLASSIC,),
        "token duplicate --classic hub --note hub",
        "token duplicate --classic gone --note copy",
    ),
    "token regenerate": Case(
        "token regenerate ci", (MAKE,), "token regenerate ci --expires 9999d", "token regenerate gone"
    ),
    "token regenerate --classic": Case(
        "token regenerate --classic hub",
        (MAKE_CLASSIC,),
        "token regenerate --classic hub --expires 2001-01-01",
        "token regenerate --classic gone",
    ),
    "token delete": Case("token delete ci --yes", (MAKE,), "", "token delete gone --yes"),
    "token delete --classic": Case(
        "token delete --classic hub --yes", (MAKE_CLASSIC,), "", "token delete --classic gone --yes"
    ),
    "token undo-delete": Case("token undo-delete", (MAKE, "token delete ci --yes"), "", "token undo-delete gone"),
    "token undo-delete --classic": Case(
        "token undo-delete --classic",
        (MAKE_CLASSIC, "token delete --classic hub --yes"),
        "",
        "token undo-delete --classic gone",
    ),
    "token revoke-all": Case(
        "token revoke-all --classic --confirm mona", (MAKE_CLASSIC,), "token revoke-all --classic --confirm hubot"
    ),
    "token can": Case(
        "token can ci GET /repos/mona/app",
        ("token create --name ci --all-repos --permission contents=read",),
        "token can ci push mona/app",
        "token can gone push mona/app",
    ),
    "token verify": Case("token verify", (MAKE,), "token verify --refuse"),
    "token use": Case("token use ci", (MAKE,), "", "token use gone"),
    "token link": Case("token link ci", (MAKE,), "", "token link gone"),
    "token link --classic": Case("token link --classic hub", (MAKE_CLASSIC,), "", "token link --classic gone"),
    "token sso": Case(
        "token sso ci --authorize octo-labs",
        (SSO, "org sso open octo-labs", f"{MAKE} --owner octo-labs"),
        "",
        "token sso gone",
    ),
    "token sso --classic": Case(
        "token sso --classic hub --authorize octo-labs",
        (SSO, "org sso open octo-labs", MAKE_CLASSIC),
        "",
        "token sso --classic gone",
    ),
    "request list": Case(
        "--as hubot request list --org acme",
        (f"{MAKE} --owner acme",),
        "",
        "request list --org gone",
        "request list --org acme",
    ),
    "request approve": Case(
        "--as hubot request approve 1", (f"{MAKE} --owner acme",), "", "request approve 99", "request approve 1"
    ),
    "request deny": Case(
        "--as hubot request deny 1 --reason no", (f"{MAKE} --owner acme",), "", "request deny 99", "request deny 1"
    ),
    "org add": Case("org add labs", (), "org add acme"),
    "org list": Case("org list"),
    "org policy": Case(
        "org policy octo-labs --max-lifetime-classic 30",
        (),
        "org policy octo-labs --max-lifetime-classic 999",
        "org policy gone",
        "org policy acme --sso required",
    ),
    "org active": Case(
        "org active octo-labs", (f"{MAKE} --owner octo-labs",), "", "org active gone", "org active acme"
    ),
    "org revoke": Case(
        "org revoke octo-labs ci",
        (f"{MAKE} --owner octo-labs",),
        "",
        "org revoke octo-labs gone",
        "org revoke acme ci",
    ),
    "org members": Case("org members acme", (), "", "org members gone", "org members stranger-org"),
    "org member add": Case(
        "org member add octo-labs hubot --role member",
        (),
        "",
        "org member add octo-labs gone",
        "org member add acme hubot",
    ),
    "org member remove": Case(
        "org member remove octo-labs hubot",
        (),
        "",
        "org member remove octo-labs gone",
        "org member remove acme hubot",
    ),
    "org outside-collaborators": Case(
        "org outside-collaborators octo-labs",
        (EVE, "repo add octo-labs/lab2", "repo collaborator add octo-labs/lab2 eve --role read"),
        "",
        "org outside-collaborators gone",
        "org outside-collaborators acme",
    ),
    "org sso open": Case("org sso open octo-labs", (SSO,), "", "org sso open gone"),
    "org sso close": Case("org sso close octo-labs", (SSO, "org sso open octo-labs"), "", "org sso close gone"),
    "org sso status": Case("org sso status", (SSO, "org sso open octo-labs"), "", "org sso status gone"),
    "org sso list": Case(
        "org sso list octo-labs",
        (SSO, "org sso open octo-labs", f"{MAKE} --owner octo-labs"),
        "",
        "org sso list gone",
        "org sso list acme",
    ),
    "org sso revoke": Case(
        "org sso revoke octo-labs 1",
        (SSO, "org sso open octo-labs", f"{MAKE} --owner octo-labs"),
        "",
        "org sso revoke octo-labs 99",
        "org sso revoke acme 1",
    ),
    "enterprise policy": Case(
        "enterprise policy --approval required",
        (),
        "enterprise policy --max-lifetime-classic 999",
        "",
        "--as hubot enterprise policy --approval required",
    ),
    "repo add": Case("repo add mona/new", (), "repo add mona/app", "repo add gone/new", "repo add acme/new"),
    "repo create": Case(
        "repo create mona/new", (), "repo create mona/..", "repo create gone/new", "repo create acme/new"
    ),
    "repo import": Case(
        "repo import {folder}/work.git --name mona/new",
        (),
        "repo import {folder} --name mona/new",
        "",
        "repo import {folder}/work.git --name acme/new",
    ),
    "repo list": Case("repo list"),
    "repo collaborator add": Case(
        "repo collaborator add mona/app hubot --role read",
        (),
        "",
        "repo collaborator add mona/app gone --role read",
        "repo collaborator add acme/api hubot --role read",
    ),
    "repo collaborator list": Case(
        "repo collaborator list mona/app",
        ("repo collaborator add mona/app hubot --role read",),
        "",
        "repo collaborator list mona/gone",
        "repo collaborator list acme/api",
    ),
    "repo collaborator remove": Case(
        "repo collaborator remove mona/app hubot",
        ("repo collaborator add mona/app hubot --role read",),
        "",
        "repo collaborator remove mona/gone hubot",
        "repo collaborator remove acme/api hubot",
    ),
    "repo key add": Case(
        KEY,
        (),
        "repo key add mona/app --title '' --key {folder}/id.pub",
        "repo key add mona/gone --title x --key {folder}/id.pub",
        "repo key add acme/api --title x --key {folder}/id.pub",
    ),
    "repo key list": Case("repo key list mona/app", (KEY,), "", "repo key list mona/gone", "repo key list acme/api"),
    "repo key delete": Case("repo key delete 1", (KEY,), "", "repo key delete 99"),
    "user add": Case(EVE, (), "user add mona --email other@example.com"),
    "user list": Case("user list"),
    "user suspend": Case("user suspend hubot", (), "", "user suspend gone", "--as hubot user suspend mona"),
    "user unsuspend": Case(
        "user unsuspend hubot", ("user suspend hubot", EVE), "", "user unsuspend gone", "--as eve user unsuspend hubot"
    ),
    "user email add": Case("user email add other@example.com", (), "user email add nowhere"),
    "user email list": Case("user email list"),
    "user email primary": Case(
        "user email primary mona@example.com",
        ("user email add other@example.com",),
        "user email primary other@example.com",
        "user email primary gone@example.com",
    ),
    "user email remove": Case(
        "user email remove other@example.com",
        ("user email add other@example.com",),
        "user email remove mona@example.com",
        "user email remove gone@example.com",
    ),
    "user verify-email": Case(
        "user verify-email mona@example.com",
        ("user email add other@example.com",),
        "user verify-email other@example.com --code 000000",
        "user verify-email gone@example.com",
    ),
    "user verification-code": Case(
        "user verification-code other@example.com",
        ("user email add other@example.com",),
        "",
        "user verification-code gone@example.com",
    ),
    "log list": Case("log list", (MAKE,), "", "log list --org gone", "log list --org acme"),
    "log export": Case("log export", (MAKE,), "log export --output {folder}/id.pub", "log export --org gone"),
    "log verify": Case("log verify", (MAKE,)),
    "log new-key": Case("log new-key", (), "", ""),
    "prune": Case("prune"),
    "notify": Case("notify"),
    "serve": Case("", (), ""),
    "db path": Case("db path", opens=False),
    "db check": Case("db check", (MAKE,)),
    "db backup": Case("db backup {folder}/copy.db", (MAKE,), "db backup {folder}/id.pub"),
    "db restore": Case(
        "db restore {folder}/copy.db --yes",
        (MAKE, "db backup {folder}/copy.db"),
        "db restore {store} --yes",
        "db restore {folder}/gone.db --yes",
        opens=False,
    ),
    "settings list": Case("settings list", opens=False),
    "settings path": Case("settings path", opens=False),
    "settings init": Case("settings init", opens=False),
    "settings keys": Case("settings keys", opens=False),
    "completion": Case("completion bash", opens=False),
    "schema": Case("schema", (), "", "schema gone", opens=False),
}
"""By the command's words, with `--classic` where that is another command."""
