"""Properties of CloudFormation in the terms of Config's API."""

from typing import Any

from embedded_aws.cloudformation.provider import Request

_BOOLEANS = ("allSupported", "includeGlobalResourceTypes")


def lower_first(value: Any) -> Any:
    """The recorder's API begins its names in lower case, CloudFormation does not."""
    if isinstance(value, list):
        return [lower_first(v) for v in value]
    if not isinstance(value, dict):
        return value
    lowered = {k[:1].lower() + k[1:]: lower_first(v) for k, v in value.items()}
    # Templates write booleans as text, too.
    return {k: str(v).lower() == "true" if k in _BOOLEANS else v for k, v in lowered.items()}


def tags_of(request: Request) -> list[dict[str, str]]:
    own = {t["Key"]: t["Value"] for t in request.properties.get("Tags") or []}
    return [{"Key": k, "Value": v} for k, v in {**request.stack_tags, **own}.items()]
