"""Which function calls, by the access key of its session."""

_owners: dict[str, str] = {}


def note(access_key_id: str, function_arn: str) -> None:
    _owners[access_key_id] = function_arn


def function_of(access_key_id: str | None) -> str | None:
    """The ARN of the function whose session has this key."""
    return _owners.get(access_key_id or "")
