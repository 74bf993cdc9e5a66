"""Trails: what CreateTrail refuses, and who sees what."""

import json

import pytest
from organizations_under_test import REGION, Organization, code_of

TRAIL = "organization"
PRINCIPAL = "cloudtrail.amazonaws.com"


def bucket_policy(organization, bucket, account=None, source=None, **changes):
    account = account or organization.management
    source = source or f"arn:aws:cloudtrail:{REGION}:{account}:trail/{TRAIL}"
    write = {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": source}
    folders = [f"AWSLogs/{account}/*", f"AWSLogs/{organization.id}/*"]
    statements = [
        {
            "Effect": "Allow",
            "Principal": {"Service": PRINCIPAL},
            "Action": "s3:GetBucketAcl",
            "Resource": f"arn:aws:s3:::{bucket}",
            "Condition": {"StringEquals": {"aws:SourceArn": source}},
        },
        {
            "Effect": "Allow",
            "Principal": {"Service": PRINCIPAL},
            "Action": "s3:PutObject",
            "Resource": [f"arn:aws:s3:::{bucket}/{f}" for f in changes.get("folders", folders)],
            "Condition": {"StringEquals": write},
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def make_bucket(organization, owner, **policy):
    name = f"trail-{owner}"
    s3 = organization.client("s3", owner)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=name, Policy=bucket_policy(organization, name, **policy))
    return name


@pytest.fixture
def organization(aws):
    found = Organization(aws)
    found.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    found.archive = found.members[0]
    found.bucket = make_bucket(found, found.archive)
    return found


def request(organization, **changes):
    return {
        "Name": TRAIL,
        "S3BucketName": organization.bucket,
        "IsOrganizationTrail": True,
        "IsMultiRegionTrail": True,
        **changes,
    }


def create(organization, account=None, **changes):
    cloudtrail = organization.client("cloudtrail", account)
    return cloudtrail.create_trail(**request(organization, **changes))


def refused(organization, account=None, **changes):
    cloudtrail = organization.client("cloudtrail", account)
    return code_of(cloudtrail.create_trail, **request(organization, **changes))


def test_an_organization_trail_can_be_made_by_the_management_account(organization):
    trail = create(organization)

    assert trail["TrailARN"].split(":")[4] == organization.management
    assert trail["IsOrganizationTrail"] is True


def test_an_organization_trail_needs_trusted_access(organization):
    client = organization.client("organizations")
    client.disable_aws_service_access(ServicePrincipal=PRINCIPAL)

    assert refused(organization) == "CloudTrailAccessNotEnabledException"


def test_a_member_cannot_make_an_organization_trail(organization):
    account = organization.members[1]

    assert refused(organization, account) == "NotOrganizationMasterAccountException"


def test_the_trail_of_a_delegated_administrator_is_the_management_accounts(organization):
    client = organization.client("organizations")
    client.register_delegated_administrator(
        AccountId=organization.members[1], ServicePrincipal=PRINCIPAL
    )

    trail = create(organization, organization.members[1])

    assert trail["TrailARN"].split(":")[4] == organization.management


def test_a_trail_needs_a_bucket_that_exists(organization):
    missing = refused(organization, S3BucketName="bucket-that-is-not-there")

    assert missing == "S3BucketDoesNotExistException"


@pytest.mark.parametrize(
    "policy",
    [
        {"source": "arn:aws:cloudtrail:eu-west-1:111111111111:trail/other"},
        {"folders": ["AWSLogs/o-other/*"]},
        {"folders": ["elsewhere/*"]},
    ],
)
def test_a_trail_needs_a_bucket_that_lets_it_write(organization, policy):
    s3 = organization.client("s3", organization.archive)
    document = bucket_policy(organization, organization.bucket, **policy)
    s3.put_bucket_policy(Bucket=organization.bucket, Policy=document)

    assert refused(organization) == "InsufficientS3BucketPolicyException"


def test_an_organization_trail_writes_for_the_organization_and_for_its_owner(organization):
    s3 = organization.client("s3", organization.archive)
    folders = [f"AWSLogs/{organization.management}/*"]
    document = bucket_policy(organization, organization.bucket, folders=folders)
    s3.put_bucket_policy(Bucket=organization.bucket, Policy=document)

    assert refused(organization) == "InsufficientS3BucketPolicyException"


def test_the_prefix_is_part_of_where_a_trail_writes(organization):
    assert refused(organization, S3KeyPrefix="p") == "InsufficientS3BucketPolicyException"


def test_a_trail_needs_a_key_that_lets_it_encrypt(organization):
    kms = organization.client("kms", organization.archive)
    key = kms.create_key()["KeyMetadata"]["Arn"]

    assert refused(organization, KmsKeyId=key) == "InsufficientEncryptionPolicyException"


def test_a_trail_encrypts_with_a_key_that_admits_it(organization):
    kms = organization.client("kms", organization.archive)
    source = f"arn:aws:cloudtrail:{REGION}:{organization.management}:trail/{TRAIL}"
    encrypt = {
        "StringEquals": {"aws:SourceArn": source},
        "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": source},
    }
    statement = {"Effect": "Allow", "Principal": {"Service": PRINCIPAL}, "Resource": "*"}
    owner = {"Principal": {"AWS": organization.archive}, "Action": "kms:*"}
    document = {
        "Statement": [
            {**statement, **owner},
            {**statement, "Action": "kms:GenerateDataKey*", "Condition": encrypt},
            {**statement, "Action": "kms:DescribeKey"},
        ]
    }
    key = kms.create_key(Policy=json.dumps(document))["KeyMetadata"]["Arn"]

    assert create(organization, KmsKeyId=key)["KmsKeyId"] == key


def test_a_key_that_is_not_there_is_refused(organization):
    key = f"arn:aws:kms:{REGION}:{organization.archive}:key/00000000-0000-0000-0000-000000000000"

    assert refused(organization, KmsKeyId=key) == "KmsKeyNotFoundException"


def make_log_group(
    organization,
    account,
    actions=("logs:CreateLogStream", "logs:PutLogEvents"),
    **trusted,
):
    organization.client("logs", account).create_log_group(logGroupName="trail")
    iam = organization.client("iam", account)
    trust = {"Effect": "Allow", "Principal": {"Service": PRINCIPAL}, "Action": "sts:AssumeRole"}
    trust |= trusted
    role = iam.create_role(
        RoleName="trail-logs", AssumeRolePolicyDocument=json.dumps({"Statement": [trust]})
    )["Role"]["Arn"]
    group = f"arn:aws:logs:{REGION}:{account}:log-group:trail"
    write = {"Effect": "Allow", "Action": list(actions), "Resource": f"{group}:log-stream:*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [write]})
    iam.put_role_policy(RoleName="trail-logs", PolicyName="write", PolicyDocument=document)
    return {"CloudWatchLogsLogGroupArn": f"{group}:*", "CloudWatchLogsRoleArn": role}


def test_a_trail_writes_to_a_log_group_of_its_creator(organization):
    logs = make_log_group(organization, organization.management)

    assert create(organization, **logs)["CloudWatchLogsRoleArn"] == logs["CloudWatchLogsRoleArn"]


def test_a_log_group_of_another_account_is_refused(organization):
    logs = make_log_group(organization, organization.archive)

    assert refused(organization, **logs) == "InvalidCloudWatchLogsLogGroupArnException"


def test_a_log_group_whose_role_may_not_write_is_refused(organization):
    logs = make_log_group(organization, organization.management, actions=["logs:CreateLogStream"])

    assert refused(organization, **logs) == "InvalidCloudWatchLogsLogGroupArnException"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:SourceAccount", "{account}"),
        ("aws:SourceArn", f"arn:aws:cloudtrail:{REGION}:{{account}}:trail/{TRAIL}"),
    ],
)
def test_a_role_whose_trust_asks_for_the_source_of_the_call_is_refused(organization, key, value):
    """CloudTrail assumes that role without these keys.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    https://github.com/prowler-cloud/prowler/issues/4714
    """
    condition = {"StringEquals": {key: value.format(account=organization.management)}}
    logs = make_log_group(organization, organization.management, Condition=condition)

    assert refused(organization, **logs) == "InvalidCloudWatchLogsRoleArnException"


