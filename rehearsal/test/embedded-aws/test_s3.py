"""S3: names, access between accounts, and event notifications."""

import json

import pytest
from functions import function as make_function
from organizations_under_test import REGION, Organization, code_of

LOCATION = {"LocationConstraint": REGION}


@pytest.fixture
def bucket(client, account_id):
    name = f"bucket-{account_id}"
    client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=LOCATION)
    return name


def allow(bucket, principal, action="s3:*", effect="Allow", **condition):
    statement = {
        "Effect": effect,
        "Principal": principal,
        "Action": action,
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        **({"Condition": condition} if condition else {}),
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_name_that_another_account_has_is_taken(client, bucket, other_account_id):
    stranger = client("s3", account_id=other_account_id)

    refusal = code_of(stranger.create_bucket, Bucket=bucket, CreateBucketConfiguration=LOCATION)

    assert refusal == "BucketAlreadyExists"


def test_an_own_bucket_is_owned_already(client, bucket):
    s3 = client("s3")

    refusal = code_of(s3.create_bucket, Bucket=bucket, CreateBucketConfiguration=LOCATION)

    assert refusal == "BucketAlreadyOwnedByYou"


def test_an_own_bucket_in_the_first_region_may_be_made_again(client, account_id):
    s3 = client("s3", region="us-east-1")

    s3.create_bucket(Bucket=f"first-{account_id}")
    again = s3.create_bucket(Bucket=f"first-{account_id}")

    assert again["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("put_object", {"Key": "k", "Body": b"x"}),
        ("get_object", {"Key": "k"}),
        ("delete_object", {"Key": "k"}),
        ("list_objects_v2", {}),
        ("get_bucket_policy", {}),
        ("put_bucket_policy", {"Policy": "{}"}),
        ("delete_bucket", {}),
        ("get_bucket_encryption", {}),
        ("delete_public_access_block", {}),
        ("put_public_access_block", {"PublicAccessBlockConfiguration": {}}),
    ],
)
def test_another_account_needs_the_bucket_policy(client, bucket, other_account_id, call, arguments):
    client("s3").put_object(Bucket=bucket, Key="k", Body=b"x")
    stranger = client("s3", account_id=other_account_id)

    assert code_of(getattr(stranger, call), Bucket=bucket, **arguments) == "AccessDenied"


@pytest.mark.parametrize("region", [REGION, "us-east-1"])
def test_another_account_is_refused_settings_of_a_bucket(client, bucket, other_account_id, region):
    stranger = client("s3", account_id=other_account_id, region=region)

    policy = code_of(stranger.put_bucket_policy, Bucket=bucket, Policy="{}")
    versioning = code_of(
        stranger.put_bucket_versioning,
        Bucket=bucket,
        VersioningConfiguration={"Status": "Suspended"},
    )

    assert (policy, versioning) == ("AccessDenied", "AccessDenied")


