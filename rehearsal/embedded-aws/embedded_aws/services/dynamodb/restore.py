"""Tables that a snapshot knows by their names."""

from embedded_aws.restoring.parts import by_call

NAMED = {
    "AWS::DynamoDB::Table": by_call(
        "dynamodb",
        lambda dynamodb, name: dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        ),
    )
}
