"""FilterLogEvents by the patterns that metric filters have; moto knows terms and phrases only.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
"""

from embedded_aws.services.logs import pattern


class MessageFilter:
    """In the place of moto's, which matches everything by a pattern that it does not know."""

    def __init__(self, text: str | None) -> None:
        from moto.logs.exceptions import InvalidParameterException

        try:
            self._matches = pattern.parse(text) if text else None
        except pattern.InvalidPattern as cause:
            raise InvalidParameterException(f"Invalid filter pattern: {cause}") from cause

    def matches(self, message: str) -> bool:
        return self._matches is None or self._matches(message)


def install() -> None:
    from moto.logs import models

    models.EventMessageFilter = MessageFilter  # type: ignore[assignment,misc]
