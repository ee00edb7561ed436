"""`pat-tui serve`: the gateway, in which tokens serve in place of a password."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pat_tui.cli.output import say, write
from pat_tui.cli.session import Session
from pat_tui.domain.errors import StoreError
from pat_tui.i18n import _

if TYPE_CHECKING:
    from pat_tui.gateway.server import Tls

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    short_help=_("Serve git and the API to tokens."),
    help=_(
        "Serve repositories to git, and the API, where tokens stand in place of a password. The address goes to"
        " standard output, a JSON line for each request to standard error. SIGTERM lets requests end first."
    ),
)
@click.option(
    "--host", metavar="HOST", default="127.0.0.1", show_default=True, help=_("Any other than this machine needs TLS.")
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8020,
    show_default=True,
    help=_("Where to listen; 0 is any that is free."),
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help=_("Processes."))
@click.option("--tls-cert", type=_FILE, metavar="FILE", help=_("A certificate, in PEM."))
@click.option("--tls-key", type=_FILE, metavar="FILE", help=_("Its key, in PEM."))
@click.option("--tls-self-signed", is_flag=True, help=_("Make a certificate, and say how git and gh trust it."))
@click.option("--log", type=_FILE, metavar="FILE", help=_("Where the lines about requests go."))
@click.pass_obj
def serve(
    session: Session,
    host: str,
    port: int,
    workers: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    tls_self_signed: bool,
    log: Path | None,
) -> None:
    """Serve until a signal."""
    if (tls_cert is None) is not (tls_key is None) or (tls_self_signed and tls_cert):
        raise click.UsageError(_("Give --tls-cert and --tls-key together, or --tls-self-signed alone."))
    from pat_tui.gateway.config import GatewayConfig
    from pat_tui.gateway.server import Listening, Tls
    from pat_tui.gateway.server import serve as serve_gateway

    with session.open() as services:
        store = services.settings.store
        tls = Tls(tls_cert, tls_key) if tls_cert and tls_key else None
        if tls_self_signed:
            tls = _self_signed(store.parent, host)
        config = GatewayConfig(
            store,
            not services.settings.demo,
            log,
            services.settings.log,
            log_key=None if services.settings.demo else services.settings.log_key,
            repositories=services.settings.repositories,
        )
        serve_gateway(
            config, Listening(host, port, tls), workers, lambda address: _announce(address, tls_self_signed, tls)
        )


def _self_signed(folder: Path, host: str) -> "Tls":
    from pat_tui.gateway.server import Tls
    from pat_tui.gateway.tls import self_signed

    try:
        made = self_signed(folder, host)
    except OSError as error:
        raise StoreError(_("The certificate cannot be made: {reason}.").format(reason=error)) from error
    return Tls(made.certificate, made.key)


def _announce(address: str, is_self_signed: bool, tls: "Tls | None") -> None:
    write(address)
    if is_self_signed and tls is not None:
        host = _reached_as(address.removeprefix("https://"))
        say(_("The certificate is in {path}. To trust it:").format(path=tls.certificate))
        say(f"  git config --global http.https://{host}/.sslCAInfo {tls.certificate}")
        say(f"  SSL_CERT_FILE={tls.certificate} GH_HOST={host} GH_ENTERPRISE_TOKEN=... gh api user")


def _reached_as(authority: str) -> str:
    """AUTHORITY as others write it: this machine's name in place of the address that stands for all of its own."""
    from socket import gethostname

    host, colon, port = authority.rpartition(":")
    return f"{gethostname() if host in {'0.0.0.0', '[::]'} else host}{colon}{port}"  # noqa: S104 -- compared only
