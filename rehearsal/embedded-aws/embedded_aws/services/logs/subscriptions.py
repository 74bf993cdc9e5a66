"""Subscription filters: what PutSubscriptionFilter refuses, and what functions get of a log group.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

# mypy: disable-error-code="method-assign"

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.services.logs import pattern

if TYPE_CHECKING:
    from moto.logs.models import LogGroup, LogsBackend, LogStream

#: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
FILTERS_PER_GROUP = 2
_PRINCIPAL = "logs.amazonaws.com"


def check(backend: "LogsBackend", group: str, name: str, text: str, destination: str) -> None:
    """:raises JsonRESTError: CloudWatch Logs would refuse the filter."""
    from moto.logs.exceptions import (
        InvalidParameterException,
        LimitExceededException,
        ResourceNotFoundException,
    )

    if group not in backend.groups:
        raise ResourceNotFoundException()
    try:
        pattern.parse(text)
    except pattern.InvalidPattern as cause:
        raise InvalidParameterException(f"Invalid filter pattern: {cause}") from cause
    others = [one for one in backend.groups[group].subscription_filters if one != name]
    if len(others) >= FILTERS_PER_GROUP:
        raise LimitExceededException()
    if _is_function(destination):
        _check_function(backend, group, destination)


@evidence("logs-subscription-function-of-the-same-account")
def _check_function(backend: "LogsBackend", group: str, arn: str) -> None:
    """The function is of the same account and region, and its policy admits the log group."""
    from moto.logs.exceptions import InvalidParameterException

    own = arn.split(":")[3:5] == [backend.region_name, backend.account_id]
    if not own or not _admits(backend.groups[group], arn):
        raise InvalidParameterException(
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs "
            "permission to execute your function."
        )


@evidence("logs-subscription-source-keys")
def _admits(group: "LogGroup", arn: str) -> bool:
    """The policy of a function names CloudWatch Logs, or CloudWatch Logs of the region."""
    names = (_PRINCIPAL, f"logs.{group.region}.amazonaws.com")
    senders = (Sender(name, f"{group.arn}:*", group.account_id) for name in names)
    return any(receivers.admits(arn, sender) for sender in senders)


def _is_function(arn: str) -> bool:
    return arn.split(":")[2:3] == ["lambda"]


def matching(stream: "LogStream", name: str, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events of a stream that the filter of this name is for."""
    text = stream.log_group.subscription_filters[name].filter_pattern
    return [event for event in events if pattern.matches(text, event["message"])]


def deliver(stream: "LogStream", name: str, arn: str, events: list[dict[str, Any]]) -> None:
    """Invokes the function with the events, if its policy still admits the log group.

    https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html
    """
    group = stream.log_group
    if not _admits(group, arn):
        return
    data = {
        "messageType": "DATA_MESSAGE",
        "owner": group.account_id,
        "logGroup": group.name,
        "logStream": stream.log_stream_name,
        "subscriptionFilters": [name],
        "logEvents": [{**event, "id": str(event["id"])} for event in events],
    }
    packed = base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()
    receivers.put(arn, receivers.Message(json.dumps({"awslogs": {"data": packed}})))


def install() -> None:
    from moto.logs.models import LogsBackend, LogStream
    from moto.logs.models import SubscriptionFilter as Filter

    put, send = LogsBackend.put_subscription_filter, LogStream._send_log_events

    def checked_put(
        self: LogsBackend,
        log_group_name: str,
        filter_name: str,
        filter_pattern: str,
        destination_arn: str,
        role_arn: str,
    ) -> None:
        check(self, log_group_name, filter_name, filter_pattern, destination_arn)
        filters = self.groups[log_group_name].subscription_filters
        if _is_function(destination_arn):
            values = (filter_name, log_group_name, filter_pattern, destination_arn, role_arn)
            filters[filter_name] = Filter(*values)
            return
        # moto refuses to replace one of two.
        filters.pop(filter_name, None)
        put(self, log_group_name, filter_name, filter_pattern, destination_arn, role_arn)

    def filtered_send(
        self: LogStream,
        service: str,
        destination_arn: str,
        filter_name: str,
        log_events: list[dict[str, Any]],
    ) -> None:
        chosen = matching(self, filter_name, log_events)
        if not chosen:
            return
        if service == "lambda":
            deliver(self, filter_name, destination_arn, chosen)
        else:
            send(self, service, destination_arn, filter_name, chosen)

    LogsBackend.put_subscription_filter = checked_put
    LogStream._send_log_events = filtered_send
