"""Resolves the intrinsic functions of one template in one stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

import base64
import functools
import ipaddress
import itertools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from embedded_aws.cloudformation.conditions import Conditions
from embedded_aws.cloudformation.errors import ValidationError

#: What AWS::NoValue becomes: the key or list item that holds it is left out.
NO_VALUE = object()

_SUB = re.compile(r"\$\{(!?)([^{}]+)\}")
_DYNAMIC = re.compile(r"\{\{resolve:([a-z0-9-]+):([^{}]+)\}\}")


def as_text(value: Any) -> str:
    """A scalar as CloudFormation writes it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(as_text(item) for item in value)
    return str(value)


class Resolver:
    """Turns a node of a template into plain values.

    ``ref`` answers a resource's physical id, ``get_att`` its attribute,
    ``import_value`` an export, ``dynamic`` a ``{{resolve:service:key}}``; all of
    them raise for a name that they do not know.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        mappings: Mapping[str, Any],
        conditions: Mapping[str, Any],
        region: str,
        *,
        ref: Callable[[str], Any],
        get_att: Callable[[str, str], Any],
        import_value: Callable[[str], str],
        dynamic: Callable[[str, str], str],
    ) -> None:
        self._values = values
        self._mappings = mappings
        self._region = region
        self._ref = ref
        self._get_att = get_att
        self._import_value = import_value
        self._dynamic = dynamic
        self.conditions = Conditions(dict(conditions), self.resolve)
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._fn_ref,
            "Fn::GetAtt": self._fn_get_att,
            "Fn::Sub": self._fn_sub,
            "Fn::Join": self._fn_join,
            "Fn::Select": self._fn_select,
            "Fn::Split": self._fn_split,
            "Fn::If": self._fn_if,
            "Fn::FindInMap": self._fn_find_in_map,
            "Fn::ImportValue": lambda x: self._import_value(str(self.resolve(x))),
            "Fn::GetAZs": self._fn_get_azs,
            "Fn::Base64": lambda x: base64.b64encode(as_text(self.resolve(x)).encode()).decode(),
            "Fn::Cidr": self._fn_cidr,
            "Fn::Length": lambda x: len(self.resolve(x)),
            "Fn::ToJsonString": lambda x: json.dumps(self.resolve(x), separators=(",", ":")),
        }
        for name in ("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not"):
            self._functions[name] = functools.partial(self._fn_condition, name)

    def _fn_condition(self, name: str, argument: Any) -> bool:
        return self.conditions.evaluate({name: argument})

    def resolve(self, node: Any) -> Any:
        """The plain value of ``node``; :data:`NO_VALUE` for AWS::NoValue."""
        if isinstance(node, str):
            return self._resolve_dynamic(node)
        if isinstance(node, list):
            return self._resolve_list(node)
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            name, argument = next(iter(node.items()))
            function = self._functions.get(name)
            if function is not None:
                return function(argument)
            if name.startswith("Fn::"):
                raise ValidationError("Template error: unsupported intrinsic function: " + name)
        resolved = {key: self.resolve(value) for key, value in node.items()}
        return {key: value for key, value in resolved.items() if value is not NO_VALUE}

    def _resolve_list(self, node: list[Any]) -> list[Any]:
        items = [self.resolve(item) for item in node]
        return [item for item in items if item is not NO_VALUE]

    def _resolve_dynamic(self, text: str) -> str:
        if "{{resolve:" not in text:
            return text
        return _DYNAMIC.sub(lambda m: self._dynamic(m.group(1), m.group(2)), text)

    def _fn_ref(self, name: Any) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self._values:
            return self._values[name]
        return self._ref(name)

    def _fn_get_att(self, argument: Any) -> Any:
        if isinstance(argument, str):
            argument = argument.split(".", 1)
        return self._get_att(argument[0], str(self.resolve(argument[1])))

    def _fn_sub(self, argument: Any) -> str:
        own: dict[str, Any] = {}
        if isinstance(argument, list):
            argument, variables = argument
            own = {key: self.resolve(value) for key, value in variables.items()}

        def substitute(match: re.Match[str]) -> str:
            literal, name = match.group(1), match.group(2).strip()
            if literal:
                return "${" + match.group(2) + "}"
            if name in own:
                return as_text(own[name])
            if "." in name:
                return as_text(self._get_att(*name.split(".", 1)))
            return as_text(self._fn_ref(name))

        return self._resolve_dynamic(_SUB.sub(substitute, argument))

    def _fn_join(self, argument: Any) -> str:
        delimiter, items = argument
        resolved = self.resolve(items)
        # The delimiter is a literal: no function stands there.
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-join.html
        if not isinstance(delimiter, str) or not isinstance(resolved, list):
            raise ValidationError(
                "Template error: every Fn::Join object requires two parameters, (1) "
                "a string delimiter and (2) a list of strings to be joined"
            )
        return self._resolve_dynamic(delimiter.join(as_text(x) for x in resolved))

    def _fn_select(self, argument: Any) -> Any:
        index, items = int(self.resolve(argument[0])), self.resolve(argument[1])
        if not 0 <= index < len(items):
            raise ValidationError(
                f"Template error: Fn::Select cannot select nonexistent value at index {index}"
            )
        return items[index]

    def _fn_split(self, argument: Any) -> list[str]:
        return as_text(self.resolve(argument[1])).split(argument[0])

    def _fn_if(self, argument: Any) -> Any:
        holds = self.conditions.holds(argument[0])
        return self.resolve(argument[1] if holds else argument[2])

    def _fn_find_in_map(self, argument: Any) -> Any:
        names = [str(self.resolve(part)) for part in argument[:3]]
        found: Any = self._mappings
        for name in names:
            if not isinstance(found, Mapping) or name not in found:
                default = argument[3] if len(argument) > 3 else {}
                if "DefaultValue" in default:
                    return self.resolve(default["DefaultValue"])
                raise ValidationError(
                    f"Template error: Unable to get mapping for {'::'.join(names)}"
                )
            found = found[name]
        return found

    def _fn_get_azs(self, argument: Any) -> list[str]:
        region = self.resolve(argument) or self._region
        return [f"{region}{zone}" for zone in "abc"]

    def _fn_cidr(self, argument: Any) -> list[str]:
        block, count, bits = (self.resolve(part) for part in argument)
        network = ipaddress.ip_network(block)
        subnets = network.subnets(new_prefix=network.max_prefixlen - int(bits))
        return [str(subnet) for subnet in itertools.islice(subnets, int(count))]
