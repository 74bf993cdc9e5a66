"""A service that the embedded AWS lacks says so in its own protocol, with HTTP 501."""

import json
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from embedded_aws.lookup import functions as permissions
from embedded_aws.services.awslambda import credentials
from functions import function, role

#: What scanners call of services without a back end, in each of the protocols.
CALLS = [
    ("amplify", "list_apps"),  # rest-json
    ("appstream", "describe_fleets"),  # json 1.1
    ("arc-region-switch", "list_plans"),  # rpc-v2-cbor
    ("cloudsearch", "describe_domains"),  # query
    ("codeartifact", "list_domains"),
    ("detective", "list_graphs"),
    ("dlm", "get_lifecycle_policies"),
    ("drs", "describe_jobs"),
    ("fms", "get_admin_account"),
    ("globalaccelerator", "list_accelerators"),
    ("lightsail", "get_instances"),
    ("redshift-serverless", "list_workgroups"),
    ("resource-explorer-2", "list_indexes"),
    ("rolesanywhere", "list_trust_anchors"),
    ("s3outposts", "list_endpoints"),
    ("lex-models", "get_bots"),  # moto has the service, and not the path
]


@pytest.mark.parametrize(("service", "call"), CALLS, ids=[service for service, _ in CALLS])
def test_it_answers_501_in_the_protocol_of_the_service(client, service, call):
    with pytest.raises(ClientError) as raised:
        getattr(client(service), call)()

    response = raised.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert response["Error"]["Code"] == "NotImplemented"
    assert "The embedded AWS has no " in response["Error"]["Message"]


def test_it_names_service_and_action(client):
    with pytest.raises(ClientError, match="The embedded AWS has no fms:GetAdminAccount"):
        client("fms").get_admin_account()


def through_proxy(aws, service, **options):
    """A client of an account whose requests keep the host that AWS documents."""
    keys = {"aws_access_key_id": "AKIATEST", "aws_secret_access_key": "test"}
    return boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=aws.endpoint,
        config=Config(proxies={"http": aws.endpoint}, retries={"total_max_attempts": 1}),
        **{**keys, **options},
    )


def test_s3_control_is_reached_by_the_host_name_of_its_account(aws):
    """The SDK puts the account before the host, and no such name exists on loopback.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
    """
    account_id = "123456789012"
    block = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    control = through_proxy(aws, "s3control")

    control.put_public_access_block(AccountId=account_id, PublicAccessBlockConfiguration=block)

    found = control.get_public_access_block(AccountId=account_id)
    assert found["PublicAccessBlockConfiguration"] == block


def test_s3_control_is_judged_by_the_names_of_its_actions(aws, client, account_id):
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"""
    statement = {"Effect": "Allow", "Action": "s3:GetAccountPublicAccessBlock", "Resource": "*"}
    made = function(client, "", Role=role(client, "r", statement))
    keys = credentials.environment(permissions.find(made))
    control = through_proxy(
        aws,
        "s3control",
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=keys["AWS_SESSION_TOKEN"],
    )

    codes = []
    for call in (control.get_public_access_block, control.delete_public_access_block):
        with pytest.raises(ClientError) as raised:
            call(AccountId=account_id)
        codes.append(raised.value.response["Error"]["Code"])

    assert codes == ["NoSuchPublicAccessBlockConfiguration", "AccessDenied"]


def test_an_account_without_the_block_is_told(aws):
    account_id = "123456789012"
    control = through_proxy(aws, "s3control")
    control.delete_public_access_block(AccountId=account_id)

    with pytest.raises(ClientError) as raised:
        control.get_public_access_block(AccountId=account_id)

    assert raised.value.response["Error"]["Code"] == "NoSuchPublicAccessBlockConfiguration"


def test_the_control_interface_is_not_behind_the_proxy_of_another_host(aws):
    """A request in absolute form is answered like one in origin form."""
    proxy = urllib.request.ProxyHandler({"http": aws.endpoint})
    opened = urllib.request.build_opener(proxy).open(f"{aws.endpoint}/_embedded-aws/health")

    assert json.load(opened)
