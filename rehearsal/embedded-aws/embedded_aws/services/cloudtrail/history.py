"""The event history of an account and region, which needs no trail.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from embedded_aws.paging import page

if TYPE_CHECKING:
    from moto.cloudtrail.responses import CloudTrailResponse

_PAGE = 50
#: What an event can be looked up by, besides by resource, which is not kept here.
_ATTRIBUTES = ("AccessKeyId", "EventId", "EventName", "EventSource", "ReadOnly", "Username")
_history: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)


def keep(account_id: str, region: str, records: list[dict[str, Any]]) -> None:
    _history[account_id, region] += [_event(record) for record in records]


def _event(record: dict[str, Any]) -> dict[str, Any]:
    identity = record.get("userIdentity") or {}
    issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
    told = {
        "EventId": record["eventID"],
        "EventName": record.get("eventName"),
        "EventSource": record.get("eventSource"),
        "ReadOnly": str(record.get("readOnly", False)).lower(),
        "AccessKeyId": identity.get("accessKeyId"),
        "Username": identity.get("userName") or issuer.get("userName"),
        "EventTime": datetime.fromisoformat(record["eventTime"]).timestamp(),
        "CloudTrailEvent": json.dumps(record),
    }
    return {name: value for name, value in told.items() if value is not None}


def _matches(event: dict[str, Any], body: dict[str, Any]) -> bool:
    start, end = body.get("StartTime") or 0, body.get("EndTime") or float("inf")
    if not float(start) <= event["EventTime"] <= float(end):
        return False
    wanted = {a["AttributeKey"]: a["AttributeValue"] for a in body.get("LookupAttributes") or []}
    return all(event.get(name) == wanted[name] for name in _ATTRIBUTES if name in wanted)


def lookup_events(self: "CloudTrailResponse") -> str:
    body = json.loads(self.body)
    known = _history[self.current_account, self.region]
    found = [event for event in reversed(known) if _matches(event, body)]
    events, token = page(found, _PAGE, body.get("MaxResults"), body.get("NextToken"))
    return json.dumps({"Events": events, **({"NextToken": token} if token else {})})
