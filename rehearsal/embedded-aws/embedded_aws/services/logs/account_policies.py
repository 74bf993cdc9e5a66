"""Policies of an account for its log groups, which moto lacks: they are kept and listed.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
"""

import json
import time
from typing import Any

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.kept import kept

_Policies = dict[tuple[str, str], dict[str, Any]]

#: Of each type, what its criteria may select by.
_CRITERIA = {
    "DATA_PROTECTION_POLICY": None,
    "FIELD_INDEX_POLICY": "LogGroupNamePrefix",
    "METRIC_EXTRACTION_POLICY": None,
    "RETENTION_POLICY": "LogGroupNamePrefix",
    "SUBSCRIPTION_FILTER_POLICY": "LogGroupName NOT IN",
    "TRANSFORMER_POLICY": "LogGroupNamePrefix",
}


def _policies(response: Any) -> _Policies:
    found: _Policies = kept(response.logs_backend, "account_policies", dict)
    return found


def _type_of(response: Any) -> str:
    kind: str = response._get_param("policyType")
    if kind not in _CRITERIA:
        raise Refusal("InvalidParameterException", f"Unknown policyType {kind}", 400)
    return kind


@evidence("logs-account-policy-criteria")
def _put(self: Any) -> str:
    kind, name = _type_of(self), self._get_param("policyName")
    criteria = self._get_param("selectionCriteria")
    allowed = _CRITERIA[kind]
    if criteria and (allowed is None or not criteria.startswith(allowed)):
        raise Refusal("InvalidParameterException", f"Criteria not supported by {kind}", 400)
    try:
        json.loads(self._get_param("policyDocument"))
    except ValueError as cause:
        raise Refusal("InvalidParameterException", "policyDocument is not JSON", 400) from cause
    policy = {
        "policyName": name,
        "policyDocument": self._get_param("policyDocument"),
        "lastUpdatedTime": int(time.time() * 1000),
        "policyType": kind,
        "scope": "ALL",
        "accountId": self.current_account,
    }
    if criteria:
        policy["selectionCriteria"] = criteria
    _policies(self)[kind, name] = policy
    return json.dumps({"accountPolicy": policy})


def _describe(self: Any) -> str:
    kind, name = _type_of(self), self._get_param("policyName")
    found = [
        policy
        for (of_kind, of_name), policy in _policies(self).items()
        if of_kind == kind and name in (None, of_name)
    ]
    return json.dumps({"accountPolicies": found})


def _delete(self: Any) -> str:
    kind, name = _type_of(self), self._get_param("policyName")
    if _policies(self).pop((kind, name), None) is None:
        raise Refusal("ResourceNotFoundException", f"Policy {name} does not exist", 400)
    return ""


def _inherited(describe: Any) -> Any:
    """Log groups report that a policy of their account masks what they hold."""

    def describe_log_groups(self: Any) -> str:
        answer = json.loads(describe(self))
        if any(kind == "DATA_PROTECTION_POLICY" for kind, _ in _policies(self)):
            for group in answer["logGroups"]:
                group["inheritedProperties"] = ["ACCOUNT_DATA_PROTECTION"]
        return json.dumps(answer)

    return describe_log_groups


def install() -> None:
    from moto.logs.responses import LogsResponse

    responses: Any = LogsResponse
    responses.describe_log_groups = _inherited(LogsResponse.describe_log_groups)
    responses.put_account_policy = _put
    responses.describe_account_policies = _describe
    responses.delete_account_policy = _delete
