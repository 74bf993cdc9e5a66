"""Schedule expressions that PutRule accepts.

Cron and rate as https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
describes them. What it does not mention is rejected: small letters, leading zeros, more
than one space.
"""

import re
from dataclasses import dataclass

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence

_RATE = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)")
_CRON = re.compile(r"cron\(([^ ]+(?: [^ ]+){5})\)")
_LENGTH = 256
_STRICT = belief("events-schedule-unmentioned-forms")


@dataclass(frozen=True)
class _Field:
    """One of the six fields of a cron expression."""

    least: int
    most: int
    names: str = ""
    #: What else it may be, as a regular expression.
    special: str = r"(?!)"
    steps: bool = True
    #: A range may run over the end, as in hours 20-2.
    wraps: bool = True

    def accepts(self, text: str) -> bool:
        items = text.split(",")
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
        alone = len(items) == 1 or not any(c in item for item in items for c in "?#")
        return alone and all(self._item(item) for item in items)

    def _item(self, item: str) -> bool:
        if re.fullmatch(self.special, item):
            return True
        value, slash, step = item.partition("/")
        if slash and not (self.steps and step.isdecimal() and 1 <= int(step) <= self.most):
            return False
        if value == "*":
            return True
        bounds = [self._number(one) for one in value.split("-")]
        known = [one for one in bounds if one is not None]
        if len(known) != len(bounds) or len(bounds) > 2:
            return False
        return self.wraps or known == sorted(known)

    def _number(self, text: str) -> int | None:
        names = self.names.split()
        if text in names:
            return names.index(text) + self.least
        number = int(text) if re.fullmatch(r"0|[1-9]\d{0,3}", text) else -1
        return number if self.least <= number <= self.most else None


_DAYS = "SUN MON TUE WED THU FRI SAT"
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_DAY = f"([1-7]|{_DAYS.replace(' ', '|')})"
_FIELDS = (
    _Field(0, 59),
    _Field(0, 23),
    _Field(1, 31, special=r"\?|L|LW|([1-9]|[12]\d|3[01])W"),
    _Field(1, 12, _MONTHS),
    _Field(1, 7, _DAYS, rf"\?|L|{_DAY}L|{_DAY}#[1-5]", steps=False),
    _Field(1970, 2199, wraps=False),
)


@evidence("events-schedule-expressions", "events-schedule-unmentioned-forms")
def accepted(expression: str) -> bool:
    """PutRule accepts the expression; it answers "Parameter ScheduleExpression is not valid."

    to others, as LocalStack recorded (tests/aws/services/events/test_events_schedule.py).
    """
    if len(expression) > _LENGTH:
        return False
    if not _STRICT.holds:
        expression = _plain(expression)
    cron = _CRON.fullmatch(expression)
    return _cron(cron.group(1).split(" ")) if cron else bool(_RATE.fullmatch(expression))


def _plain(expression: str) -> str:
    """The same schedule without what AWS's page does not mention."""
    kind, bracket, rest = expression.partition("(")
    inner = re.sub(r"\b0+(?=\d)", "", " ".join(rest.split()))
    return f"{kind}{bracket}{inner.upper() if kind == 'cron' else inner.lower()}"


def _cron(fields: list[str]) -> bool:
    if not all(one.accepts(text) for one, text in zip(_FIELDS, fields, strict=True)):
        return False
    # Days of the month exclude days of the week, and the other way round.
    return (fields[2] == "?") != (fields[4] == "?")
