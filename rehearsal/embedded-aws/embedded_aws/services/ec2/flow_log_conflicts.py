"""CreateFlowLogs beside flow logs that exist: all of a call, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence

_ONE_TO_A_DESTINATION = belief("ec2-one-flow-log-to-a-destination")
_DEFAULTS = {"log_destination_type": "cloud-watch-logs", "max_aggregation_interval": 600}
_DESTINATION = ("log_group_name", "log_destination")
_SETTINGS = ("traffic_type", "max_aggregation_interval", "log_format")


def _goes_there(flow_log: Any, resource_id: str, given: dict[str, Any]) -> bool:
    same = all(getattr(flow_log, name) == given[name] for name in _DESTINATION)
    return same and flow_log.resource_id == resource_id


def _has_settings(flow_log: Any, given: dict[str, Any]) -> bool:
    def asked(name: str) -> Any:
        return given[name] if given[name] is not None else _DEFAULTS.get(name)

    return all(asked(name) in (None, getattr(flow_log, name)) for name in _SETTINGS)


def _check(backend: Any, given: dict[str, Any]) -> None:
    """:raises EC2ClientError: a resource is not there, or has such a flow log"""
    from moto.ec2.exceptions import FlowLogAlreadyExists

    for resource_id in given["resource_ids"]:
        if given["resource_type"] == "VPC":
            backend.get_vpc(resource_id)
        if any(_goes_there(one, resource_id, given) for one in backend.flow_logs.values()):
            raise FlowLogAlreadyExists


@contextmanager
@evidence("ec2-one-flow-log-to-a-destination")
def beside_others(backend: Any, given: dict[str, Any]) -> Iterator[None]:
    """Creates nothing of a call that is refused for one resource; moto creates the first."""
    others: dict[str, Any] = {}
    if not _ONE_TO_A_DESTINATION.holds:
        others = {
            id_: one for id_, one in backend.flow_logs.items() if not _has_settings(one, given)
        }
    for id_ in others:
        del backend.flow_logs[id_]
    try:
        _check(backend, given)
        yield
    finally:
        backend.flow_logs.update(others)
