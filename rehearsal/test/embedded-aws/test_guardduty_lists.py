"""Trusted IP lists, threat lists, and filters that suppress."""

import json

import pytest
from embedded_aws.services.guardduty import errors
from guardduty_under_test import administered, create_member, detector_of
from organizations_under_test import REGION, error_of
from stacks import create as create_stack
from stacks import reason, resource, template, update


@pytest.fixture
def organization(aws):
    return administered(aws)


@pytest.fixture
def admin(organization):
    return organization.client("guardduty", organization.members[0])


@pytest.fixture
def bucket(organization):
    name = f"lists-{organization.members[0]}"
    s3 = organization.client("s3", organization.members[0])
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=name, Key="trusted.txt", Body=b"192.0.2.1\n198.51.100.0/24\n")
    return name


def trusted(admin, location, **changes):
    given = {"Name": "trusted", "Format": "TXT", "Location": location, "Activate": True}
    return {"DetectorId": detector_of(admin), **given, **changes}


def got(admin, identifier):
    return admin.get_ip_set(DetectorId=detector_of(admin), IpSetId=identifier)


@pytest.mark.parametrize(
    "form",
    [
        "s3://{}/trusted.txt",
        "https://s3.amazonaws.com/{}/trusted.txt",
        "https://s3.eu-west-1.amazonaws.com/{}/trusted.txt",
        "https://{}.s3.amazonaws.com/trusted.txt",
        "https://{}.s3.eu-west-1.amazonaws.com/trusted.txt",
    ],
)
def test_a_list_that_guardduty_can_read_is_active(admin, bucket, form):
    location = form.format(bucket)

    identifier = admin.create_ip_set(**trusted(admin, location))["IpSetId"]
    found = got(admin, identifier)

    assert (found["Name"], found["Format"], found["Location"]) == ("trusted", "TXT", location)
    assert found["Status"] == "ACTIVE"
    assert admin.list_ip_sets(DetectorId=detector_of(admin))["IpSetIds"] == [identifier]


def test_a_list_is_activated_changed_and_deleted(admin, bucket):
    given = trusted(admin, f"s3://{bucket}/trusted.txt", Activate=False)
    identifier = admin.create_ip_set(**given)["IpSetId"]
    where = {"DetectorId": detector_of(admin), "IpSetId": identifier}

    before = got(admin, identifier)["Status"]
    admin.update_ip_set(**where, Name="renamed", Activate=True)
    after = got(admin, identifier)
    admin.delete_ip_set(**where)

    assert (before, after["Status"], after["Name"]) == ("INACTIVE", "ACTIVE", "renamed")
    assert admin.list_ip_sets(DetectorId=detector_of(admin))["IpSetIds"] == []
    assert error_of(admin.get_ip_set, **where)["Message"] == errors.NOT_FOUND


def deny_reading(organization, bucket):
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3 = organization.client("s3", organization.members[0])
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)


def test_a_list_that_guardduty_cannot_read_is_an_error(organization, admin, bucket):
    location = f"s3://{bucket}/trusted.txt"
    identifier = admin.create_ip_set(**trusted(admin, f"s3://{bucket}/missing.txt"))["IpSetId"]
    where = {"DetectorId": detector_of(admin), "IpSetId": identifier}

    missing = got(admin, identifier)["Status"]
    admin.update_ip_set(**where, Location=location, ExpectedBucketOwner="1" * 12, Activate=True)
    anothers = got(admin, identifier)["Status"]
    owner = organization.members[0]
    admin.update_ip_set(**where, ExpectedBucketOwner=owner, Activate=True)
    readable = got(admin, identifier)["Status"]
    deny_reading(organization, bucket)
    admin.update_ip_set(**where, Activate=True)

    assert (missing, anothers, readable) == ("ERROR", "ERROR", "ACTIVE")
    assert got(admin, identifier)["Status"] == "ERROR"


def test_a_list_under_a_key_needs_the_keys_policy_to_name_guardduty(organization, admin, bucket):
    account = organization.members[0]
    kms = organization.client("kms", account)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    organization.client("s3", account).put_object(
        Bucket=bucket, Key="secret.txt", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    identifier = admin.create_ip_set(**trusted(admin, f"s3://{bucket}/secret.txt"))["IpSetId"]
    role = (
        f"arn:aws:iam::{account}:role/aws-service-role/guardduty.amazonaws.com/"
        "AWSServiceRoleForAmazonGuardDuty"
    )
    service = "guardduty.amazonaws.com"
    organization.client("iam", account).create_service_linked_role(AWSServiceName=service)
    decrypt = {"Principal": {"AWS": role}, "Action": "kms:Decrypt"}
    own = {"Principal": {"AWS": account}, "Action": "kms:PutKeyPolicy"}
    statements = [{"Effect": "Allow", "Resource": "*", **one} for one in (decrypt, own)]

    before = got(admin, identifier)["Status"]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document)
    admin.update_ip_set(DetectorId=detector_of(admin), IpSetId=identifier, Activate=True)

    assert (before, got(admin, identifier)["Status"]) == ("ERROR", "ACTIVE")


