"""What a service's API refuses, as CloudFormation reports it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from embedded_aws.cloudformation.provider import ResourceError

_T = TypeVar("_T")


@contextmanager
def as_resource_error() -> Iterator[None]:
    """Turns moto's API errors into the failure of a resource, under AWS's name."""
    from moto.core.exceptions import ServiceException, _RESTError

    try:
        yield
    except _RESTError as error:
        raise ResourceError(error.error_type, error.message) from error
    except ServiceException as error:
        raise ResourceError(str(error.code), str(error.message)) from error


def reported(method: Callable[..., _T]) -> Callable[..., _T]:
    """:func:`as_resource_error` around a provider's method."""

    @functools.wraps(method)
    def wrapper(*args: Any, **kwargs: Any) -> _T:
        with as_resource_error():
            return method(*args, **kwargs)

    return wrapper
