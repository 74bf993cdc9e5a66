"""A call as authorization sees it, whatever the protocol."""

import functools
import json
import re
from typing import Any
from urllib.parse import unquote

from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model
from moto.utilities.utils import get_partition

from embedded_aws.authorization import reference

_LABEL = re.compile(r"\{(\w+)(\+?)\}")


class Call:
    """Who calls which action with which parameters.

    ``action`` is IAM's name, such as ``lambda:InvokeFunction``; ``operation``
    is the API's, such as ``Invoke``.
    """

    def __init__(self, response: BaseResponse, action: str) -> None:
        self.response = response
        self.action = action
        self.service = action.split(":", 1)[0]
        self.region: str = response.region
        self.account_id: str = response.current_account
        self.partition: str = get_partition(response.region)

    @property
    def operation(self) -> str:
        return self.response._get_action()

    def param(self, *names: str) -> Any:
        """The first of these parameters that the request has, from body, query or path."""
        for name in names:
            for spelled in (name, name[0].lower() + name[1:]):
                value = self._value(spelled)
                if value not in (None, "", []):
                    return value
        return None

    def params(self) -> dict[str, Any]:
        """All parameters that body and query hold."""
        response = self.response
        if response.automated_parameter_parsing:
            return dict(getattr(response, "params", {}))
        try:
            body = json.loads(response.body or "{}")
        except (TypeError, ValueError):
            body = {}
        found = body if isinstance(body, dict) else {}
        return {**{name: value[0] for name, value in response.querystring.items()}, **found}

    @functools.cached_property
    def tags(self) -> dict[str, str]:
        """The tags that the call gives to a resource."""
        given = self.param("Tags", "TagList", "tagList") or {}
        found = given if isinstance(given, dict) else {}
        lists = [given] if isinstance(given, list) else []
        for one in self.param("TagSpecifications", "TagSpecification") or []:
            lists.append(one.get("Tags") or one.get("Tag") or [])
        for listed in lists:
            found |= {str(_of(tag, "Key")): str(_of(tag, "Value") or "") for tag in listed}
        return {str(key): str(value) for key, value in found.items()}

    def arn(self, type_name: str, **variables: str) -> str:
        """The ARN of a resource of the caller's account and region, as the reference forms it.

        :raises KeyError: the action takes no such type, or a variable has no value.
        """
        found = reference.action(self.action)
        types = {one.name: one for one in found.types} if found else {}
        return self.fill(types[type_name], **variables)

    def fill(self, resource_type: reference.ResourceType, **variables: str) -> str:
        """The same for a type."""
        own = {"Partition": self.partition, "Region": self.region, "Account": self.account_id}
        return resource_type.fill(**{**own, **variables})

    def _value(self, name: str) -> Any:
        response = self.response
        if response.automated_parameter_parsing and not hasattr(response, "params"):
            return self._labels().get(name.lower())
        try:
            value = response._get_param(name)
        except (AttributeError, TypeError):
            value = None
        return self._labels().get(name.lower()) if value is None else value

    def _labels(self) -> dict[str, str]:
        """The parameters that the path holds, under their lower-case names."""
        try:
            pattern = _path_pattern(self.response.boto3_service_name, self.operation)
        except Exception:  # an operation that no API model has
            return {}
        match = pattern.match(self.response.path) if pattern else None
        return {k.lower(): unquote(v) for k, v in match.groupdict().items()} if match else {}


def _of(tag: dict[str, Any], name: str) -> Any:
    return next((value for key, value in tag.items() if key.lower() == name.lower()), None)


@functools.lru_cache(maxsize=4096)
def _path_pattern(service: str, operation: str) -> re.Pattern[str] | None:
    """What a path of the operation looks like; None for one whose path holds nothing."""
    uri = get_service_model(service).operation_model(operation).http.get("requestUri", "/")
    path = uri.split("?", 1)[0]
    if "{" not in path:
        return None
    form, at = "", 0
    for label in _LABEL.finditer(path):
        form += re.escape(path[at : label.start()])
        form += f"(?P<{label[1]}>{'.+' if label[2] else '[^/]+'})"
        at = label.end()
    return re.compile(f"^{form}{re.escape(path[at:])}/?$")