def test_a_trusted_list_of_more_than_2000_lines_is_an_error(organization, admin, bucket):
    lines = "\n".join(f"10.0.{n // 256}.{n % 256}" for n in range(2001))
    s3 = organization.client("s3", organization.members[0])
    s3.put_object(Bucket=bucket, Key="long.txt", Body=lines.encode())

    identifier = admin.create_ip_set(**trusted(admin, f"s3://{bucket}/long.txt"))["IpSetId"]

    assert got(admin, identifier)["Status"] == "ERROR"


def test_a_second_trusted_list_is_refused(admin, bucket):
    given = trusted(admin, f"s3://{bucket}/trusted.txt")
    admin.create_ip_set(**given)

    error = error_of(admin.create_ip_set, **given)

    assert (error["Code"], error["Message"]) == ("BadRequestException", errors.TOO_MANY_LISTS)


def test_a_seventh_threat_list_is_refused(admin, bucket):
    given = trusted(admin, f"s3://{bucket}/trusted.txt")
    made = [admin.create_threat_intel_set(**given)["ThreatIntelSetId"] for _ in range(6)]

    error = error_of(admin.create_threat_intel_set, **given)
    detector_id = detector_of(admin)
    listed = admin.list_threat_intel_sets(DetectorId=detector_id)["ThreatIntelSetIds"]
    found = admin.get_threat_intel_set(DetectorId=detector_id, ThreatIntelSetId=made[0])

    assert error["Message"] == errors.TOO_MANY_LISTS
    assert listed == made
    assert found["Status"] == "ACTIVE"


def test_a_location_that_is_none_is_refused(admin):
    error = error_of(admin.create_ip_set, **trusted(admin, "https://example.com/trusted.txt"))

    assert (error["Code"], error["Message"]) == ("BadRequestException", errors.WRONG_LOCATION)


def list_stack(admin, kind, location, name="first"):
    properties = {
        "DetectorId": detector_of(admin),
        "Name": name,
        "Format": "TXT",
        "Location": location,
        "Activate": True,
    }
    return template({"List": {"Type": f"AWS::GuardDuty::{kind}", "Properties": properties}})


@pytest.mark.parametrize(
    ("kind", "get", "name"),
    [
        ("IPSet", "get_ip_set", "IpSetId"),
        ("ThreatIntelSet", "get_threat_intel_set", "ThreatIntelSetId"),
    ],
)
def test_a_stack_makes_changes_and_removes_a_list(organization, admin, bucket, kind, get, name):
    api = organization.client("cloudformation", organization.members[0])
    location = f"s3://{bucket}/trusted.txt"

    create_stack(api, "list", list_stack(admin, kind, location))
    identifier = resource(api, "list", "List")["PhysicalResourceId"]
    update(api, "list", list_stack(admin, kind, location, "second"))
    where = {"DetectorId": detector_of(admin), name: identifier}
    found = getattr(admin, get)(**where)
    api.delete_stack(StackName="list")

    assert (found["Name"], found["Status"]) == ("second", "ACTIVE")
    assert error_of(getattr(admin, get), **where)["Code"] == "BadRequestException"


def test_a_stack_fails_with_a_list_that_guardduty_cannot_read(organization, admin, bucket):
    api = organization.client("cloudformation", organization.members[0])
    location = f"s3://{bucket}/missing.txt"

    create_stack(api, "list", list_stack(admin, "IPSet", location))

    assert f"GuardDuty cannot use {location}" in reason(api, "list", "CREATE_FAILED")
    assert admin.list_ip_sets(DetectorId=detector_of(admin))["IpSetIds"] == []


def filter_stack(admin, criterion):
    properties = {
        "DetectorId": detector_of(admin),
        "Name": "noise",
        "Action": "ARCHIVE",
        "Rank": 1,
        "FindingCriteria": {"Criterion": criterion},
    }
    return template({"Filter": {"Type": "AWS::GuardDuty::Filter", "Properties": properties}})


def archived(organization, account, **details):
    body = {"accountId": account, "region": REGION, **details}
    return organization.control("POST", "/guardduty/findings", body)["service"]["archived"]


def test_a_filter_of_the_administrator_suppresses_findings_of_members(organization, admin):
    member = organization.members[1]
    create_member(organization, member)
    api = organization.client("cloudformation", organization.members[0])
    stack = filter_stack(admin, {"type": {"Eq": ["Recon:EC2/Portscan"]}, "severity": {"Lt": 4}})

    create_stack(api, "filter", stack)
    listed = admin.list_filters(DetectorId=detector_of(admin))["FilterNames"]
    scan = {"type": "Recon:EC2/Portscan"}
    outcomes = [
        archived(organization, member, severity=2, **scan),
        archived(organization, member, severity=5, **scan),
        archived(organization, member, severity=2),
    ]
    update(api, "filter", filter_stack(admin, {"type": {"Eq": ["Other"]}}))
    changed = archived(organization, member, severity=2, **scan)
    api.delete_stack(StackName="filter")

    assert listed == ["noise"]
    assert (outcomes, changed) == ([True, False, False], False)
    assert admin.list_filters(DetectorId=detector_of(admin))["FilterNames"] == []
