"""Reads a template: YAML with the short forms of the functions, or JSON.

Refuses what CloudFormation refuses before it looks at a resource.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

import functools
import json
import re
from dataclasses import dataclass
from typing import Any

import yaml

from embedded_aws.cloudformation.errors import ValidationError

MAX_INLINE_BYTES = 51_200
MAX_URL_BYTES = 1_048_576
MAX_RESOURCES = 500
MAX_PARAMETERS = 200
MAX_OUTPUTS = 200
MAX_DESCRIPTION_BYTES = 1024

SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)
_LOGICAL_ID = re.compile(r"^[A-Za-z0-9]+$")
_BASE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# PyYAML has no types, and its build decides which loader there is.
class _Loader(_BASE_LOADER):  # type: ignore[misc, valid-type]
    """YAML as CloudFormation reads it."""


# An unquoted date is a string to CloudFormation, most of all the format version.
_Loader.yaml_implicit_resolvers = {
    first: [entry for entry in entries if entry[0] != "tag:yaml.org,2002:timestamp"]
    for first, entries in _BASE_LOADER.yaml_implicit_resolvers.items()
}


def _short_form(loader: Any, suffix: str, node: Any) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix in ("Ref", "Condition"):
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)


@dataclass(frozen=True)
class Template:
    """A parsed template. Shared between stacks: its dicts are read-only."""

    body: str
    document: dict[str, Any]

    def section(self, name: str) -> dict[str, Any]:
        return self.document.get(name) or {}

    @property
    def resources(self) -> dict[str, Any]:
        return self.section("Resources")

    @property
    def outputs(self) -> dict[str, Any]:
        return self.section("Outputs")

    @property
    def description(self) -> str | None:
        return self.document.get("Description")

    def changes_something(self, other: "Template") -> bool:
        """False when only descriptions or the template's metadata differ."""
        return _effective(self.document) != _effective(other.document)


def _effective(document: dict[str, Any]) -> dict[str, Any]:
    skipped = ("Description", "Metadata", "AWSTemplateFormatVersion")
    return {key: value for key, value in document.items() if key not in skipped}


def check_inline_size(body: str) -> None:
    """:raises ValidationError: when the body must be given as TemplateURL."""
    if len(body.encode()) > MAX_INLINE_BYTES:
        raise ValidationError(
            f"1 validation error detected: Value '{body[:100]}...' at 'templateBody' "
            "failed to satisfy constraint: Member must have length less than or "
            f"equal to {MAX_INLINE_BYTES}"
        )


def check_url_size(body: str) -> None:
    """:raises ValidationError: when the object at TemplateURL is over 1 MB."""
    if len(body.encode()) > MAX_URL_BYTES:
        raise ValidationError(f"Template may not exceed {MAX_URL_BYTES} bytes in size.")


# The same body is deployed to hundreds of (account, region) pairs.
@functools.lru_cache(maxsize=256)
def parse(body: str) -> Template:
    """:raises ValidationError: "Template format error: ..." as CloudFormation."""
    document = _load(body)
    if not isinstance(document, dict):
        raise ValidationError("Template format error: unsupported structure.")
    _check(document)
    return Template(body, document)


def _load(body: str) -> Any:
    try:
        if body.lstrip().startswith("{"):
            return json.loads(body)
        return yaml.load(body, Loader=_Loader)  # noqa: S506 a safe loader
    except json.JSONDecodeError as error:
        raise ValidationError(
            f"Template format error: JSON not well-formed. (line {error.lineno}, "
            f"column {error.colno})"
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise ValidationError(f"Template format error: YAML not well-formed.{where}") from error


def _check(document: dict[str, Any]) -> None:
    unknown = sorted(str(key) for key in document if key not in SECTIONS)
    if unknown:
        raise ValidationError(
            "Invalid template property or properties [" + ", ".join(unknown) + "]"
        )
    version = document.get("AWSTemplateFormatVersion", "2010-09-09")
    if version != "2010-09-09":
        raise ValidationError(
            "Template format error: Unsupported version: "
            f"{version}. Supported versions: [2010-09-09]"
        )
    description = document.get("Description")
    if description is not None and not isinstance(description, str):
        raise ValidationError("Template format error: Description must be a string literal.")
    if description and len(description.encode()) > MAX_DESCRIPTION_BYTES:
        raise ValidationError(
            f"Template format error: Description length exceeds {MAX_DESCRIPTION_BYTES} bytes"
        )
    if not document.get("Resources"):
        raise ValidationError(
            "Template format error: At least one Resources member must be defined."
        )
    _check_counts(document)
    _check_resources(document["Resources"])


def _check_counts(document: dict[str, Any]) -> None:
    limits = (
        ("Resources", "resources", MAX_RESOURCES),
        ("Parameters", "parameters", MAX_PARAMETERS),
        ("Outputs", "outputs", MAX_OUTPUTS),
    )
    for section, noun, limit in limits:
        count = len(document.get(section) or {})
        if count > limit:
            raise ValidationError(
                f"Template format error: Number of {noun}, {count}, is greater than "
                f"maximum allowed, {limit}"
            )


def _check_resources(resources: Any) -> None:
    if not isinstance(resources, dict):
        raise ValidationError("Template format error: Invalid Resources section.")
    for logical_id, resource in resources.items():
        if not _LOGICAL_ID.match(str(logical_id)):
            raise ValidationError(
                f"Template format error: Resource name {logical_id} is non alphanumeric."
            )
        if not isinstance(resource, dict) or "Type" not in resource:
            raise ValidationError(
                "Template format error: [/Resources/"
                f"{logical_id}] Every Resources object must contain a Type member."
            )
