"""A function that lacks a permission fails as on AWS."""

import boto3
import pytest
from botocore.exceptions import ClientError

ALLOW_LIST = {"Effect": "Allow", "Action": "sns:ListTopics", "Resource": "*"}


def denied(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_allows_what_the_policy_of_the_role_allows(as_function):
    assert as_function("sns", ALLOW_LIST).list_topics()["Topics"] == []


def test_denies_an_action_that_no_policy_allows(as_function, account_id):
    code, message = denied(as_function("sns", ALLOW_LIST).create_topic, Name="t")

    assert code == "AccessDenied"
    assert message == (
        f"User: arn:aws:sts::{account_id}:assumed-role/r/f is not authorized to "
        f"perform: sns:CreateTopic on resource: arn:aws:sns:eu-west-1:{account_id}:t because "
        "no identity-based policy "
        "allows the sns:CreateTopic action"
    )


def test_lets_an_explicit_deny_win(as_function):
    deny = {"Effect": "Deny", "Action": "sns:*", "Resource": "*"}

    code, message = denied(as_function("sns", ALLOW_LIST, deny).list_topics)

    assert code == "AccessDenied"
    assert message.endswith("with an explicit deny in an identity-based policy")


def test_names_the_error_as_the_protocol_does(as_function):
    code, message = denied(as_function("ssm").get_parameter, Name="/some/name")

    assert code == "AccessDeniedException"
    assert ":parameter/some/name" in message


def test_matches_the_resource(client, as_function, account_id):
    client("ssm").put_parameter(Name="/a", Value="1", Type="String")
    client("ssm").put_parameter(Name="/b", Value="1", Type="String")
    statement = {
        "Effect": "Allow",
        "Action": "ssm:GetParameter",
        "Resource": f"arn:aws:ssm:eu-west-1:{account_id}:parameter/a",
    }
    ssm = as_function("ssm", statement)

    assert ssm.get_parameter(Name="/a")["Parameter"]["Value"] == "1"
    assert denied(ssm.get_parameter, Name="/b")[0] == "AccessDeniedException"


def test_matches_the_detector_of_a_guard_duty_call(as_function, account_id):
    other = f"arn:aws:guardduty:eu-west-1:{account_id}:detector/other"
    allow = {"Effect": "Allow", "Action": "guardduty:GetDetector", "Resource": other}

    code, message = denied(as_function("guardduty", allow).get_detector, DetectorId="own")

    assert code == "AccessDeniedException"
    assert f"on resource: arn:aws:guardduty:eu-west-1:{account_id}:detector/own" in message


def test_evaluates_conditions_whose_value_is_known(as_function):
    elsewhere = {
        **ALLOW_LIST,
        "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
    }

    assert denied(as_function("sns", elsewhere).list_topics)[0] == "AccessDenied"


def test_judges_requests_to_s3(client, as_function, account_id):
    bucket = f"judged-{account_id}"
    client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    statement = {
        "Effect": "Allow",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/allowed/*",
    }
    s3 = as_function("s3", statement)

    s3.put_object(Bucket=bucket, Key="allowed/k", Body=b"")

    assert denied(s3.put_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    assert denied(s3.list_objects_v2, Bucket=bucket)[0] == "AccessDenied"
    code, message = denied(
        s3.put_bucket_encryption,
        Bucket=bucket,
        ServerSideEncryptionConfiguration={"Rules": []},
    )
    assert code == "AccessDenied"
    assert "s3:PutEncryptionConfiguration" in message
    assert denied(s3.list_buckets)[0] == "AccessDenied"


def test_judges_a_role_that_the_function_assumed(client, as_function, account_id, aws):
    import json

    trust = {
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
            }
        ]
    }
    arn = client("iam").create_role(RoleName="second", AssumeRolePolicyDocument=json.dumps(trust))[
        "Role"
    ]["Arn"]
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn}
    keys = as_function("sts", statement).assume_role(RoleArn=arn, RoleSessionName="session")[
        "Credentials"
    ]

    sns = boto3.client(
        "sns",
        region_name="eu-west-1",
        endpoint_url=aws.endpoint,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )

    assert denied(sns.list_topics)[0] == "AccessDenied"


def test_judges_nobody_else(client):
    assert client("sns").list_topics()["Topics"] == []


def test_allows_what_a_managed_policy_of_the_role_allows(client, as_function):
    sns = as_function("sns")
    client("iam").attach_role_policy(
        RoleName="r", PolicyArn="arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess"
    )

    assert sns.list_topics()["Topics"] == []
    assert denied(sns.create_topic, Name="t")[0] == "AccessDenied"


LINKED = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


def create_linked(resource="*", service="config.amazonaws.com"):
    return {
        "Effect": "Allow",
        "Action": "iam:CreateServiceLinkedRole",
        "Resource": resource,
        "Condition": {"StringEquals": {"iam:AWSServiceName": service}},
    }


def test_matches_the_role_and_the_service_of_a_service_linked_role(as_function, account_id):
    arn = f"arn:aws:iam::{account_id}:role/{LINKED}"
    iam = as_function("iam", create_linked(arn))

    made = iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    code, message = denied(iam.create_service_linked_role, AWSServiceName="guardduty.amazonaws.com")

    assert made["Role"]["Arn"] == arn
    assert code == "AccessDenied"
    assert "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleFor" in message


def test_a_service_linked_role_of_another_service_is_denied(as_function):
    iam = as_function("iam", create_linked(service="config-conforms.amazonaws.com"))

    refusal = denied(iam.create_service_linked_role, AWSServiceName="config.amazonaws.com")

    assert refusal[0] == "AccessDenied"


def test_matches_a_role_with_its_path(client, as_function, account_id):
    client("iam").create_service_linked_role(AWSServiceName="config.amazonaws.com")
    get = {"Effect": "Allow", "Action": "iam:GetRole"}
    with_path = {**get, "Resource": f"arn:aws:iam::{account_id}:role/{LINKED}"}
    iam = as_function("iam", with_path)

    assert iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Path"].endswith("/")
    assert denied(iam.get_role, RoleName="r")[0] == "AccessDenied"


def test_a_list_of_config_is_allowed_on_all_resources_or_none(as_function, account_id):
    action = {"Effect": "Allow", "Action": "config:DescribeConfigurationRecorders"}
    narrow = {**action, "Resource": f"arn:aws:config:*:{account_id}:configuration-recorder/*"}
    config = as_function("config", narrow)

    assert denied(config.describe_configuration_recorders)[0] == "AccessDeniedException"


def test_config_may_list_recorders(as_function):
    action = {"Effect": "Allow", "Action": "config:DescribeConfigurationRecorders"}
    config = as_function("config", {**action, "Resource": "*"})

    assert config.describe_configuration_recorders()["ConfigurationRecorders"] == []


def test_matches_the_aggregator_that_is_read(client, as_function, account_id):
    name = {"ConfigurationAggregatorName": "own"}
    source = {"AccountIds": [account_id], "AwsRegions": ["eu-west-1"]}
    arn = client("config").put_configuration_aggregator(**name, AccountAggregationSources=[source])[
        "ConfigurationAggregator"
    ]["ConfigurationAggregatorArn"]
    allow = {
        "Effect": "Allow",
        "Action": "config:DescribeConfigurationAggregatorSourcesStatus",
        "Resource": arn,
    }
    config = as_function("config", allow)

    found = config.describe_configuration_aggregator_sources_status(**name)

    assert len(found["AggregatedSourceStatusList"]) == 1
