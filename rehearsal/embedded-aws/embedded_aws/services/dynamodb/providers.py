"""AWS::DynamoDB::Table.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
"""

from typing import Any

from embedded_aws.cloudformation.provider import (
    Handled,
    Request,
    ResourceError,
    already_exists,
)
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    pick,
    strict_client,
    tags,
)

_CREATED = (
    "AttributeDefinitions",
    "BillingMode",
    "DeletionProtectionEnabled",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "ProvisionedThroughput",
    "SSESpecification",
    "StreamSpecification",
)
_UPDATED = {
    "BillingMode": "PROVISIONED",
    "DeletionProtectionEnabled": False,
    "ProvisionedThroughput": None,
}
_IN_PLACE = frozenset(
    {
        *_UPDATED,
        "PointInTimeRecoverySpecification",
        "SSESpecification",
        "TableClass",
        "Tags",
        "TimeToLiveSpecification",
    }
)


class TableProvider:
    """What it cannot change in place is refused rather than forgotten."""

    type_name = "AWS::DynamoDB::Table"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given.get("TableName") or request.generated_name
        with strict_client("dynamodb", request) as api:
            if name in _tables(request):
                raise already_exists(self.type_name, name)
            made = api.create_table(
                TableName=name,
                Tags=as_list(tags(request, given.get("Tags"))),
                **_api_names(pick(given, *_CREATED)),
            )["TableDescription"]
            self._time_to_live(api, name, given)
            self._recovery(api, name, given)
        return self._handled(made)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        self._refuse_unknown(given, old_properties)
        with client("dynamodb", request) as api:
            made = api.describe_table(TableName=physical_id)["Table"]
            changes = {
                name: given.get(name, default)
                for name, default in _UPDATED.items()
                if given.get(name) != old_properties.get(name)
            }
            known = {name: value for name, value in changes.items() if value is not None}
            if known:
                api.update_table(TableName=physical_id, **known)
            if given.get("SSESpecification") != old_properties.get("SSESpecification"):
                self._encrypt(request, physical_id, given.get("SSESpecification") or {})
            self._time_to_live(api, physical_id, given)
            self._recovery(api, physical_id, given)
            own = tags(request, given.get("Tags"))
            if own:
                api.tag_resource(ResourceArn=made["TableArn"], Tags=as_list(own))
        return self._handled(made)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("dynamodb", request) as api:
            api.delete_table(TableName=physical_id)

    def _refuse_unknown(self, given: dict[str, Any], old: dict[str, Any]) -> None:
        changed = {k for k in given.keys() | old.keys() if given.get(k) != old.get(k)}
        if unknown := sorted(changed - _IN_PLACE):
            raise ResourceError(
                "NotUpdatable", f"The embedded AWS cannot change {', '.join(unknown)} of a table"
            )

    def _encrypt(self, request: Request, name: str, wanted: dict[str, Any]) -> None:
        """moto's UpdateTable forgets it."""
        table = _tables(request)[name]
        named = _api_names({"SSESpecification": wanted}).get("SSESpecification") or {}
        default = table._get_default_encryption_key(request.account_id, request.region)
        table.sse_specification = {"KMSMasterKeyId": default, **named}

    def _time_to_live(self, api: Any, name: str, given: dict[str, Any]) -> None:
        """One attribute at a time: another needs the first switched off before.

        https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
        """
        found = api.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        enabled = found["TimeToLiveStatus"] == "ENABLED"
        wanted = given.get("TimeToLiveSpecification") or {"Enabled": False}
        if str(wanted.get("Enabled")).lower() != "true":
            if enabled:
                off = {"Enabled": False, "AttributeName": found["AttributeName"]}
                api.update_time_to_live(TableName=name, TimeToLiveSpecification=off)
            return
        if enabled and found["AttributeName"] != wanted["AttributeName"]:
            raise ResourceError(
                "ValidationException",
                "TimeToLive is active on a different AttributeName: current AttributeName is "
                f"{found['AttributeName']}",
            )
        if not enabled:
            on = {"Enabled": True, "AttributeName": wanted["AttributeName"]}
            api.update_time_to_live(TableName=name, TimeToLiveSpecification=on)

    def _recovery(self, api: Any, name: str, given: dict[str, Any]) -> None:
        wanted = given.get("PointInTimeRecoverySpecification") or {}
        on = str(wanted.get("PointInTimeRecoveryEnabled")).lower() == "true"
        period = pick(wanted, "RecoveryPeriodInDays") if on else {}
        api.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on, **period},
        )

    def _handled(self, made: dict[str, Any]) -> Handled:
        attributes = {"Arn": made["TableArn"]}
        if "LatestStreamArn" in made:
            attributes["StreamArn"] = made["LatestStreamArn"]
        return Handled(made["TableName"], attributes)


def _tables(request: Request) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[request.account_id][request.region].tables


def _api_names(given: dict[str, Any]) -> dict[str, Any]:
    """As the API names it: CloudFormation's SSEEnabled is Enabled there."""
    encryption = given.get("SSESpecification")
    if not encryption:
        return given
    renamed = {("Enabled" if k == "SSEEnabled" else k): v for k, v in encryption.items()}
    return {**given, "SSESpecification": renamed}


PROVIDERS = (TableProvider(),)