def test_another_account_may_what_the_bucket_policy_allows(client, bucket, other_account_id):
    policy = allow(bucket, {"AWS": other_account_id}, ["s3:PutObject", "s3:PutObjectAcl"])
    client("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
    stranger = client("s3", account_id=other_account_id)

    stranger.put_object(Bucket=bucket, Key="k", Body=b"x", ACL="bucket-owner-full-control")

    assert client("s3").get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    assert code_of(stranger.get_object, Bucket=bucket, Key="k") == "AccessDenied"


def test_a_policy_may_ask_for_the_owners_control(client, bucket, other_account_id):
    condition = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    policy = allow(bucket, {"AWS": other_account_id}, "s3:PutObject", **condition)
    client("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
    stranger = client("s3", account_id=other_account_id)
    put = {"Bucket": bucket, "Key": "k", "Body": b"x"}

    assert code_of(stranger.put_object, **put) == "AccessDenied"
    assert stranger.put_object(**put, ACL="bucket-owner-full-control")


def test_a_policy_admits_an_organization_and_its_roles(aws):
    organization = Organization(aws)
    owner, member = organization.members
    name = f"organization-{owner}"
    s3 = organization.client("s3", owner)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=LOCATION)
    condition = {
        "StringEquals": {"aws:PrincipalOrgID": organization.id},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole"},
    }
    s3.put_bucket_policy(Bucket=name, Policy=allow(name, "*", "s3:PutObject", **condition))
    other = Organization(aws)

    organization.client("s3", member).put_object(Bucket=name, Key="k", Body=b"x")
    stranger = other.client("s3", other.members[0])

    assert code_of(stranger.put_object, Bucket=name, Key="k", Body=b"x") == "AccessDenied"


def test_a_denial_holds_for_the_owner_too(client, bucket):
    policy = allow(bucket, "*", "s3:DeleteObject", effect="Deny")
    s3 = client("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)

    several = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k"}]})

    assert code_of(s3.delete_object, Bucket=bucket, Key="k") == "AccessDenied"
    assert several["Errors"][0]["Code"] == "AccessDenied"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_a_denial_of_plain_http_does_not_hold_on_loopback(client, bucket):
    policy = allow(bucket, "*", effect="Deny", Bool={"aws:SecureTransport": "false"})
    s3 = client("s3")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)

    assert s3.put_object(Bucket=bucket, Key="k", Body=b"x")


def test_an_expected_owner_must_be_the_owner(client, bucket, account_id, other_account_id):
    s3 = client("s3")
    put = {"Bucket": bucket, "Key": "k", "Body": b"x"}

    refusal = code_of(s3.put_object, **put, ExpectedBucketOwner=other_account_id)

    assert refusal == "AccessDenied"
    assert s3.put_object(**put, ExpectedBucketOwner=account_id)


def test_a_copy_needs_to_read_its_source(client, bucket, other_account_id):
    client("s3").put_object(Bucket=bucket, Key="k", Body=b"x")
    stranger = client("s3", account_id=other_account_id)
    own = f"own-{other_account_id}"
    stranger.create_bucket(Bucket=own, CreateBucketConfiguration=LOCATION)
    copy = {"Bucket": own, "Key": "k", "CopySource": f"{bucket}/k"}

    refusal = code_of(stranger.copy_object, **copy)
    policy = allow(bucket, {"AWS": other_account_id}, "s3:GetObject")
    client("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
    stranger.copy_object(**copy)

    assert refusal == "AccessDenied"
    assert stranger.get_object(Bucket=own, Key="k")["Body"].read() == b"x"


def make_queue(client, bucket=None):
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="objects")["QueueUrl"]
    names = ["QueueArn"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]["QueueArn"]
    if bucket:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{bucket}"}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, arn


def bodies(client, url):
    messages = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(m["Body"]) for m in messages.get("Messages", [])]


def notify(client, bucket, kind, arn, *events, **options):
    name = {"Queue": "QueueArn", "Topic": "TopicArn", "LambdaFunction": "LambdaFunctionArn"}[kind]
    one = {name: arn, "Events": list(events or ["s3:ObjectCreated:*"]), **options}
    return {"Bucket": bucket, "NotificationConfiguration": {f"{kind}Configurations": [one]}}


def refused(client, configuration):
    with pytest.raises(client("s3").exceptions.ClientError) as raised:
        client("s3").put_bucket_notification_configuration(**configuration)
    return raised.value.response["Error"]


def test_a_destination_must_admit_the_bucket(client, bucket):
    function = make_function(client, "exports.handler = async () => {}")
    _, queue = make_queue(client)
    topic = client("sns").create_topic(Name="objects")["TopicArn"]

    errors = [
        refused(client, notify(client, bucket, kind, arn))
        for kind, arn in (("LambdaFunction", function), ("Queue", queue), ("Topic", topic))
    ]

    assert {e["Code"] for e in errors} == {"InvalidArgument"}
    assert {e["Message"] for e in errors} == {
        "Unable to validate the following destination configurations"
    }


