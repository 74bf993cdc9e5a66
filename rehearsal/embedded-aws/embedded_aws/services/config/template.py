"""The rules that the template of a conformance pack describes.

Knows the few intrinsic functions that packs use.
See https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
"""

import json
from typing import Any

import yaml

_NO_VALUE = object()
#: https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
_TYPES = ("AWS::Config::ConfigRule", "AWS::Config::RemediationConfiguration")


class TemplateError(ValueError):
    """The template is none, or speaks of what is not there."""


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """YAML with CloudFormation's short forms, where no key is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise TemplateError(f"Template has the key {key} twice: again in line {line}")
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _short_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _short_form)


def _load(text: str) -> dict[str, Any]:
    try:
        loaded = yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        raise TemplateError(f"Template is not well-formed: {error}") from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("Resources"), dict):
        raise TemplateError("Template has no Resources")
    return loaded


class _Resolver:
    def __init__(self, template: dict[str, Any], values: dict[str, str]) -> None:
        self.conditions = template.get("Conditions") or {}
        declared = template.get("Parameters") or {}
        if unknown := sorted(set(values) - set(declared)):
            raise TemplateError(f"Parameters {unknown} do not exist in the template")
        self.values = {n: p.get("Default") for n, p in declared.items()} | values

    def resolve(self, node: Any) -> Any:
        if isinstance(node, list):
            return [r for r in map(self.resolve, node) if r is not _NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            name, argument = next(iter(node.items()))
            if name == "Ref":
                return self._ref(argument)
            if name == "Fn::If":
                chosen = argument[1] if self.holds({"Condition": argument[0]}) else argument[2]
                return self.resolve(chosen)
        resolved = {k: self.resolve(v) for k, v in node.items()}
        return {k: v for k, v in resolved.items() if v is not _NO_VALUE}

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name not in self.values:
            return f"${{{name}}}" if name.startswith("AWS::") else name
        if self.values[name] is None:
            raise TemplateError(f"Parameters: [{name}] must have values")
        return self.values[name]

    def holds(self, node: Any) -> bool:
        name, argument = next(iter(node.items()))
        match name:
            case "Condition":
                return self.holds(self.conditions[argument])
            case "Fn::Not":
                return not self.holds(argument[0])
            case "Fn::And":
                return all(map(self.holds, argument))
            case "Fn::Or":
                return any(map(self.holds, argument))
            case "Fn::Equals":
                left, right = map(self.resolve, argument)
                return str(left) == str(right)
        raise TemplateError(f"Condition {name} is not known")


def rules_of(text: str, values: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Logical id to the definition of each AWS::Config::ConfigRule.

    :raises TemplateError: no template, or a parameter without a value.
    """
    template = _load(text)
    resolver = _Resolver(template, values)
    found = {}
    for logical, resource in template["Resources"].items():
        condition = resource.get("Condition")
        if condition and not resolver.holds({"Condition": condition}):
            continue
        if resource.get("Type") not in _TYPES:
            raise TemplateError(
                f"{logical} is of the type {resource.get('Type')}: use one of {', '.join(_TYPES)}"
            )
        if resource["Type"] != _TYPES[0]:
            continue
        definition = resolver.resolve(resource.get("Properties") or {})
        parameters = definition.get("InputParameters")
        if isinstance(parameters, dict):
            shown = {k: str(v) for k, v in parameters.items()}
            definition["InputParameters"] = json.dumps(shown)
        found[logical] = definition
    if not found:
        raise TemplateError("Template has no rule")
    return found
