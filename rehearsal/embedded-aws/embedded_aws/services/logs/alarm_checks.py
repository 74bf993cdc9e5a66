"""What PutMetricAlarm refuses.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

from collections.abc import Iterable

from embedded_aws.evidence import evidence

_SHORT_PERIODS = (10, 20, 30)
_HOUR, _DAY, _WEEK = 3600, 86_400, 604_800


def actions(region: str, listed: Iterable[str]) -> None:
    """:raises ValidationError: an action is in another region."""
    from moto.cloudwatch.exceptions import ValidationError

    for action in listed:
        found = action.split(":")[3] if action.count(":") >= 5 else ""
        if found not in ("", region):
            raise ValidationError(f"Invalid region {found} specified. Only {region} is supported.")


@evidence("cloudwatch-alarm-periods")
def periods(period: int, count: int, to_alarm: int | None) -> None:
    """:raises ValidationError: CloudWatch does not evaluate such periods."""
    from moto.cloudwatch.exceptions import ValidationError

    if period and period not in _SHORT_PERIODS and period % 60:
        raise ValidationError("Period must be 10, 20, 30 or a multiple of 60")
    if to_alarm and to_alarm > count:
        raise ValidationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    words, most = ("a day", _DAY) if period < _HOUR else ("a week", _WEEK)
    if period * count > most:
        raise ValidationError(
            f"Metrics cannot be checked across more than {words} "
            f"(EvaluationPeriods * Period must be <= {most})"
        )
