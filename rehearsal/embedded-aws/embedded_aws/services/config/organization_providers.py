"""AWS::Config::* of an organization: aggregator, rules and packs; and stored queries."""

from typing import Any

from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    ResourceError,
    already_exists,
)
from embedded_aws.cloudformation.refusals import reported
from embedded_aws.services.config import fanout, organization_rules, packs, queries
from embedded_aws.services.config.account_providers import backend_of
from embedded_aws.services.config.properties import tags_of


def _settled(item: fanout.Item) -> None:
    """A resource is complete only when every account is.

    :raises ResourceError: naming the accounts that failed, and the first error.
    """
    if not item.failed:
        return
    accounts = ", ".join(m.account_id for m in item.failed)
    code, message = item.failed[0].error or ("", "")
    raise ResourceError(
        "NotStabilized",
        f"{item.name} is {item.status}: {code} in {len(item.failed)} account(s)"
        f" ({accounts}): {message}",
    )


class AggregatorProvider:
    """An aggregator, of listed accounts or of the organization."""

    type_name = "AWS::Config::ConfigurationAggregator"

    @reported
    def create(self, request: Request) -> Handled:
        name = request.properties.get("ConfigurationAggregatorName") or request.generated_name
        return self._put(request, name)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in backend_of(request).config_aggregators:
            raise NotFound(physical_id)
        return self._put(request, physical_id)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in backend_of(request).config_aggregators:
            raise NotFound(physical_id)
        backend_of(request).delete_configuration_aggregator(physical_id)

    def _put(self, request: Request, name: str) -> Handled:
        settings: dict[str, Any] = {"ConfigurationAggregatorName": name, "Tags": tags_of(request)}
        for source in ("AccountAggregationSources", "OrganizationAggregationSource"):
            found = request.properties.get(source)
            if found:
                settings[source] = found
        answer = backend_of(request).put_configuration_aggregator(settings)
        arn = answer["ConfigurationAggregatorArn"]
        return Handled(name, {"ConfigurationAggregatorArn": arn})


class OrganizationRuleProvider:
    """An organization rule; fails when it fails in any account."""

    type_name = "AWS::Config::OrganizationConfigRule"

    @reported
    def create(self, request: Request) -> Handled:
        backend, name = backend_of(request), request.properties["OrganizationConfigRuleName"]
        if name in organization_rules.of(backend):
            raise already_exists(self.type_name, name)
        item = organization_rules.put(backend, dict(request.properties))
        try:
            _settled(item)
        except ResourceError:
            organization_rules.delete(backend, name)
            raise
        return Handled(name, {"Id": item.arn.rpartition("/")[2]})

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in organization_rules.of(backend_of(request)):
            raise NotFound(physical_id)
        item = organization_rules.put(backend_of(request), dict(request.properties))
        _settled(item)
        return Handled(physical_id, {"Id": item.arn.rpartition("/")[2]})

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in organization_rules.of(backend_of(request)):
            raise NotFound(physical_id)
        organization_rules.delete(backend_of(request), physical_id)


class OrganizationPackProvider:
    """An organization conformance pack; fails when it fails in any account."""

    type_name = "AWS::Config::OrganizationConformancePack"

    @reported
    def create(self, request: Request) -> Handled:
        backend, name = backend_of(request), request.properties["OrganizationConformancePackName"]
        if name in packs.organization_packs(backend):
            raise already_exists(self.type_name, name)
        item = packs.put_organization(backend, dict(request.properties))
        try:
            _settled(item)
        except ResourceError:
            packs.delete_organization(backend, name)
            raise
        return Handled(name)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in packs.organization_packs(backend_of(request)):
            raise NotFound(physical_id)
        _settled(packs.put_organization(backend_of(request), dict(request.properties)))
        return Handled(physical_id)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in packs.organization_packs(backend_of(request)):
            raise NotFound(physical_id)
        packs.delete_organization(backend_of(request), physical_id)


class StoredQueryProvider:
    """A query over the recorded configuration."""

    type_name = "AWS::Config::StoredQuery"

    @reported
    def create(self, request: Request) -> Handled:
        name = request.properties["QueryName"]
        if name in queries.of(backend_of(request)):
            raise already_exists(self.type_name, name)
        return self._put(request)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in queries.of(backend_of(request)):
            raise NotFound(physical_id)
        return self._put(request)

    def delete(self, request: Request, physical_id: str) -> None:
        if queries.of(backend_of(request)).pop(physical_id, None) is None:
            raise NotFound(physical_id)

    def _put(self, request: Request) -> Handled:
        properties = request.properties
        query = queries.put(
            backend_of(request),
            {
                "QueryName": properties["QueryName"],
                "Expression": properties["QueryExpression"],
                "Description": properties.get("QueryDescription", ""),
            },
        )
        attributes = {"QueryArn": query["QueryArn"], "QueryId": query["QueryId"]}
        return Handled(query["QueryName"], attributes)


PROVIDERS = (
    AggregatorProvider(),
    OrganizationRuleProvider(),
    OrganizationPackProvider(),
    StoredQueryProvider(),
)
