"""The published schema of every resource type, as cfn-lint ships them.

Files are read directly: importing cfn-lint takes over a second.
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

import functools
import importlib.metadata
import json
import runpy
from pathlib import Path
from typing import Any

import jsonschema

from embedded_aws.cloudformation.coercion import coerce
from embedded_aws.cloudformation.patterns import for_python
from embedded_aws.cloudformation.violations import describe

_ALWAYS_KNOWN = frozenset(
    {
        "AWS::CloudFormation::CustomResource",
        "AWS::CloudFormation::WaitCondition",
        "AWS::CloudFormation::WaitConditionHandle",
        "AWS::CDK::Metadata",
    }
)
_POINTER = "/properties/"


@functools.cache
def _folder() -> Path:
    distribution = importlib.metadata.distribution("cfn-lint")
    return Path(str(distribution.locate_file("cfnlint/data/schemas")))


@functools.cache
def _types(region: str) -> dict[str, str]:
    """Type name to the hash that names its schema file."""
    module = _folder() / "providers" / f"{region.replace('-', '_')}.py"
    types: dict[str, str] = runpy.run_path(str(module))["types"]
    return types


@functools.cache
def _schema_of(digest: str) -> "ResourceSchema":
    path = _folder() / "resources" / f"{digest}.json"
    return ResourceSchema(json.loads(path.read_text(encoding="utf-8")))


def is_custom(type_name: str) -> bool:
    return type_name.startswith("Custom::") or type_name == "AWS::CloudFormation::CustomResource"


def schema_for(type_name: str, region: str) -> "ResourceSchema | None":
    """The schema of the type in the region; None for custom and unknown types."""
    if is_custom(type_name):
        return None
    digest = _types(region).get(type_name)
    return _schema_of(digest) if digest else None


def is_known(type_name: str, region: str) -> bool:
    return is_custom(type_name) or type_name in _ALWAYS_KNOWN or type_name in _types(region)


class ResourceSchema:
    """One resource type: what it takes, what it answers, what replaces it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document = for_python(document)
        self.type_name: str = document["typeName"]
        self.properties: dict[str, Any] = document.get("properties", {})
        self.read_only = _names(document.get("readOnlyProperties"))
        self.create_only = _names(document.get("createOnlyProperties"))
        self.primary_identifier = _names(document.get("primaryIdentifier"))
        self._validator = jsonschema.Draft7Validator(document)

    @property
    def name_property(self) -> str | None:
        """The writable property that is the identifier, such as RoleName."""
        if len(self.primary_identifier) != 1:
            return None
        name = self.primary_identifier[0]
        return None if name in self.read_only else name

    @property
    def max_name_length(self) -> int:
        definition = self.properties.get(self.name_property or "", {})
        return int(definition.get("maxLength", 255))

    @property
    def tag_property(self) -> str | None:
        """The property that takes a list of Key and Value, if there is one."""
        tagging = self.document.get("tagging", {})
        if tagging.get("taggable") is False:
            return None
        name = str(tagging.get("tagProperty", "/properties/Tags")).rsplit("/", 1)[-1]
        is_list = self.properties.get(name, {}).get("type") == "array"
        return name if is_list else None

    def has_attribute(self, name: str) -> bool:
        """Whether Fn::GetAtt may ask for it."""
        head = name.split(".", 1)[0]
        return (
            name in self.read_only
            or head in self.read_only
            or any(known.split(".", 1)[0] == head for known in self.read_only)
            or head in self.properties
            # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
            or head == "Outputs"
        )

    def coerced(self, properties: dict[str, Any]) -> dict[str, Any]:
        """Scalars in the type that the schema asks for, as CloudFormation does."""
        result: dict[str, Any] = coerce(properties, self.document, self.document)
        return result

    def violations(self, properties: dict[str, Any]) -> list[str]:
        """What is wrong, in CloudFormation's words; empty when valid."""
        found = [
            f"#: Encountered unsupported property {name}"
            for name in sorted(set(properties) & set(self.read_only))
            if name not in self.create_only
        ]
        errors = sorted(self._validator.iter_errors(properties), key=lambda e: e.json_path)
        return found + [text for error in errors for text in describe(error)]

    def needs_replacement(self, old: dict[str, Any], new: dict[str, Any]) -> bool:
        """Whether the change touches a property that only create can set."""
        return any(_at(old, path) != _at(new, path) for path in self.create_only)


def _names(pointers: list[str] | None) -> list[str]:
    return [
        pointer.removeprefix(_POINTER).replace("/", ".")
        for pointer in pointers or []
        if pointer.startswith(_POINTER)
    ]


def _at(properties: Any, path: str) -> Any:
    for part in path.split("."):
        if part == "*":
            return properties
        if not isinstance(properties, dict):
            return None
        properties = properties.get(part)
    return properties