def test_a_queue_gets_what_its_filter_lets_through(client, bucket):
    url, arn = make_queue(client, bucket)
    rules = [{"Name": "prefix", "Value": "reports/"}, {"Name": "suffix", "Value": ".csv"}]
    keys = {"Filter": {"Key": {"FilterRules": rules}}}
    s3 = client("s3")
    s3.put_bucket_notification_configuration(**notify(client, bucket, "Queue", arn, **keys))

    for key in ("reports/red flower=1.csv", "reports/x.json", "other/x.csv"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"abc")
    first, second = bodies(client, url)
    [record] = second["Records"]

    assert first["Event"] == "s3:TestEvent"
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["s3"]["object"]["key"] == "reports/red+flower%3D1.csv"
    assert record["s3"]["object"]["size"] == 3
    assert record["s3"]["bucket"]["name"] == bucket


def test_a_function_that_permits_the_bucket_is_invoked(client, bucket, account_id, invoked):
    function = make_function(client, "exports.handler = async () => {}")
    client("lambda").add_permission(
        FunctionName=function,
        StatementId="bucket",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn=f"arn:aws:s3:::{bucket}",
        SourceAccount=account_id,
    )
    s3 = client("s3")
    events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
    configuration = notify(client, bucket, "LambdaFunction", function, *events)
    s3.put_bucket_notification_configuration(**configuration)

    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.copy_object(Bucket=bucket, Key="l", CopySource=f"{bucket}/k")
    s3.delete_object(Bucket=bucket, Key="k")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.delete_object(Bucket=bucket, Key="l")
    names = [payload["Records"][0]["eventName"] for _, payload in invoked]

    assert names == [
        "ObjectCreated:Put",
        "ObjectCreated:Copy",
        "ObjectRemoved:Delete",
        "ObjectRemoved:DeleteMarkerCreated",
    ]


def test_event_bridge_gets_the_key_as_it_is(client, bucket):
    url, arn = make_queue(client)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    pattern = {"source": ["aws.s3"], "detail": {"object": {"key": [{"prefix": "a b/"}]}}}
    client("events").put_rule(Name="objects", EventPattern=json.dumps(pattern))
    client("events").put_targets(Rule="objects", Targets=[{"Id": "1", "Arn": arn}])
    s3 = client("s3")
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )

    s3.put_object(Bucket=bucket, Key="a b/c=d", Body=b"x")
    [event] = bodies(client, url)

    assert event["detail-type"] == "Object Created"
    assert event["detail"]["object"]["key"] == "a b/c=d"
    assert event["detail"]["reason"] == "PutObject"
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=bucket)


def stack(client, properties):
    resources = {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}
    cloudformation = client("cloudformation")
    cloudformation.create_stack(
        StackName="bucket", TemplateBody=json.dumps({"Resources": resources})
    )
    events = cloudformation.describe_stack_events(StackName="bucket")["StackEvents"]
    [found] = cloudformation.describe_stacks(StackName="bucket")["Stacks"]
    return found["StackStatus"], " ".join(e.get("ResourceStatusReason", "") for e in events)


