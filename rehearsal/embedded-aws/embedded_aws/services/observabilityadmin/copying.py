"""Copies what a log group gets, as the rules of its organization say."""

import re
import threading
from typing import TYPE_CHECKING, Any

from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles, organizations
from embedded_aws.services.observabilityadmin import models, selection

if TYPE_CHECKING:
    from moto.logs.models import LogsBackend

#: The service that writes, whose role is in the account of the copy.
WRITER = "logs-centralization.observabilityadmin.amazonaws.com"
#: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html
_LONGEST_STREAM = 512

#: Set while a copy is written, which is not copied in turn.
_writing = threading.local()


@evidence("observabilityadmin-copies-new-events", "observabilityadmin-management-is-a-source")
def copy(backend: "LogsBackend", group: str, stream: str, events: list[dict[str, Any]]) -> None:
    """Called with what a stream has just got."""
    if getattr(_writing, "on", False):
        return
    account, region = backend.account_id, backend.region_name
    for rule in models.of_organization(account):
        source = backend.groups[group]
        if selection.selects(rule.rule, account, region, source) and _is_able(rule):
            _writing.on = True
            try:
                _write(rule, (account, region, group), stream, events)
            finally:
                _writing.on = False


@evidence("observabilityadmin-needs-linked-roles")
def _is_able(rule: models.Rule) -> bool:
    account, region = rule.destination()
    management = organizations.management_account_id(rule.account_id) or ""
    return (
        rule.failure() is None
        and linked_roles.exists(management, region, models.PRINCIPAL)
        and linked_roles.exists(account, region, WRITER)
    )


@evidence("observabilityadmin-uses-a-group-that-is-there", "observabilityadmin-stream-has-a-suffix")
def _write(
    rule: models.Rule, source: tuple[str, str, str], stream: str, events: list[dict[str, Any]]
) -> None:
    from moto.logs.models import logs_backends

    account, region = rule.destination()
    backend = logs_backends[account][region]
    name, own = _group_name(rule.rule, source), f"{stream}_{source[0]}_{source[1]}"
    if (account, region, name) == source or len(own) > _LONGEST_STREAM:
        return
    if name not in backend.groups:
        backend.create_log_group(name, {})
    if own not in backend.groups[name].streams:
        backend.create_log_stream(name, own)
    backend.put_log_events(name, own, events)


def _group_name(rule: dict[str, Any], source: tuple[str, str, str]) -> str:
    account, region, group = source
    values = {"source.accountId": account, "source.region": region, "source.logGroup": group}
    logs = rule["Destination"].get("DestinationLogsConfiguration") or {}
    given = (logs.get("LogGroupNameConfiguration") or {}).get("LogGroupNamePattern")
    return re.sub(r"\$\{([\w.]+)\}", lambda found: values[found[1]], given or "${source.logGroup}")
