"""An account that has nothing is answered so, once that is turned on, and by its policies alone."""

import pytest
from botocore.exceptions import ClientError
from organizations_under_test import code_of, control, error_of

#: What scanners call of services and actions that moto lacks, and the list of the answer.
CALLS = [
    ("amplify", "list_apps", "apps"),  # rest-json
    ("appstream", "describe_fleets", "Fleets"),  # json 1.1
    ("bedrock-agent", "list_prompts", "promptSummaries"),  # signed for bedrock
    ("cloudsearch", "describe_domains", "DomainStatusList"),  # query
    ("codeartifact", "list_domains", "domains"),
    ("dlm", "get_lifecycle_policies", "Policies"),
    ("drs", "describe_jobs", "items"),
    ("ec2", "describe_client_vpn_endpoints", "ClientVpnEndpoints"),  # moto has the service
    ("glue", "get_ml_transforms", "Transforms"),
    ("lightsail", "get_instances", "instances"),
    ("rds", "describe_db_engine_versions", "DBEngineVersions"),
    ("rolesanywhere", "list_trust_anchors", "trustAnchors"),
    ("waf-regional", "list_rules", "Rules"),
]


@pytest.fixture
def empty(aws):
    control(aws.endpoint, "POST", "/empty-services", {"on": True})
    yield
    control(aws.endpoint, "POST", "/empty-services", {"on": False})


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(("service", "call", "member"), CALLS, ids=[one[0] for one in CALLS])
def test_a_list_of_what_moto_lacks_is_empty(client, service, call, member):
    answer = getattr(client(service), call)()

    assert answer[member] == []


@pytest.mark.usefixtures("empty")
def test_a_setting_of_an_account_is_as_aws_begins(client):
    assert client("shield").get_subscription_state()["SubscriptionState"] == "INACTIVE"
    configuration = client("emr").get_block_public_access_configuration()
    assert configuration["BlockPublicAccessConfiguration"]["BlockPublicSecurityGroupRules"] is True
    assert code_of(client("glue").get_resource_policy) == "EntityNotFoundException"


@pytest.mark.usefixtures("empty")
def test_what_moto_has_is_as_before(client):
    s3 = client("s3", region="us-east-1")
    s3.create_bucket(Bucket="there")

    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["there"]


@pytest.mark.usefixtures("empty")
def test_what_writes_is_not_implemented(client):
    with pytest.raises(ClientError, match="NotImplemented"):
        client("dlm").create_lifecycle_policy(
            ExecutionRoleArn="arn:aws:iam::111111111111:role/a", Description="a", State="ENABLED"
        )


def test_it_is_off_until_it_is_turned_on(client):
    assert code_of(client("dlm").get_lifecycle_policies) == "NotImplemented"


ALLOW = {"Effect": "Allow", "Action": "lightsail:GetInstances", "Resource": "*"}


@pytest.mark.usefixtures("empty")
def test_a_judged_role_reads_what_its_policies_allow(as_function):
    assert as_function("lightsail", ALLOW).get_instances()["instances"] == []


@pytest.mark.usefixtures("empty")
def test_a_judged_role_reads_nothing_else(as_function):
    error = error_of(as_function("dlm", ALLOW).get_lifecycle_policies)

    assert error["Code"] == "AccessDeniedException"
    assert "is not authorized to perform: dlm:GetLifecyclePolicies" in error["Message"]
    assert "because no identity-based policy allows" in error["Message"]


@pytest.mark.usefixtures("empty")
def test_a_setting_is_read_by_permission_as_well(as_function):
    error = error_of(as_function("shield", ALLOW).get_subscription_state)

    assert error["Code"] == "AccessDeniedException"
