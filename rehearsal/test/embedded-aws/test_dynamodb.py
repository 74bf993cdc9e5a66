"""Tables of stacks, their items, and what a function's role may do with them."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from moto.dynamodb.models.table import Table
from stacks import create, describe, reason, template, update

TABLE = {
    "TableName": "findings",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
    "TimeToLiveSpecification": {"AttributeName": "expiresAt", "Enabled": True},
    "SSESpecification": {"SSEEnabled": True},
    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    "DeletionProtectionEnabled": True,
    "Tags": [{"Key": "owner", "Value": "security"}],
}


def table(changes=None, **policies):
    resource = {"Type": "AWS::DynamoDB::Table", "Properties": {**TABLE, **(changes or {})}}
    outputs = {"Arn": {"Value": {"Fn::GetAtt": ["Table", "Arn"]}}}
    return template({"Table": {**resource, **policies}}, Outputs=outputs)


def time_to_live(client):
    found = client("dynamodb").describe_time_to_live(TableName="findings")
    return found["TimeToLiveDescription"]["TimeToLiveStatus"]


def recovery(client):
    found = client("dynamodb").describe_continuous_backups(TableName="findings")
    description = found["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    return description["PointInTimeRecoveryStatus"]


def described(client):
    return client("dynamodb").describe_table(TableName="findings")["Table"]


def test_a_table_has_every_property_of_its_stack(client, cloudformation, account_id):
    stack = create(cloudformation, "state", table())

    found = described(client)
    tags = client("dynamodb").list_tags_of_resource(ResourceArn=found["TableArn"])["Tags"]

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    arn = f"arn:aws:dynamodb:eu-west-1:{account_id}:table/findings"
    assert [output["OutputValue"] for output in stack["Outputs"]] == [arn]
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert found["SSEDescription"]["Status"] == "ENABLED"
    assert found["DeletionProtectionEnabled"] is True
    assert (time_to_live(client), recovery(client)) == ("ENABLED", "ENABLED")
    assert {"Key": "owner", "Value": "security"} in tags


def test_a_table_is_changed_in_place_and_keeps_its_items(client, cloudformation):
    create(cloudformation, "state", table())
    item = {"id": {"S": "1"}}
    client("dynamodb").put_item(TableName="findings", Item=item)
    changes = {
        "TimeToLiveSpecification": {"AttributeName": "expiresAt", "Enabled": False},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": False},
        "SSESpecification": {"SSEEnabled": False},
        "DeletionProtectionEnabled": False,
    }

    stack = update(cloudformation, "state", table(changes))

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert (time_to_live(client), recovery(client)) == ("DISABLED", "DISABLED")
    assert described(client)["DeletionProtectionEnabled"] is False
    assert "SSEDescription" not in described(client)
    assert client("dynamodb").get_item(TableName="findings", Key=item)["Item"] == item


def test_another_time_to_live_needs_the_first_switched_off(client, cloudformation):
    create(cloudformation, "state", table())
    changes = {"TimeToLiveSpecification": {"AttributeName": "other", "Enabled": True}}

    stack = update(cloudformation, "state", table(changes))

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "TimeToLive is active on a different AttributeName" in reason(
        cloudformation, "state", "UPDATE_FAILED"
    )


def test_a_protected_table_is_not_deleted(client, cloudformation):
    create(cloudformation, "state", table())

    cloudformation.delete_stack(StackName="state")

    assert describe(cloudformation, "state")["StackStatus"] == "DELETE_FAILED"
    assert described(client)["TableStatus"] == "ACTIVE"


def test_a_table_goes_with_its_stack_unless_it_is_retained(client, cloudformation):
    create(cloudformation, "gone", table({"DeletionProtectionEnabled": False}))
    cloudformation.delete_stack(StackName="gone")
    gone = client("dynamodb").list_tables()["TableNames"]

    create(cloudformation, "kept", table(DeletionPolicy="Retain"))
    cloudformation.delete_stack(StackName="kept")

    assert gone == []
    assert client("dynamodb").list_tables()["TableNames"] == ["findings"]


def test_a_second_table_of_the_name_fails_its_stack(client, cloudformation):
    create(cloudformation, "first", table())

    stack = create(cloudformation, "second", table())

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "AlreadyExists" in reason(cloudformation, "second", "CREATE_FAILED")


CALLS = {
    "GetItem": {"Key": {"id": {"S": "1"}}},
    "PutItem": {"Item": {"id": {"S": "1"}}},
    "UpdateItem": {
        "Key": {"id": {"S": "1"}},
        "UpdateExpression": "SET sent = :sent",
        "ExpressionAttributeValues": {":sent": {"BOOL": True}},
    },
    "DeleteItem": {"Key": {"id": {"S": "1"}}},
    "Query": {
        "KeyConditionExpression": "id = :id",
        "ExpressionAttributeValues": {":id": {"S": "1"}},
    },
}


@pytest.mark.parametrize("action", CALLS)
def test_a_function_does_with_a_table_what_its_role_allows(
    client, cloudformation, as_function, account_id, action
):
    for name in ("findings", "other"):
        create(cloudformation, name, table({"TableName": name}))
    arn = f"arn:aws:dynamodb:eu-west-1:{account_id}:table/findings"
    statement = {"Effect": "Allow", "Action": f"dynamodb:{action}", "Resource": arn}
    dynamodb = as_function("dynamodb", statement)
    call = getattr(dynamodb, xform_name(action))

    call(TableName="findings", **CALLS[action])
    with pytest.raises(ClientError) as caught:
        call(TableName="other", **CALLS[action])
    with pytest.raises(ClientError):
        dynamodb.scan(TableName="findings")

    error = caught.value.response["Error"]
    assert error["Code"] == "AccessDeniedException"
    assert f"dynamodb:{action} on resource: {arn.replace('findings', 'other')}" in error["Message"]


@pytest.fixture
def slow_reads(monkeypatch):
    """Others come between a read and the write that follows, if they are let."""
    read = Table.get_item

    def get_item(*values, **named):
        found = read(*values, **named)
        time.sleep(0.002)
        return found

    monkeypatch.setattr(Table, "get_item", get_item)


def test_writes_of_an_item_at_the_same_time_all_count(client, cloudformation, slow_reads):
    create(cloudformation, "state", table())
    dynamodb = client("dynamodb")

    def add(number):
        answer = dynamodb.update_item(
            TableName="findings",
            Key={"id": {"S": "1"}},
            UpdateExpression="ADD events :event",
            ExpressionAttributeValues={":event": {"SS": [str(number)]}},
            ReturnValues="ALL_NEW",
        )
        return len(answer["Attributes"]["events"]["SS"])

    with ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(add, range(80)))

    assert sorted(sizes) == list(range(1, 81))


def test_one_of_those_that_want_an_item_not_to_be_there_writes_it(
    client, cloudformation, slow_reads
):
    create(cloudformation, "state", table())
    dynamodb = client("dynamodb")

    def claim(number):
        try:
            dynamodb.put_item(
                TableName="findings",
                Item={"id": {"S": f"{number // 8}"}},
                ConditionExpression="attribute_not_exists(id)",
            )
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ConditionalCheckFailedException"
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(80))) == 10
