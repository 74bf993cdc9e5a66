"""Records an API call where a trail delivers it: in the log group of the trail's owner."""

import json
import time
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws import control
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations, roles
from embedded_aws.services.cloudtrail import history, trails
from embedded_aws.services.cloudtrail.checks import PRINCIPAL

if TYPE_CHECKING:
    from moto.cloudtrail.models import Trail


def put_records(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{accountId, region, records, identified?}`` or ``record`` for one.

    Account and region of the records are set, and time and id unless they are
    ``identified``. Answers the log groups that got them, of every logging trail that
    covers the account and region. The account's own event history has them in any case.
    """

    account_id, region = body["accountId"], body["region"]
    given = body.get("records") or [body["record"]]
    known = body.get("identified") is True
    records = [_completed(record, account_id, region, known=known) for record in given]
    history.keep(account_id, region, records)
    return {"deliveries": [_deliver(t, account_id, records) for t in _trails(account_id, region)]}


def _completed(
    record: dict[str, Any], account_id: str, region: str, *, known: bool
) -> dict[str, Any]:
    identity = {
        "eventID": str(uuid.uuid4()),
        "eventTime": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    place = {"awsRegion": region, "recipientAccountId": account_id}
    return {**record, **place, **({} if known else identity)}


def _trails(account_id: str, region: str) -> list[Any]:
    from moto.cloudtrail.models import cloudtrail_backends

    visible = trails.visible(cloudtrail_backends[account_id][region])
    return [t for t in visible if t.status.is_logging and t.cw_log_group_arn]


@evidence("cloudtrail-logs-role-without-source-keys")
def _deliver(trail: "Trail", account_id: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html"""
    from moto.logs.models import logs_backends

    _, _, _, region, owner, _, group, _ = trail.cw_log_group_arn.split(":")
    stream = f"{account_id}_CloudTrail_{trail.region_name}"
    if trail.is_org_trail and account_id != trail.account_id:
        stream = f"{organizations.organization_id(account_id)}_{stream}"
    found = {"trailArn": trail.arn, "logGroup": group, "logStream": stream}
    resource = f"{trail.cw_log_group_arn.removesuffix(':*')}:log-stream:{stream}"
    backend = logs_backends[owner][region]
    allowed = all(
        roles.service_may(trail.cw_role_arn, PRINCIPAL, action, resource)
        for action in ("logs:CreateLogStream", "logs:PutLogEvents")
    )
    if not allowed or group not in backend.groups:
        return {**found, "outcome": "refused"}
    if stream not in backend.groups[group].streams:
        backend.create_log_stream(group, stream)
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": json.dumps(record)} for record in records]
    backend.put_log_events(group, stream, events)
    return {**found, "outcome": "delivered"}


ROUTES: tuple[control.Route, ...] = (("POST", "/cloudtrail/records", put_records),)
