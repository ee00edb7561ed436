"""Errors of the API beyond refusals: what is wrong with a request that would be let through."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from pat_tui.domain.errors import AlreadyDecided, Forbidden, InvalidInput, NotFound, PatTuiError

VALIDATION_FAILED = "Validation Failed"
Errors = Sequence[Mapping[str, str]]
"""GitHub's `errors`: `resource`, `field`, `code`, and for the code `custom` a `message`."""


class ApiError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, errors: Errors = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors


def not_found() -> ApiError:
    """What is asked for is not there."""
    return ApiError(404, "Not Found")


def invalid(resource: str, field: str, code: str, message: str = "") -> ApiError:
    """FIELD of RESOURCE will not do; CODE is one of GitHub's."""
    error = {"resource": resource, "field": field, "code": code}
    return ApiError(422, VALIDATION_FAILED, [error | ({"message": message} if message else {})])


def of(error: PatTuiError, resource: str) -> ApiError | None:
    """What ERROR of a use case is on the API, about RESOURCE; None for one that is nobody's fault."""
    match error:
        case InvalidInput():
            details = [
                {"resource": resource, "code": "custom", "field": field, "message": message}
                for field, message in error.errors.items()
            ]
            return ApiError(422, VALIDATION_FAILED, details)
        case AlreadyDecided():
            return invalid(resource, "id", "unprocessable", str(error))
        case NotFound():
            return not_found()
        case Forbidden():
            return ApiError(403, str(error))
    return None


def response(error: ApiError, documentation_url: str) -> Response:
    """ERROR as GitHub shapes it; `status` is a string there."""
    body: dict[str, Any] = {"message": error.message}
    if error.errors:
        body["errors"] = list(error.errors)
    body |= {"documentation_url": documentation_url, "status": str(error.status)}
    return JSONResponse(body, error.status)
