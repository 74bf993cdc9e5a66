"""What one account has of Batch in one region, as the API describes it."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moto.batch.models import BatchBackend, batch_backends
from moto.utilities.utils import get_partition

from embedded_aws.services.identity.gate import Refusal

if TYPE_CHECKING:
    from embedded_aws.services.batch.jobs import Job

#: Held over every look at jobs and every change of their states, everywhere.
LOCK = threading.RLock()


@dataclass
class State:
    """Resources by their ARN; jobs by their id, children among them."""

    account_id: str
    region: str
    environments: dict[str, dict[str, Any]] = field(default_factory=dict)
    queues: dict[str, dict[str, Any]] = field(default_factory=dict)
    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Revisions that stay active when their stack has gone on to another one.
    kept: set[str] = field(default_factory=set)
    jobs: "dict[str, Job]" = field(default_factory=dict)

    @property
    def backend(self) -> BatchBackend:
        """moto's, which keeps tags and scheduling policies."""
        return batch_backends[self.account_id][self.region]

    def arn(self, kind: str, name: str) -> str:
        partition = get_partition(self.region)
        return f"arn:{partition}:batch:{self.region}:{self.account_id}:{kind}/{name}"

    def tag(self, arn: str, tags: dict[str, str] | None) -> None:
        if tags:
            self.backend.tag_resource(arn, tags)

    def tags(self, arn: str) -> dict[str, str]:
        return self.backend.list_tags_for_resource(arn)


def of(account_id: str, region: str) -> State:
    backend = batch_backends[account_id][region]
    # On the back end, so that a reset of moto forgets it.
    return backend.__dict__.setdefault("state", State(account_id, region))  # type: ignore[no-any-return]


def refused(message: str) -> Refusal:
    """What Batch answers whatever is wrong with a request."""
    return Refusal("ClientException", message)


def invalid(message: str) -> Refusal:
    """What Batch answers to what it found wrong with the values."""
    return refused(f"Error executing request, Exception : {message}")


def found(table: dict[str, dict[str, Any]], kind: str, name_or_arn: str) -> dict[str, Any]:
    """One of the resources.

    :raises Refusal: ClientException when there is none.
    """
    by_arn = table.get(name_or_arn)
    if by_arn is not None:
        return by_arn
    for arn, resource in table.items():
        if arn.split("/", 1)[1] == name_or_arn:
            return resource
    raise invalid(f"{kind} {name_or_arn} does not exist")


def selected(table: dict[str, dict[str, Any]], wanted: list[str] | None) -> list[dict[str, Any]]:
    """Those that are asked for, by name or ARN; all when none is."""
    return [
        resource
        for arn, resource in table.items()
        if not wanted or arn in wanted or arn.split("/", 1)[1] in wanted
    ]
