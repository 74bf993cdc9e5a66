"""What becomes of an account, as CloudTrail sends it to EventBridge.

An event of AWS itself in the management account's us-east-1, where Organizations lives.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
"""

import uuid
from typing import Any

from moto.core.utils import utcnow

from embedded_aws.delivery.events import emit, now

_REGION = "us-east-1"


def _stamp() -> str:
    """As the examples have it: ``Sep 6, 2026 9:07:05 PM``."""
    moment = utcnow()
    hour = moment.hour % 12 or 12
    return f"{moment:%b} {moment.day}, {moment.year} {hour}:{moment:%M:%S %p}"


def _tell(management_account_id: str, name: str, details: dict[str, Any]) -> None:
    detail = {
        "eventVersion": "1.08",
        "userIdentity": {"accountId": management_account_id, "invokedBy": "AWS Internal"},
        "eventTime": now(),
        "eventSource": "organizations.amazonaws.com",
        "eventName": name,
        "awsRegion": _REGION,
        "sourceIPAddress": "AWS Internal",
        "userAgent": "AWS Internal",
        "requestParameters": None,
        "responseElements": None,
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsServiceEvent",
        "managementEvent": True,
        "recipientAccountId": management_account_id,
        "serviceEventDetails": details,
        "eventCategory": "Management",
    }
    kind = "AWS Service Event via CloudTrail"
    emit(management_account_id, _REGION, "aws.organizations", kind, detail)


def account_created(management_account_id: str, request: dict[str, Any]) -> None:
    """``CreateAccountResult``, also of a request that failed; names are hidden as on AWS."""
    stamp = _stamp()
    status = {
        "id": request["Id"],
        "state": request["State"],
        "accountName": "****",
        "requestedTimestamp": stamp,
        "completedTimestamp": stamp,
    }
    if request["State"] == "SUCCEEDED":
        status["accountId"] = request["AccountId"]
    else:
        status["failureReason"] = request["FailureReason"]
    _tell(management_account_id, "CreateAccountResult", {"createAccountStatus": status})


def account_closed(management_account_id: str, account_id: str) -> None:
    """``CloseAccountResult``."""
    stamp = _stamp()
    status = {
        "accountId": account_id,
        "state": "SUCCEEDED",
        "requestedTimestamp": stamp,
        "completedTimestamp": stamp,
    }
    _tell(management_account_id, "CloseAccountResult", {"closeAccountStatus": status})
