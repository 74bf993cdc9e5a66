"""Flow logs go only where they may, and a new VPC is an event."""

import json

import pytest
from organizations_under_test import REGION, Organization

DELIVERY = "delivery.logs.amazonaws.com"
HIVE = {"FileFormat": "parquet", "HiveCompatiblePartitions": True, "PerHourPartition": True}


def make_bucket(organization, owner, organization_id=None, folder="aws-account-id=*"):
    """A bucket to which the accounts of an organization may deliver."""
    name = f"flow-logs-{owner}-{folder[0]}{'x' if organization_id else ''}"
    condition = {"aws:SourceOrgID": organization_id or organization.id}
    write = {**condition, "s3:x-amz-acl": "bucket-owner-full-control"}
    statements = [
        {
            "Effect": "Allow",
            "Principal": {"Service": DELIVERY},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{name}/AWSLogs/{folder}",
            "Condition": {"StringEquals": write},
        },
        {
            "Effect": "Allow",
            "Principal": {"Service": DELIVERY},
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": f"arn:aws:s3:::{name}",
            "Condition": {"StringEquals": condition},
        },
    ]
    document = {"Version": "2012-10-17", "Statement": statements}
    s3 = organization.client("s3", owner)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(document))
    return name


@pytest.fixture
def organization(aws):
    return Organization(aws)


def default_vpc(ec2):
    return ec2.describe_vpcs()["Vpcs"][0]["VpcId"]


def create(ec2, bucket, **changes):
    return ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[default_vpc(ec2)],
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination=f"arn:aws:s3:::{bucket}",
        DestinationOptions=changes.pop("options", HIVE),
        **changes,
    )


def policy_of(organization, owner, bucket):
    answer = organization.client("s3", owner).get_bucket_policy(Bucket=bucket)
    return json.loads(answer["Policy"])["Statement"]


def test_flow_logs_go_to_the_bucket_of_another_account_that_lets_them(organization):
    archive, member = organization.members
    bucket = make_bucket(organization, archive)
    ec2 = organization.client("ec2", member)

    made = create(ec2, bucket)

    assert made["Unsuccessful"] == []
    found = ec2.describe_flow_logs(FlowLogIds=made["FlowLogIds"])["FlowLogs"][0]
    assert found["DestinationOptions"] == HIVE
    assert found["LogDestination"] == f"arn:aws:s3:::{bucket}"
    assert found["FlowLogStatus"] == "ACTIVE"


@pytest.mark.parametrize(
    ("policy", "options"),
    [
        ({"organization_id": "o-other12345"}, HIVE),
        ({"folder": "elsewhere/*"}, HIVE),
        ({}, {**HIVE, "HiveCompatiblePartitions": False}),
    ],
)
def test_a_flow_log_needs_a_bucket_that_lets_it_write(organization, policy, options):
    archive, member = organization.members
    bucket = make_bucket(organization, archive, **policy)
    ec2 = organization.client("ec2", member)

    made = create(ec2, bucket, options=options)

    assert made["FlowLogIds"] == []
    assert made["Unsuccessful"][0]["Error"] == {
        "Code": "400",
        "Message": f"Access Denied for LogDestination: {bucket}. "
        "Please check LogDestination permission",
    }
    assert ec2.describe_flow_logs()["FlowLogs"] == []


def test_a_flow_log_needs_a_bucket_that_exists(organization):
    made = create(organization.client("ec2"), "bucket-that-is-not-there")

    message = "LogDestination: bucket-that-is-not-there does not exist."
    assert made["Unsuccessful"][0]["Error"]["Message"] == message


def test_a_bucket_policy_of_the_callers_own_is_replaced_where_it_does_not_let(organization):
    archive = organization.members[0]
    bucket = make_bucket(organization, archive, folder="elsewhere/*")

    made = create(organization.client("ec2", archive), bucket)

    assert made["Unsuccessful"] == []
    sids = [statement["Sid"] for statement in policy_of(organization, archive, bucket)]
    assert sids == ["AWSLogDeliveryWrite", "AWSLogDeliveryAclCheck"]


def test_a_bucket_policy_of_the_callers_own_stays_where_it_lets(organization):
    archive = organization.members[0]
    bucket = make_bucket(organization, archive)
    before = policy_of(organization, archive, bucket)

    create(organization.client("ec2", archive), bucket)

    assert policy_of(organization, archive, bucket) == before


def deliver_to_group(client, account_id, source_account=None):
    """DeliverLogsStatus of a flow log to a log group, by a role for an account."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": source_account or account_id}},
    }
    write = {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}
    iam = client("iam")
    role = iam.create_role(
        RoleName="delivery",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["Arn"]
    document = json.dumps({"Version": "2012-10-17", "Statement": [write]})
    iam.put_role_policy(RoleName="delivery", PolicyName="own", PolicyDocument=document)
    client("logs").create_log_group(logGroupName="flow-logs")
    ec2 = client("ec2")
    ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[default_vpc(ec2)],
        TrafficType="ALL",
        LogGroupName="flow-logs",
        DeliverLogsPermissionArn=role,
    )
    return ec2.describe_flow_logs()["FlowLogs"][0]["DeliverLogsStatus"]


def test_a_role_that_trusts_vpcs_delivers_to_a_log_group(client, account_id):
    assert deliver_to_group(client, account_id) == "SUCCESS"


def test_a_role_that_trusts_others_fails_to_deliver(client, account_id):
    assert deliver_to_group(client, account_id, "999999999999") == "FAILED"


def watch(organization, account):
    """A queue that gets the account's calls of EC2."""
    sqs, events = organization.client("sqs", account), organization.client("events", account)
    url = sqs.create_queue(QueueName="calls")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{account}:calls"
    admit = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [admit]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document})
    pattern = {"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"]}
    events.put_rule(Name="calls", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="calls", Targets=[{"Id": "queue", "Arn": arn}])

    def seen():
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"]) for message in messages]

    return seen


def start_trail(organization, account):
    name = f"trail-{account}"
    s3 = organization.client("s3", account)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    s3.put_bucket_policy(Bucket=name, Policy=document)
    cloudtrail = organization.client("cloudtrail", account)
    cloudtrail.create_trail(Name="own", S3BucketName=name)
    cloudtrail.start_logging(Name="own")


def test_a_new_vpc_is_an_event_where_a_trail_logs(organization):
    account = organization.members[0]
    seen = watch(organization, account)
    start_trail(organization, account)

    made = organization.client("ec2", account).create_vpc(CidrBlock="10.0.0.0/16")

    (event,) = seen()
    assert event["account"] == account
    assert event["detail"]["eventName"] == "CreateVpc"
    vpc = event["detail"]["responseElements"]["vpc"]
    assert vpc["vpcId"] == made["Vpc"]["VpcId"]


def test_a_default_vpc_that_is_made_again_is_an_event(organization):
    account = organization.members[0]
    ec2 = organization.client("ec2", account)
    seen = watch(organization, account)
    start_trail(organization, account)
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=default_vpc(ec2))

    ec2.create_default_vpc()

    (event,) = seen()
    assert event["detail"]["eventName"] == "CreateDefaultVpc"


def test_the_vpc_that_a_region_begins_with_is_none(organization):
    account = organization.members[0]
    seen = watch(organization, account)
    start_trail(organization, account)

    organization.client("ec2", account).describe_vpcs()

    assert seen() == []


def test_a_new_vpc_is_no_event_without_a_trail(organization):
    account = organization.members[0]
    seen = watch(organization, account)

    organization.client("ec2", account).create_vpc(CidrBlock="10.0.0.0/16")

    assert seen() == []
