"""Helps providers that make their resource through the service's own API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from embedded_aws import application
from embedded_aws.cloudformation.provider import NotFound, Request, ResourceError

_GONE = frozenset(
    {
        "404",
        "NoSuchBucket",
        "NoSuchBucketPolicy",
        "NoSuchEntity",
        "NotFound",
        "NotFoundException",
        "ResourceNotFound",
        "ResourceNotFoundException",
        "AWS.SimpleQueueService.NonExistentQueue",
        "QueueDoesNotExist",
        "RepositoryNotFoundException",
    }
)


@contextmanager
def client(service: str, request: Request) -> Iterator[Any]:
    """A client in the stack's account and region.

    :raises NotFound: when the service says that the resource is not there.
    :raises ResourceError: with the name and wording of any other refusal.
    """
    with application.client(service, request.account_id, request.region) as found:
        try:
            yield found
        except ClientError as error:
            code = error.response["Error"]["Code"]
            message = error.response["Error"].get("Message", "")
            # EC2 has one for each kind of resource, such as InvalidVpcID.NotFound.
            if code in _GONE or code.endswith(".NotFound"):
                raise NotFound(message) from error
            raise ResourceError(code, message) from error


@contextmanager
def strict_client(service: str, request: Request) -> Iterator[Any]:
    """As :func:`client`, where something missing is a refusal: for ``create``."""
    try:
        with client(service, request) as found:
            yield found
    except NotFound as error:
        cause = error.__cause__
        assert isinstance(cause, ClientError)
        raise ResourceError(cause.response["Error"]["Code"], str(error)) from error


def pick(properties: dict[str, Any], *names: str) -> dict[str, Any]:
    """Those of the properties that are set."""
    return {name: properties[name] for name in names if name in properties}


def tags(request: Request, own: Any = None) -> dict[str, str]:
    """The stack's tags and the resource's own, which win.

    Without ``aws:cloudformation:*``: only AWS itself may set tags of that kind.
    """
    stack = {k: v for k, v in request.stack_tags.items() if not k.startswith("aws:")}
    if isinstance(own, dict):
        return {**stack, **own}
    return {**stack, **{tag["Key"]: tag.get("Value", "") for tag in own or []}}


def as_list(value: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": item} for key, item in value.items()]
