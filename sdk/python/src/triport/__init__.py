"""Client for the Triport referral programme.

from triport import TriportClient

client = TriportClient(base_url="https://api.triport.io")
code = client.referrals.set_slug(slug="trip-with-me")
print(code["Code"], code["Kind"])  # trip-with-me custom
"""

from . import errors, types
from ._async._client import AsyncTriportClient
from ._async._pages import AsyncPages
from ._events import Attempt
from ._page import Page
from ._sync._client import TriportClient
from ._sync._pages import Pages
from ._values import NOT_GIVEN
from ._version import __version__
from .errors import (
    ApiError,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    HeadersTooLargeError,
    InternalError,
    InvalidAnswerError,
    MethodNotAllowedError,
    MisdirectedRequestError,
    NotFoundError,
    RateLimitedError,
    RequestTimeoutError,
    TransportError,
    TriportError,
    UnauthorizedError,
    UnavailableError,
    UnprocessableError,
)

__all__ = [
    "NOT_GIVEN",
    "ApiError",
    "AsyncPages",
    "AsyncTriportClient",
    "Attempt",
    "BadRequestError",
    "ConflictError",
    "ForbiddenError",
    "HeadersTooLargeError",
    "InternalError",
    "InvalidAnswerError",
    "MethodNotAllowedError",
    "MisdirectedRequestError",
    "NotFoundError",
    "Page",
    "Pages",
    "RateLimitedError",
    "RequestTimeoutError",
    "TransportError",
    "TriportClient",
    "TriportError",
    "UnauthorizedError",
    "UnavailableError",
    "UnprocessableError",
    "__version__",
    "errors",
    "types",
]
