"""Senders to something encrypted, and its readers, need its key."""

import json

import pytest
from test_authorization import denied

REGION = "eu-west-1"


@pytest.fixture
def key(client):
    return client("kms").create_key()["KeyMetadata"]["Arn"]


def allow(action, resource):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def test_a_function_publishes_to_the_topic_that_its_role_names(client, as_function):
    sns = client("sns")
    one, other = (sns.create_topic(Name=name)["TopicArn"] for name in ("one", "other"))
    function = as_function("sns", allow("sns:Publish", one))

    function.publish(TopicArn=one, Message="m")

    assert denied(function.publish, TopicArn=other, Message="m")[0] == "AccessDenied"


def test_an_encrypted_topic_needs_its_key(client, as_function, key):
    topic = client("sns").create_topic(Name="t", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    publish = allow("sns:Publish", topic)

    code, message = denied(as_function("sns", publish).publish, TopicArn=topic, Message="m")

    assert code == "KMSAccessDenied"
    assert f"kms:GenerateDataKey on resource: {key}" in message


def test_a_role_with_the_key_publishes_to_an_encrypted_topic(client, as_function, key):
    topic = client("sns").create_topic(Name="t", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    use = allow(["kms:GenerateDataKey", "kms:Decrypt"], key)
    function = as_function("sns", allow("sns:Publish", topic), use)

    assert function.publish(TopicArn=topic, Message="m")["MessageId"]


@pytest.mark.parametrize("named", ["one", "other"])
def test_a_role_may_use_a_key_for_the_messages_of_one_topic(client, as_function, key, named):
    """https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic.html"""
    encrypted = {"KmsMasterKeyId": key}
    sns = client("sns")
    topic, other = (
        sns.create_topic(Name=name, Attributes=encrypted)["TopicArn"] for name in ("one", "other")
    )
    asked = {"one": topic, "other": other}[named]
    via = {"kms:ViaService": f"sns.{REGION}.amazonaws.com"}
    only = {"StringEquals": {**via, "kms:EncryptionContext:aws:sns:topicArn": asked}}
    use = {**allow(["kms:GenerateDataKey", "kms:Decrypt"], "*"), "Condition": only}
    function = as_function("sns", allow("sns:Publish", topic), use)

    if named == "one":
        assert function.publish(TopicArn=topic, Message="m")["MessageId"]
    else:
        assert denied(function.publish, TopicArn=topic, Message="m")[0] == "KMSAccessDenied"


def test_a_key_whose_policy_leaves_nothing_to_roles_admits_none(client, as_function, key):
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "kms:*",
        "Resource": "*",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("kms").put_key_policy(
        KeyId=key, PolicyName="default", Policy=document, BypassPolicyLockoutSafetyCheck=True
    )
    topic = client("sns").create_topic(Name="t", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    use = allow("kms:*", key)
    function = as_function("sns", allow("sns:Publish", topic), use)

    code, message = denied(function.publish, TopicArn=topic, Message="m")

    assert code == "KMSAccessDenied"
    assert "no resource-based policy allows" in message


def test_an_encrypted_queue_needs_its_key(client, as_function, account_id, key):
    attributes = {"KmsMasterKeyId": key}
    url = client("sqs").create_queue(QueueName="q", Attributes=attributes)["QueueUrl"]
    send = allow("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{account_id}:q")
    function = as_function("sqs", send)

    code, _ = denied(function.send_message, QueueUrl=url, MessageBody="m")

    assert code == "KmsAccessDenied"


def test_an_encrypted_object_needs_its_key(client, as_function, account_id, key):
    bucket = f"lists-{account_id}"
    s3 = client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=bucket, Key="open", Body=b"10.0.0.0/8")
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    s3.put_object(Bucket=bucket, Key="closed", Body=b"10.0.0.0/8", **encryption)
    function = as_function("s3", allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*"))

    read = function.get_object(Bucket=bucket, Key="open")["Body"].read()
    code, message = denied(function.get_object, Bucket=bucket, Key="closed")

    assert read == b"10.0.0.0/8"
    assert code == "AccessDenied"
    assert f"kms:Decrypt on resource: {key}" in message


def test_a_role_with_the_key_reads_an_encrypted_object(client, as_function, account_id, key):
    bucket = f"lists-{account_id}"
    s3 = client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    s3.put_object(Bucket=bucket, Key="closed", Body=b"10.0.0.0/8", **encryption)
    get = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    function = as_function("s3", get, allow("kms:Decrypt", key))

    assert function.get_object(Bucket=bucket, Key="closed")["Body"].read() == b"10.0.0.0/8"


@pytest.mark.parametrize(
    ("service", "may"), [("s3", True), ("sqs", False)], ids=["of S3", "of another service"]
)
def test_a_key_may_be_kept_for_the_calls_of_one_service(
    client, as_function, account_id, key, service, may
):
    """https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"""
    bucket = f"kept-{account_id}"
    s3 = client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=bucket, Key="k", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    account = {"Principal": {"AWS": f"arn:aws:iam::{account_id}:root"}}
    administer = {**allow("kms:PutKeyPolicy", "*"), **account}
    via = {"StringEquals": {"kms:ViaService": f"{service}.{REGION}.amazonaws.com"}}
    decrypt = {**allow("kms:Decrypt", "*"), **account, "Condition": via}
    document = {"Version": "2012-10-17", "Statement": [administer, decrypt]}
    client("kms").put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(document))
    get = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    function = as_function("s3", get, allow("kms:Decrypt", key))

    if may:
        assert function.get_object(Bucket=bucket, Key="k")["Body"].read() == b""
    else:
        _, message = denied(function.get_object, Bucket=bucket, Key="k")
        assert "because no resource-based policy allows the kms:Decrypt action" in message
