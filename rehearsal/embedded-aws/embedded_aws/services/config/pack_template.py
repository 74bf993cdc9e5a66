"""The template of a conformance pack: where it is read from, and what is refused in it.

See https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
and https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.config import rules
from embedded_aws.services.config.refused import Refused
from embedded_aws.services.config.template import TemplateError, rules_of

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend
    from moto.s3.models import FakeBucket

BODY_BYTES = 51_200
S3_BYTES = 307_200
_ARCHIVED = ("GLACIER", "DEEP_ARCHIVE")


@dataclass(frozen=True)
class Kind:
    """How the two actions differ."""

    template_error: str
    parameter_error: str
    #: The object must lie in the region of the pack.
    same_region: bool


OF_ACCOUNT = Kind(
    "ConformancePackTemplateValidationException", "InvalidParameterValueException", True
)
OF_ORGANIZATION = Kind(
    "OrganizationConformancePackTemplateValidationException", "ValidationException", False
)


@evidence("config-packs-read-as-caller", "request-tells-its-principal")
def _may_read(account_id: str, bucket: "FakeBucket", key: str) -> bool:
    """The bucket's owner may, unless its policy denies; another account needs its Allow."""
    context = {
        "aws:PrincipalAccount": account_id,
        "aws:PrincipalArn": f"arn:{bucket.partition}:iam::{account_id}:root",
        "aws:PrincipalIsAWSService": "false",
        "aws:SecureTransport": "true",
    }
    organization = organizations.organization_id(account_id)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    request = policy.Request(
        "s3:GetObject", f"{bucket.arn}/{key}", policy.identity(account_id), context
    )
    found = policy.evaluate([bucket.policy], request)
    return found == "allow" or (found == "none" and bucket.account_id == account_id)


def _from_s3(backend: "ConfigBackend", uri: str, kind: Kind) -> str:
    name, _, key = uri.removeprefix("s3://").partition("/")
    bucket = bucket_named(name) if uri.startswith("s3://") else None
    if bucket is None:
        raise Refused(kind.parameter_error, f"There is no S3 bucket for the template at {uri}.")
    if kind.same_region and bucket.region_name != backend.region_name:
        raise Refused(
            kind.parameter_error,
            f"The template at {uri} is in {bucket.region_name}: it must be in an S3 bucket in the"
            f" same Region as the conformance pack, {backend.region_name}.",
        )
    if not _may_read(backend.account_id, bucket, key):
        raise Refused(
            "InsufficientPermissionsException",
            f"You do not have permission to read the Amazon S3 bucket of the template at {uri}.",
        )
    found = bucket.keys.get(key)
    if found is None:
        raise Refused(kind.parameter_error, f"There is no template at {uri}.")
    if found.storage_class in _ARCHIVED:
        raise Refused(
            kind.parameter_error, f"The template at {uri} is archived as {found.storage_class}."
        )
    value = found.value
    if len(value) > S3_BYTES:
        raise Refused(kind.parameter_error, f"The template at {uri} is over {S3_BYTES} bytes.")
    return str(value.decode())


def _text(backend: "ConfigBackend", settings: dict[str, Any], kind: Kind) -> str:
    body: str = settings.get("TemplateBody") or ""
    uri = settings.get("TemplateS3Uri")
    if not body and not uri:
        raise Refused(kind.parameter_error, "Specify a template body or the S3 URI of a template.")
    if body and uri and kind is OF_ACCOUNT:
        raise Refused(kind.parameter_error, "Specify only one of TemplateS3Uri and TemplateBody.")
    if body and len(body.encode()) > BODY_BYTES:
        raise Refused(
            "ValidationException",
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
            f" Member must have length less than or equal to {BODY_BYTES}",
        )
    # Of an organization's pack the URI wins when both are given.
    return _from_s3(backend, uri, kind) if uri else body


def _problems(backend: "ConfigBackend", definitions: dict[str, dict[str, Any]]) -> list[str]:
    names = Counter(d.get("ConfigRuleName", logical) for logical, d in definitions.items())
    found = [f"{name} is the name of {n} rules" for name, n in names.items() if n > 1]
    for logical, definition in definitions.items():
        # The function of a custom rule is looked for in each account.
        if (definition.get("Source") or {}).get("Owner") == "CUSTOM_LAMBDA":
            continue
        try:
            rules.check(backend.account_id, backend.region_name, definition)
        except Refused as error:
            found.append(f"{logical}: {error.message}")
    return found


def definitions_of(
    backend: "ConfigBackend", settings: dict[str, Any], kind: Kind
) -> dict[str, dict[str, Any]]:
    """Logical id to the definition of each rule of the pack.

    :raises Refused: no template that may be read, or one that is not valid.
    """
    text = _text(backend, settings, kind)
    given = settings.get("ConformancePackInputParameters") or []
    values = {p["ParameterName"]: p["ParameterValue"] for p in given}
    try:
        definitions = rules_of(text, values)
    except TemplateError as error:
        raise Refused(kind.template_error, str(error)) from error
    problems = _problems(backend, definitions)
    if problems:
        raise Refused(kind.template_error, f"Template is not valid: {' '.join(problems)}")
    return definitions
