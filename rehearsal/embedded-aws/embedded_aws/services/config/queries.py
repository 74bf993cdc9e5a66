"""Stored queries.

See https://docs.aws.amazon.com/config/latest/APIReference/API_PutStoredQuery.html
"""

import uuid
from typing import TYPE_CHECKING, Any

from embedded_aws.kept import kept
from embedded_aws.services.config import names
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend


def of(backend: "ConfigBackend") -> dict[str, dict[str, Any]]:
    return kept(backend, "stored_queries", dict[str, dict[str, Any]])


def put(backend: "ConfigBackend", query: dict[str, Any]) -> dict[str, Any]:
    """Makes the query, or changes the one of that name."""
    known = of(backend).get(query["QueryName"], {})
    identifier = known.get("QueryId") or f"query-{uuid.uuid4().hex[:17]}"
    arn = names.arn_of(backend, f"stored-query/{query['QueryName']}/{identifier}")
    stored = {**query, "QueryId": identifier, "QueryArn": arn}
    of(backend)[query["QueryName"]] = stored
    return stored


def get(backend: "ConfigBackend", name: str) -> dict[str, Any]:
    """:raises Refused: ResourceNotFoundException."""
    found = of(backend).get(name)
    if found is None:
        raise Refused("ResourceNotFoundException", f"The query {name} does not exist.")
    return found


def delete(backend: "ConfigBackend", name: str) -> None:
    get(backend, name)
    del of(backend)[name]
