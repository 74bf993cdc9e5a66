"""Rules that mute the actions of alarms, which moto lacks: they are kept and listed.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
"""

from datetime import datetime, timezone
from typing import Any

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.kept import kept
from embedded_aws.paging import page

_PAGE = 50


def _rules(response: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = kept(response.cloudwatch_backend, "mute_rules", dict)
    return found


@evidence("cloudwatch-mute-rule-needs-its-alarms")
def _put(self: Any) -> Any:
    from moto.core.responses import EmptyResult

    name = self._get_param("Name")
    targets = self._get_param("MuteTargets") or {}
    missing = set(targets.get("AlarmNames") or []) - set(self.cloudwatch_backend.alarms)
    if missing:
        raise Refusal("ValidationError", f"Alarms do not exist: {', '.join(sorted(missing))}", 400)
    backend = self.cloudwatch_backend
    _rules(self)[name] = {
        "Name": name,
        "AlarmMuteRuleArn": (
            f"arn:{backend.partition}:cloudwatch:{backend.region_name}:{backend.account_id}"
            f":alarm-mute-rule:{name}"
        ),
        "Description": self._get_param("Description"),
        "Rule": self._get_param("Rule"),
        "MuteTargets": targets,
        "Status": "SCHEDULED",
        "LastUpdatedTimestamp": datetime.now(timezone.utc),
    }
    return EmptyResult()


def _get(self: Any) -> Any:
    from moto.core.responses import ActionResult

    name = self._get_param("AlarmMuteRuleName")
    if name not in _rules(self):
        raise Refusal("ResourceNotFoundException", f"Mute rule {name} does not exist", 404)
    return ActionResult(_rules(self)[name])


def _list(self: Any) -> Any:
    from moto.core.responses import ActionResult

    alarm, statuses = self._get_param("AlarmName"), self._get_param("Statuses")
    found = [
        {key: rule[key] for key in ("AlarmMuteRuleArn", "Status", "LastUpdatedTimestamp")}
        for rule in _rules(self).values()
        if alarm is None or alarm in rule["MuteTargets"].get("AlarmNames", [])
        if not statuses or rule["Status"] in statuses
    ]
    try:
        shown, following = page(
            found, _PAGE, self._get_param("MaxRecords"), self._get_param("NextToken")
        )
    except ValueError as cause:
        raise Refusal("InvalidNextToken", "Invalid NextToken", 400) from cause
    return ActionResult({"AlarmMuteRuleSummaries": shown, "NextToken": following})


def _delete(self: Any) -> Any:
    from moto.core.responses import EmptyResult

    # The API lists no error for a name without a rule.
    _rules(self).pop(self._get_param("AlarmMuteRuleName"), None)
    return EmptyResult()


def install() -> None:
    from moto.cloudwatch.responses import CloudWatchResponse

    responses: Any = CloudWatchResponse
    responses.put_alarm_mute_rule = _put
    responses.get_alarm_mute_rule = _get
    responses.list_alarm_mute_rules = _list
    responses.delete_alarm_mute_rule = _delete
