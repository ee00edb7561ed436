"""`/api/graphql`, which has no answers here: who asks is authenticated all the same, and told what to ask instead."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pat_tui.domain.authorization import Denied, Reason
from pat_tui.gateway import api_headers
from pat_tui.gateway.gatekeeper import Refused
from pat_tui.gateway.gateway import Gateway
from pat_tui.gateway.responses import Refusal, error, to_api

PATH = "/api/graphql"
_NOT_HERE = (
    "Not Implemented: this gateway has no GraphQL. Ask its REST API under /api/v3, as `gh api` does,"
    " and use git itself to clone."
)


def routes() -> list[BaseRoute]:
    """The one of GraphQL."""
    return [Route(PATH, graphql, methods=["GET", "POST"])]


async def graphql(request: Request) -> Response:
    """501 in the shape of an error of the API; 401 for who has no good token."""
    gateway: Gateway = request.state.gateway
    line = request.scope["state"]["line"]
    line["route"] = PATH
    admitted = gateway.gatekeeper.admit(request.scope["headers"], request.client.host if request.client else "")
    if admitted is None or isinstance(admitted, Refused):
        refusal = Refusal.at_the_door(admitted) if admitted else Refusal(Denied(Reason.NO_CREDENTIAL))
        line["reason"] = refusal.denied.reason.value
        response, headers = to_api(refusal), api_headers.STEADY
    else:
        line |= {"user": admitted.user_login, "token": f"{admitted.kind.value} {admitted.token_id}"}
        response, headers = error(501, _NOT_HERE), api_headers.STEADY | api_headers.of_credential(admitted)
    api_headers.add_missing(response, headers)
    return response
