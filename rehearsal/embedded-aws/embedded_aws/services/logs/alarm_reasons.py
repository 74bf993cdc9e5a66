"""Why an alarm changes its state, in CloudWatch's words.

AWS does not publish the wording; messages of alarms do. An alarm with
DatapointsToAlarm counts "out of the last"; one without does not, whatever state
it comes from.
"""

import json
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from embedded_aws.evidence import evidence

#: What compares a value with the threshold, and how reasons word it.
COMPARISONS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
_TREATED = {"breaching": "Breaching", "notBreaching": "NonBreaching"}
#: As many datapoints and more are not all listed.
_MANY = 5


@dataclass(frozen=True)
class Datapoint:
    """The value of a period that begins at ``start``; None where there are no data."""

    start: datetime
    value: float | None
    samples: float | None = None


@dataclass(frozen=True)
class Rule:
    """What an alarm compares its datapoints with."""

    comparison: str
    threshold: float
    periods: int
    to_alarm: int | None = None
    missing: str | None = None

    @property
    def needed(self) -> int:
        """How many datapoints must breach for the state ALARM."""
        return self.to_alarm or self.periods

    def breached_by(self, value: float) -> bool:
        return self.comparison in COMPARISONS and COMPARISONS[self.comparison][0](
            value, self.threshold
        )


def moment(when: datetime) -> str:
    """As CloudWatch writes moments in its messages."""
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}+0000"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _treated(rule: Rule, missing: int) -> str:
    how = _TREATED.get(rule.missing or "")
    if not missing or how is None:
        return ""
    return f" and {_plural(missing, 'missing datapoint')} {_were(missing)} treated as [{how}]"


@evidence("cloudwatch-reason-wording")
def reason(rule: Rule, state: str, points: Sequence[Datapoint]) -> str:
    """Why an alarm of this rule is in the state.

    :param points: one a period, the newest first.
    """
    missing = sum(point.value is None for point in points)
    if state == "INSUFFICIENT_DATA":
        return (
            f"Insufficient Data: {_plural(len(points), 'datapoint')} {_were(len(points))} unknown."
        )
    if missing == len(points):
        return (
            f"Threshold Crossed: no datapoints were received for {_plural(len(points), 'period')}"
            f"{_treated(rule, missing)}."
        )
    told = [
        point
        for point in points
        if point.value is not None and rule.breached_by(point.value) is (state == "ALARM")
    ]
    return f"Threshold Crossed: {_crossed(rule, state, told, missing, len(points))}."


def _crossed(rule: Rule, state: str, told: Sequence[Datapoint], missing: int, periods: int) -> str:
    counted = _plural(len(told), "datapoint")
    after = ""
    if rule.to_alarm is not None:
        counted = f"{len(told)} out of the last {periods} datapoints"
        least, change = (
            (rule.needed, "OK -> ALARM")
            if state == "ALARM"
            else (periods - rule.needed + 1, "ALARM -> OK")
        )
        after = f" (minimum {_plural(least, 'datapoint')} for {change} transition)"
    negated = "" if state == "ALARM" else "not "
    compared = (
        f"{_were(len(told))} {negated}{COMPARISONS[rule.comparison][1]} the threshold"
        f" ({float(rule.threshold)})"
    )
    values = ", ".join(f"{float(p.value or 0)} ({p.start:%d/%m/%y %H:%M:%S})" for p in told[:_MANY])
    treated = _treated(rule, missing)
    if len(told) < _MANY:
        return f"{counted} [{values}] {compared}{treated}{after}"
    recent = f"The most recent datapoints which crossed the threshold: [{values}]"
    return f"{counted} {compared}{treated}. {recent}{after}"


def _evaluated(point: Datapoint) -> dict[str, Any]:
    found: dict[str, Any] = {"timestamp": moment(point.start)}
    if point.value is not None:
        samples = {} if point.samples is None else {"sampleCount": float(point.samples)}
        found = {**found, **samples, "value": float(point.value)}
    return found


def reason_data(
    rule: Rule,
    points: Sequence[Datapoint],
    asked: datetime,
    statistic: str,
    period: int,
    unit: str | None = None,
) -> str:
    """The same for machines, as JSON.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    """
    known = [point for point in reversed(points) if point.value is not None]
    found: dict[str, Any] = {"version": "1.0", "queryDate": moment(asked)}
    if known:
        found["startDate"] = moment(known[0].start)
    if unit:
        found["unit"] = unit
    found |= {
        "statistic": statistic,
        "period": period,
        "recentDatapoints": [float(point.value or 0) for point in known],
        "threshold": float(rule.threshold),
        "evaluatedDatapoints": [_evaluated(point) for point in points],
    }
    return json.dumps(found, separators=(",", ":"))
