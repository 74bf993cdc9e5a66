"""The policies of roles in the templates, as they stand there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """Reads short forms of functions, and maps whose keys are not text."""


def _function(loader: Any, suffix: str, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return {f"!{suffix}": loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {f"!{suffix}": loader.construct_sequence(node, deep=True)}
    return {f"!{suffix}": loader.construct_mapping(node, deep=True)}


def _mapping(loader: Any, node: Any) -> dict[str, Any]:
    return {
        str(loader.construct_object(key, deep=True)): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


_Loader.add_multi_constructor("!", _function)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def resources(path: str) -> dict[str, Any]:
    """The resources of a template below ``templates/``."""
    text = (ROOT / "templates" / path).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, _Loader)["Resources"]  # noqa: S506 (a SafeLoader)
    return found


def filled(value: Any, **parameters: str) -> Any:
    """With ``!Sub``, ``!Ref`` and ``!GetAtt X.Arn`` resolved by the parameters."""
    if isinstance(value, list):
        return [one for item in value if (one := filled(item, **parameters)) is not None]
    if not isinstance(value, dict):
        return value
    if set(value) == {"!Sub"}:
        text = value["!Sub"]
        for name, given in parameters.items():
            text = text.replace("${" + name.replace("__", "::") + "}", given)
        return text
    if set(value) == {"!Ref"}:
        return parameters.get(value["!Ref"].replace("::", "__"))
    if set(value) == {"!GetAtt"}:
        return parameters.get(value["!GetAtt"].removesuffix(".Arn"), "arn:aws:none:::none")
    if set(value) == {"!If"}:
        return filled(value["!If"][1], **parameters)
    return {key: filled(one, **parameters) for key, one in value.items()}


def statements(path: str, role: str, **parameters: str) -> list[dict[str, Any]]:
    """The statements of a role's inline policies."""
    properties = resources(path)[role]["Properties"]
    documents = [policy["PolicyDocument"] for policy in properties["Policies"]]
    return [filled(one, **parameters) for document in documents for one in document["Statement"]]


def without(statements: list[dict[str, Any]], action: str) -> list[dict[str, Any]]:
    """The same, less one action; a statement of it alone is gone."""
    found = []
    for statement in statements:
        actions = statement["Action"]
        left = [
            one for one in ([actions] if isinstance(actions, str) else actions) if one != action
        ]
        if left:
            found.append({**statement, "Action": left})
    assert found != statements, f"no statement allows {action}"
    return found


def actions() -> Iterator[str]:
    """Every action that a role's policy in the templates allows."""
    for path in sorted((ROOT / "templates").glob("**/*.yml")):
        if path.name != "_tasks.yml":
            yield from _actions(yaml.load(path.read_text(encoding="utf-8"), _Loader))  # noqa: S506


def _actions(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _actions(one)
    elif isinstance(value, dict):
        if value.get("Effect") == "Allow" and "Principal" not in value:
            named = filled(value.get("Action", []))
            yield from (one for one in ([named] if isinstance(named, str) else named) if ":" in one)
        for one in value.values():
            yield from _actions(one)