def test_a_stack_makes_a_bucket_with_every_property(client, account_id):
    name = f"stack-{account_id}"
    _, arn = make_queue(client, name)
    rule = {"Name": "prefix", "Value": "in/"}
    status, reasons = stack(
        client,
        {
            "BucketName": name,
            "AccessControl": "LogDeliveryWrite",
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {
                        "BucketKeyEnabled": True,
                        "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"},
                    }
                ]
            },
            "VersioningConfiguration": {"Status": "Enabled"},
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True},
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]},
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Id": "expire",
                        "Status": "Enabled",
                        "ExpirationInDays": 30,
                        "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
                        "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 10}],
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3},
                    }
                ]
            },
            "NotificationConfiguration": {
                "EventBridgeConfiguration": {"EventBridgeEnabled": True},
                "QueueConfigurations": [
                    {
                        "Event": "s3:ObjectCreated:*",
                        "Queue": arn,
                        "Filter": {"S3Key": {"Rules": [rule]}},
                    }
                ],
            },
            "Tags": [{"Key": "team", "Value": "security"}],
        },
    )
    assert status == "CREATE_COMPLETE", reasons
    s3 = client("s3")

    [lifecycle] = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    [encryption] = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"][
        "Rules"
    ]
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    notifications = s3.get_bucket_notification_configuration(Bucket=name)
    ownership = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]

    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert encryption["BucketKeyEnabled"] is True
    assert (block["BlockPublicAcls"], block["IgnorePublicAcls"]) == (True, False)
    assert ownership == [{"ObjectOwnership": "ObjectWriter"}]
    assert len(s3.get_bucket_acl(Bucket=name)["Grants"]) > 1
    assert (lifecycle["ID"], lifecycle["Expiration"]) == ("expire", {"Days": 30})
    assert lifecycle["NoncurrentVersionExpiration"] == {"NoncurrentDays": 7}
    assert lifecycle["Transitions"] == [{"Days": 10, "StorageClass": "GLACIER"}]
    assert notifications["QueueConfigurations"][0]["QueueArn"] == arn
    assert "EventBridgeConfiguration" in notifications
    assert {"Key": "team", "Value": "security"} in s3.get_bucket_tagging(Bucket=name)["TagSet"]


def test_a_stack_fails_where_the_destination_does_not_admit_the_bucket(client, account_id):
    name = f"stack-{account_id}"
    _, arn = make_queue(client)
    one = {"Event": "s3:ObjectCreated:*", "Queue": arn}

    status, reasons = stack(
        client, {"BucketName": name, "NotificationConfiguration": {"QueueConfigurations": [one]}}
    )

    assert status == "ROLLBACK_COMPLETE"
    assert "Unable to validate the following destination configurations" in reasons
    assert name not in [b["Name"] for b in client("s3").list_buckets()["Buckets"]]


def test_a_stack_fails_where_another_account_has_the_name(client, bucket, other_account_id):
    def other(service):
        return client(service, account_id=other_account_id)

    status, reasons = stack(other, {"BucketName": bucket})

    assert status == "ROLLBACK_COMPLETE"
    assert "AlreadyExists" in reasons


@pytest.fixture
def log_bucket(client, account_id):
    name = f"logs-{account_id}"
    client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=LOCATION)
    return name


def logging_to(name):
    return {"LoggingEnabled": {"TargetBucket": name, "TargetPrefix": ""}}


@pytest.mark.parametrize(
    ("source", "refused"), [("bucket-{}", None), ("other", "InvalidTargetBucketForLogging")]
)
def test_access_logs_go_where_the_policy_lets_s3_write_for_this_bucket(
    client, bucket, log_bucket, account_id, source, refused
):
    s3 = client("s3")
    document = json.loads(
        allow(
            log_bucket,
            {"Service": "logging.s3.amazonaws.com"},
            "s3:PutObject",
            StringEquals={"aws:SourceAccount": account_id},
            ArnEquals={"aws:SourceArn": f"arn:aws:s3:::{source.format(account_id)}"},
        )
    )
    deny = json.loads(allow(log_bucket, "*", effect="Deny", Bool={"aws:SecureTransport": "false"}))
    document["Statement"] += deny["Statement"]
    s3.put_bucket_policy(Bucket=log_bucket, Policy=json.dumps(document))
    wanted = {"Bucket": bucket, "BucketLoggingStatus": logging_to(log_bucket)}

    if refused:
        assert code_of(s3.put_bucket_logging, **wanted) == refused
    else:
        s3.put_bucket_logging(**wanted)
        told = s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]
        assert told["TargetBucket"] == log_bucket


def test_access_logs_without_a_policy_are_refused(client, bucket, log_bucket):
    status = logging_to(log_bucket)

    refusal = code_of(client("s3").put_bucket_logging, Bucket=bucket, BucketLoggingStatus=status)

    assert refusal == "InvalidTargetBucketForLogging"
