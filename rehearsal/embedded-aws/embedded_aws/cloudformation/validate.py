"""ValidateTemplate: the checks of CreateStack and cfn-lint's, verdict kept."""

import hashlib
import json
import threading
from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from embedded_aws.cloudformation import api, capabilities, schema, template, template_source
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.intrinsics import as_text
from embedded_aws.cloudformation.registry import is_registered

#: org-formation adds it so that custom types pass the validation of AWS.
BOGUS_TRANSFORM = "bogus-transform-to-allow-custom-types-to-pass-validation"

_verdicts: dict[tuple[str, str], str | None] = {}
# cfn-lint keeps state in module globals, so one at a time.
_lint_lock = threading.Lock()


def validate_template(self: CloudFormationResponse) -> ActionResult:
    body = template_source.body(self)
    if body is None:
        raise ValidationError("Either Template URL or Template Body must be specified.")
    parsed = template.parse(body)
    transforms = _transforms(parsed)
    if BOGUS_TRANSFORM not in transforms:
        _check_types(self, parsed)
    verdict = lint(body, self.region)
    if verdict:
        raise ValidationError(verdict)
    needed = capabilities.needed(parsed)
    declared = [name for name in transforms if name != BOGUS_TRANSFORM]
    return ActionResult(
        {
            "Description": parsed.description or "",
            "Parameters": [
                {
                    "ParameterKey": key,
                    "NoEcho": str(value.get("NoEcho", "")).lower() == "true",
                    **_optional("DefaultValue", value.get("Default")),
                    **_optional("Description", value.get("Description")),
                }
                for key, value in parsed.section("Parameters").items()
            ],
            "Capabilities": needed,
            **({"CapabilitiesReason": _reason(parsed)} if needed else {}),
            "DeclaredTransforms": declared,
        }
    )


def get_template_summary(self: CloudFormationResponse) -> ActionResult:

    body = template_source.body(self)
    stack_template = api.find(self).template if body is None else None
    parsed = template.parse(body) if body is not None else stack_template
    if parsed is None:
        raise ValidationError("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.")
    return ActionResult(
        {
            "Description": parsed.description or "",
            "Version": parsed.document.get("AWSTemplateFormatVersion", "2010-09-09"),
            "Capabilities": capabilities.needed(parsed),
            "ResourceTypes": sorted({r["Type"] for r in parsed.resources.values()}),
            "Parameters": [
                {
                    "ParameterKey": key,
                    "ParameterType": str(value.get("Type", "String")),
                    "NoEcho": str(value.get("NoEcho", "")).lower() == "true",
                    **_optional("DefaultValue", value.get("Default")),
                    **_optional("Description", value.get("Description")),
                }
                for key, value in parsed.section("Parameters").items()
            ],
        }
    )


def _optional(key: str, value: Any) -> dict[str, str]:
    return {} if value is None else {key: as_text(value)}


def _reason(parsed: template.Template) -> str:
    types = sorted(r["Type"] for r in parsed.resources.values() if "::IAM::" in r["Type"])
    return f"The following resource(s) require capabilities: [{', '.join(dict.fromkeys(types))}]"


def _transforms(parsed: template.Template) -> list[str]:
    value = parsed.document.get("Transform") or []
    return [value] if isinstance(value, str) else [str(item) for item in value]


def _check_types(response: CloudFormationResponse, parsed: template.Template) -> None:
    unknown = {
        resource["Type"]
        for resource in parsed.resources.values()
        if not schema.is_known(resource["Type"], response.region)
        and not is_registered(response.current_account, response.region, resource["Type"])
    }
    if unknown:
        raise ValidationError(
            f"Template format error: Unrecognized resource types: [{', '.join(sorted(unknown))}]"
        )


def lint(body: str, region: str) -> str | None:
    """cfn-lint's first error, or None; runs once for each text and region.

    An account id in the text makes no difference to cfn-lint, but to the hash:
    org-formation sends the same text for every account of a binding.
    """
    key = (hashlib.sha256(body.encode()).hexdigest(), region)
    if key not in _verdicts:
        with _lint_lock:
            if key not in _verdicts:
                _verdicts[key] = _run_cfn_lint(body, region)
    return _verdicts[key]


def _run_cfn_lint(body: str, region: str) -> str | None:
    # Imported here: it takes over a second.
    from cfnlint.api import lint as run
    from cfnlint.config import ManualArgs

    matches = run(
        _without_bogus_transform(body),
        config=ManualArgs(regions=[region], ignore_checks=["W", "I", "E3006"]),
    )
    errors = [match for match in matches if match.rule.severity == "error"]
    return f"Template format error: {errors[0].message}" if errors else None


def _without_bogus_transform(body: str) -> str:
    if BOGUS_TRANSFORM not in body:
        return body
    parsed = template.parse(body)
    document = {k: v for k, v in parsed.document.items() if k != "Transform"}
    others = [name for name in _transforms(parsed) if name != BOGUS_TRANSFORM]
    if others:
        document["Transform"] = others
    return json.dumps(document)