def test_a_log_group_needs_a_role(organization):
    logs = make_log_group(organization, organization.management)
    del logs["CloudWatchLogsRoleArn"]

    assert refused(organization, **logs) == "InvalidCloudWatchLogsRoleArnException"


def test_a_second_trail_of_the_same_name_is_refused(organization):
    create(organization)

    assert refused(organization) == "TrailAlreadyExistsException"


def test_a_sixth_trail_is_refused(organization):
    s3 = organization.client("s3", organization.archive)
    wildcard = f"arn:aws:cloudtrail:{REGION}:{organization.management}:trail/"
    document = bucket_policy(organization, organization.bucket, source=f"{wildcard}*")
    allowed = document.replace('"StringEquals"', '"StringLike"')
    s3.put_bucket_policy(Bucket=organization.bucket, Policy=allowed)
    for number in range(5):
        create(organization, Name=f"trail-{number}", IsOrganizationTrail=False)

    assert refused(organization) == "MaximumNumberOfTrailsExceededException"


def test_members_see_the_organization_trail_everywhere_and_cannot_change_it(organization):
    arn = create(organization)["TrailARN"]
    member = organization.client("cloudtrail", organization.members[1], "us-east-1")

    [seen] = member.describe_trails()["trailList"]

    assert (seen["TrailARN"], seen["HomeRegion"]) == (arn, REGION)
    assert code_of(member.stop_logging, Name=arn) == "NotOrganizationMasterAccountException"
    assert member.describe_trails(includeShadowTrails=False)["trailList"] == []


