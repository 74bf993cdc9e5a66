"""Recorders, rules, packs and aggregators that belong to another service of AWS.

Recorders stand beside the account's own one, and are no more than listed here: they record for
their service, and AWS Config delivers nothing of them.
See https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws.evidence import evidence
from embedded_aws.kept import kept
from embedded_aws.lookup import linked_roles
from embedded_aws.services.config import names, packs, rules
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

PREFIX = "AWSConfigurationRecorderFor"
_NAMES = {
    "observabilityadmin.amazonaws.com": "ObservabilityAdmin",
    "telemetry-enablement.observabilityadmin.amazonaws.com": (
        "ObservabilityAdmin_TelemetryEnablement"
    ),
    "securityhub.amazonaws.com": "SecurityHubCSPM",
    "securityhubv2.amazonaws.com": "SecurityHubAssets",
}
#: AWS records for these at no charge.
_INTERNAL = ("observabilityadmin.amazonaws.com", "securityhubv2.amazonaws.com")


def recorders(backend: "ConfigBackend") -> dict[str, dict[str, Any]]:
    """By name, as DescribeConfigurationRecorders shows them."""
    return kept(backend, "linked_recorders", dict[str, dict[str, Any]])


@evidence("config-service-linked-recorders")
def put_recorder(backend: "ConfigBackend", service: str) -> dict[str, Any]:
    """PutServiceLinkedConfigurationRecorder."""
    if service not in _NAMES:
        raise Refused(
            "ValidationException",
            f"The service principal {service} has no service-linked configuration recorder.",
        )
    name = PREFIX + _NAMES[service]
    if name in recorders(backend):
        raise Refused(
            "ConflictException",
            "A service-linked recorder already exists for the specified service.",
        )
    account_id, region = backend.account_id, backend.region_name
    linked_roles.ensure(account_id, region, linked_roles.CONFIG)
    made = {
        "arn": names.arn_of(backend, f"configuration-recorder/{name}/{names.suffix()}"),
        "name": name,
        "roleARN": linked_roles.arn(account_id, region, linked_roles.CONFIG),
        "recordingGroup": {
            "allSupported": False,
            "includeGlobalResourceTypes": False,
            "resourceTypes": [],
            "recordingStrategy": {"useOnly": "INCLUSION_BY_RESOURCE_TYPES"},
        },
        "recordingMode": {"recordingFrequency": "CONTINUOUS"},
        "recordingScope": "INTERNAL" if service in _INTERNAL else "PAID",
        "servicePrincipal": service,
    }
    recorders(backend)[name] = made
    return {"Arn": made["arn"], "Name": name}


def delete_recorder(backend: "ConfigBackend", service: str) -> dict[str, Any]:
    """DeleteServiceLinkedConfigurationRecorder."""
    name = PREFIX + _NAMES.get(service, service)
    gone = recorders(backend).pop(name, None)
    if gone is None:
        raise Refused(
            "NoSuchConfigurationRecorderException",
            f"There is no service-linked configuration recorder of {service}.",
        )
    return {"Arn": gone["arn"], "Name": name}


def statuses(backend: "ConfigBackend") -> list[dict[str, Any]]:
    """They always record."""
    return [
        {
            "arn": one["arn"],
            "name": name,
            "recording": True,
            "lastStatus": "SUCCESS",
            "servicePrincipal": one["servicePrincipal"],
        }
        for name, one in recorders(backend).items()
    ]


def refuse_own(backend: "ConfigBackend", name: str | None) -> None:
    """:raises Refused: the recorder is one of a service, which alone changes it."""
    if name in recorders(backend):
        raise Refused(
            "UnmodifiableEntityException",
            f"The configuration recorder {name} is linked to a service and can't be changed.",
        )


def refuse_name(name: str | None) -> None:
    """:raises Refused: the name is kept for recorders of services."""
    if str(name).startswith(PREFIX):
        raise Refused(
            "InvalidConfigurationRecorderNameException",
            f"The prefix {PREFIX} is reserved for service-linked configuration recorders.",
        )


def place(backend: "ConfigBackend", service: str, made: dict[str, Any]) -> None:
    """Makes rules, packs and an aggregator of a service: ``{rules, packs, aggregator}``."""
    for definition in made.get("rules", []):
        rules.place(backend, definition, service)
    for name in made.get("packs", []):
        packs.place(backend, name, {}, service, {})
    if made.get("aggregator"):
        _place_aggregator(backend, service, made["aggregator"])


@evidence("config-service-linked-aggregator")
def _place_aggregator(backend: "ConfigBackend", service: str, name: str) -> None:
    from moto.config.models import ConfigAggregator, OrganizationAggregationSource

    role = linked_roles.arn(backend.account_id, backend.region_name, linked_roles.CONFIG)
    source = OrganizationAggregationSource(role, all_aws_regions=True)
    account_id, region = backend.account_id, backend.region_name
    aggregator = ConfigAggregator(name, account_id, region, org_source=source)
    # moto describes an aggregator by all of its attributes.
    vars(aggregator)["created_by"] = service
    backend.config_aggregators[name] = aggregator


def refuse_aggregator(backend: "ConfigBackend", name: str) -> None:
    """:raises Refused: the aggregator is one of a service, which alone changes it."""
    service = vars(backend.config_aggregators.get(name, object)).get("created_by")
    if service:
        raise Refused(
            "InvalidParameterValueException", f"The aggregator {name} belongs to {service}."
        )
