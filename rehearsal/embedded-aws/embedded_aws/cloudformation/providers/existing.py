"""A resource that exists already is not taken over: Create answers AlreadyExists.

For types whose API would overwrite it silently; the APIs of the others refuse it themselves.
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
"""

from collections.abc import Callable
from typing import Any

from embedded_aws.beliefs import belief
from embedded_aws.cloudformation.provider import Request, already_exists
from embedded_aws.evidence import evidence
from embedded_aws.lookup.buckets import bucket

#: Whether what the template names is there.
Lookup = Callable[[Request], bool]


def _named(request: Request, name: str) -> str:
    return str(request.properties.get(name) or request.generated_name)


def _bus(request: Request) -> Any:
    from moto.events.models import events_backends

    name = str(request.properties.get("EventBusName") or "default").rpartition("/")[2]
    return events_backends[request.account_id][request.region].event_buses.get(name)


def _rule(request: Request) -> bool:
    bus = _bus(request)
    return bus is not None and _named(request, "Name") in bus.rules


def _bus_statement(request: Request) -> bool:
    bus = _bus(request)
    return bus is not None and request.properties["StatementId"] in bus._statements


def _alias(request: Request) -> bool:
    from moto.kms.models import kms_backends

    aliases = kms_backends[request.account_id][request.region].list_aliases()
    return request.properties["AliasName"] in [alias.alias_name for alias in aliases]


def _logs(request: Request) -> Any:
    from moto.logs.models import logs_backends

    return logs_backends[request.account_id][request.region]


def _metric_filter(request: Request) -> bool:
    wanted = (request.properties["LogGroupName"], _named(request, "FilterName"))
    found = _logs(request).filters.metric_filters
    return wanted in [(one["logGroupName"], one["filterName"]) for one in found]


def _subscription_filter(request: Request) -> bool:
    group = _logs(request).groups.get(request.properties["LogGroupName"])
    return group is not None and _named(request, "FilterName") in group.subscription_filters


def _logs_policy(request: Request) -> bool:
    return request.properties["PolicyName"] in _logs(request).resource_policies


def _bucket_policy(request: Request) -> bool:

    found = bucket(str(request.properties["Bucket"]))
    return found is not None and bool(found.policy)


def _queue(request: Request) -> bool:
    from moto.sqs.models import sqs_backends

    return _named(request, "QueueName") in sqs_backends[request.account_id][request.region].queues


def _dashboard(request: Request) -> bool:
    from moto.cloudwatch.models import cloudwatch_backends

    backend = cloudwatch_backends[request.account_id][request.region]
    return _named(request, "DashboardName") in backend.dashboards


def _config(table: str, name: str, default: str | None = None) -> Lookup:
    def look(request: Request) -> bool:
        from moto.config.models import config_backends

        backend = config_backends[request.account_id][request.region]
        found: Any = getattr(backend, table, {})
        return (request.properties.get(name) or default or request.generated_name) in found

    return look


def _authorization(request: Request) -> bool:
    from moto.config.models import config_backends

    given = request.properties
    key = f"{given['AuthorizedAccountId']}/{given['AuthorizedAwsRegion']}"
    backend = config_backends[request.account_id][request.region]
    return key in backend.aggregation_authorizations


LOOKUPS: dict[str, tuple[Lookup, tuple[str, ...]]] = {
    "AWS::CloudWatch::Dashboard": (_dashboard, ("DashboardName",)),
    "AWS::Config::AggregationAuthorization": (
        _authorization,
        ("AuthorizedAccountId", "AuthorizedAwsRegion"),
    ),
    "AWS::Config::ConfigRule": (_config("config_rules", "ConfigRuleName"), ("ConfigRuleName",)),
    "AWS::Config::ConfigurationAggregator": (
        _config("config_aggregators", "ConfigurationAggregatorName"),
        ("ConfigurationAggregatorName",),
    ),
    "AWS::Config::ConfigurationRecorder": (_config("recorders", "Name", "default"), ("Name",)),
    "AWS::Config::ConformancePack": (
        _config("conformance_packs", "ConformancePackName"),
        ("ConformancePackName",),
    ),
    "AWS::Config::DeliveryChannel": (_config("delivery_channels", "Name", "default"), ("Name",)),
    "AWS::Events::EventBusPolicy": (_bus_statement, ("EventBusName", "StatementId")),
    "AWS::Events::Rule": (_rule, ("EventBusName", "Name")),
    "AWS::KMS::Alias": (_alias, ("AliasName",)),
    "AWS::Logs::MetricFilter": (_metric_filter, ("LogGroupName", "FilterName")),
    "AWS::Logs::ResourcePolicy": (_logs_policy, ("PolicyName",)),
    "AWS::Logs::SubscriptionFilter": (_subscription_filter, ("FilterName", "LogGroupName")),
    "AWS::S3::BucketPolicy": (_bucket_policy, ("Bucket",)),
    "AWS::SQS::Queue": (_queue, ("QueueName",)),
}


_RECORDER = "AWS::Config::ConfigurationRecorder"
_RECORDER_IS_NOT_ADOPTED = belief("cloudformation-config-recorder-is-not-adopted")


def lookup_of(type_name: str) -> tuple[Lookup, tuple[str, ...]] | None:
    """How a resource of the type is looked for, and the properties that name it."""
    adopted = type_name == _RECORDER and not _RECORDER_IS_NOT_ADOPTED.holds
    return None if adopted else LOOKUPS.get(type_name)


@evidence(
    "cloudformation-create-refuses-what-exists",
    "cloudformation-config-recorder-is-not-adopted",
)
def refuse(request: Request) -> None:
    """:raises ResourceError: AlreadyExists when the resource is there."""
    found = lookup_of(request.type_name)
    if found is None:
        return
    look, names = found
    if look(request):
        given = [str(request.properties[name]) for name in names if name in request.properties]
        raise already_exists(request.type_name, "|".join(given) or request.generated_name)