def test_a_trail_is_changed_in_its_home_region_only(organization):
    arn = create(organization)["TrailARN"]
    elsewhere = organization.client("cloudtrail", region="us-east-1")

    assert code_of(elsewhere.start_logging, Name=arn) == "InvalidHomeRegionException"


def test_a_trail_logs_once_it_is_started(organization):
    arn = create(organization)["TrailARN"]
    cloudtrail = organization.client("cloudtrail")

    cloudtrail.start_logging(Name=arn)

    assert cloudtrail.get_trail_status(Name=TRAIL)["IsLogging"] is True


def test_a_trail_that_validates_its_log_files_tells_of_a_digest(organization):
    """https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html"""
    cloudtrail = organization.client("cloudtrail")
    arn = create(organization, EnableLogFileValidation=True)["TrailARN"]
    before = cloudtrail.get_trail_status(Name=TRAIL)
    cloudtrail.start_logging(Name=arn)

    after = cloudtrail.get_trail_status(Name=TRAIL)
    cloudtrail.update_trail(Name=TRAIL, EnableLogFileValidation=False)
    without = cloudtrail.get_trail_status(Name=TRAIL)

    assert "LatestDigestDeliveryTime" not in before
    assert after["LatestDigestDeliveryTime"] >= after["StartLoggingTime"]
    assert "LatestDeliveryTime" in without
    assert "LatestDigestDeliveryTime" not in without


def test_one_kind_of_selector_replaces_the_other(organization):
    create(organization)
    cloudtrail = organization.client("cloudtrail")
    management = {"Field": "eventCategory", "Equals": ["Management"]}
    advanced = [{"Name": "management", "FieldSelectors": [management]}]

    cloudtrail.put_event_selectors(TrailName=TRAIL, AdvancedEventSelectors=advanced)
    found = cloudtrail.get_event_selectors(TrailName=TRAIL)
    described = cloudtrail.get_trail(Name=TRAIL)["Trail"]

    assert found["AdvancedEventSelectors"] == advanced
    assert "EventSelectors" not in found
    assert described["HasCustomEventSelectors"] is True


def test_an_update_that_is_refused_changes_nothing(organization):
    create(organization)
    cloudtrail = organization.client("cloudtrail")

    refusal = code_of(cloudtrail.update_trail, Name=TRAIL, S3KeyPrefix="elsewhere")

    assert refusal == "InsufficientS3BucketPolicyException"
    assert "S3KeyPrefix" not in cloudtrail.get_trail(Name=TRAIL)["Trail"]


def test_a_stack_makes_a_trail_that_logs(organization):
    properties = {
        "TrailName": TRAIL,
        "S3BucketName": organization.bucket,
        "IsLogging": True,
        "IsOrganizationTrail": True,
        "IsMultiRegionTrail": True,
        "EnableLogFileValidation": True,
        "InsightSelectors": [{"InsightType": "ApiErrorRateInsight"}],
        "Tags": [{"Key": "team", "Value": "security"}],
    }
    template = {
        "Resources": {"Trail": {"Type": "AWS::CloudTrail::Trail", "Properties": properties}},
        "Outputs": {
            "Name": {"Value": {"Ref": "Trail"}},
            "Arn": {"Value": {"Fn::GetAtt": ["Trail", "Arn"]}},
        },
    }
    cloudformation = organization.client("cloudformation")
    cloudformation.create_stack(StackName="trail", TemplateBody=json.dumps(template))
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="trail", WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )
    [stack] = cloudformation.describe_stacks(StackName="trail")["Stacks"]
    outputs = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
    cloudtrail = organization.client("cloudtrail")

    trail = cloudtrail.get_trail(Name=TRAIL)["Trail"]

    assert outputs == {"Name": TRAIL, "Arn": trail["TrailARN"]}
    assert trail["LogFileValidationEnabled"] is True
    assert cloudtrail.get_trail_status(Name=TRAIL)["IsLogging"] is True
    assert cloudtrail.get_insight_selectors(TrailName=TRAIL)["InsightSelectors"] == [
        {"InsightType": "ApiErrorRateInsight"}
    ]
