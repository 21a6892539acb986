"""Every error that a call can end with.

TriportError
    ApiError                    the server answered with an error: one class for each status
        BadRequestError         400
        UnauthorizedError       401
        ForbiddenError          403
        NotFoundError           404
        MethodNotAllowedError   405
        ConflictError           409
        MisdirectedRequestError 421
        UnprocessableError      422
        RateLimitedError        429
        HeadersTooLargeError    431
        InternalError           500
        UnavailableError        503
    TransportError              there was no answer
        RequestTimeoutError     not in time
    InvalidAnswerError          there was one, and it is not the API's
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "unknown"
"""The `code` of an error answer that is not the API's own, such as a proxy's page."""


class TriportError(Exception):
    """The base of all of them.

    `code` is the tag, such as `slug_taken`: compare this and nothing else. `triport.types.ErrorCode` lists
    those of the server that are known today. `status` is 0 if there was no answer. `message` is for people
    and may change. `request_id` finds the request in the server's log. `retry_after` is the number of
    seconds to wait, if the server said so. `extra` is what else the answer says, by its names in the API,
    such as `forfeit_micro` with `balance_would_be_forfeited`.
    """

    idempotency_key: str | None = None
    """The key that the call carried, if it moves money: the same call with the same key is safe to repeat."""

    def __init__(
        self,
        *,
        message: str,
        code: str,
        status: int = 0,
        request_id: str | None = None,
        retry_after: float | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        found = f" ({request_id})" if request_id else ""
        super().__init__(f"{status or 'no answer'}, {code}: {message}{found}")
        self.message = message
        self.code = code
        self.status = status
        self.request_id = request_id
        self.retry_after = retry_after
        self.extra: Mapping[str, Any] = extra or {}


class TransportError(TriportError):
    """No answer came (`connection_failed`): the call may or may not have happened."""

    def __init__(self, message: str, *, code: str = "connection_failed") -> None:
        super().__init__(message=message, code=code)


class RequestTimeoutError(TransportError):
    """No complete answer came in time (`timed_out`): the call may or may not have happened."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="timed_out")


class InvalidAnswerError(TriportError):
    """The answer is not the API's (`invalid_answer`): garbled, or from something in between."""

    def __init__(self, message: str, *, status: int, request_id: str | None) -> None:
        super().__init__(message=message, code="invalid_answer", status=status, request_id=request_id)


class ApiError(TriportError):
    """The server answered with an error; those with a status of their own are subclasses."""


class BadRequestError(ApiError):
    """400: something in the request has to be corrected."""


class UnauthorizedError(ApiError):
    """401: no valid session, or no valid operator's token."""


class ForbiddenError(ApiError):
    """403: the CSRF check failed, payouts are frozen, or the operator's role does not allow it."""


class NotFoundError(ApiError):
    """404: there is no such thing, or it is another account's."""


class MethodNotAllowedError(ApiError):
    """405: the address exists, the method does not."""


class ConflictError(ApiError):
    """409: the state of things does not allow it."""


class MisdirectedRequestError(ApiError):
    """421: the server does not answer under this host; see its `TRIPORT_ALLOWED_HOSTS`."""


class UnprocessableError(ApiError):
    """422: the idempotency key was used with another body."""


class RateLimitedError(ApiError):
    """429: too many calls; `retry_after` says how long to wait."""


class HeadersTooLargeError(ApiError):
    """431: the head of the request is too long."""


class InternalError(ApiError):
    """500: the server failed; `request_id` helps its operator."""


class UnavailableError(ApiError):
    """503: the server cannot answer now."""


BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    409: ConflictError,
    421: MisdirectedRequestError,
    422: UnprocessableError,
    429: RateLimitedError,
    431: HeadersTooLargeError,
    500: InternalError,
    503: UnavailableError,
}
