"""Findings that are exported to a bucket, and what GuardDuty refuses to export to."""

import gzip
import json
import re

import pytest
from embedded_aws.services.guardduty import errors
from exports_under_test import GUARD_DUTY, Export
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
def export(organization, admin):
    return Export(organization, organization.members[0], detector_of(admin))


def create(admin, properties):
    return admin.create_publishing_destination(
        DetectorId=detector_of(admin), DestinationType="S3", DestinationProperties=properties
    )["DestinationId"]


def refused(admin, properties):
    error = error_of(
        admin.create_publishing_destination,
        DetectorId=detector_of(admin),
        DestinationType="S3",
        DestinationProperties=properties,
    )
    assert error["Code"] == "BadRequestException"
    return error["Message"]


def status(admin):
    [found] = admin.list_publishing_destinations(DetectorId=detector_of(admin))["Destinations"]
    return found["Status"]


def find(organization, account, **details):
    body = {"accountId": account, "region": REGION, **details}
    return organization.control("POST", "/guardduty/findings", body)


def test_a_destination_is_described(admin, export):
    identifier = create(admin, export.destination())

    found = admin.describe_publishing_destination(
        DetectorId=detector_of(admin), DestinationId=identifier
    )

    assert (found["DestinationType"], found["Status"]) == ("S3", "PUBLISHING")
    assert found["DestinationProperties"] == export.destination()


def test_a_finding_of_a_member_stands_as_an_object_in_the_bucket(organization, admin, export):
    member = organization.members[1]
    create_member(organization, member)
    create(admin, export.destination())

    made = find(organization, member, severity=8)
    [found] = export.objects()
    answer = export.s3.get_object(Bucket=export.bucket, Key=found["Key"])
    [line] = gzip.decompress(answer["Body"].read()).decode().splitlines()

    name = rf"AWSLogs/{member}/GuardDuty/{REGION}/\d{{4}}/\d\d/\d\d/[0-9a-f-]{{36}}\.jsonl\.gz"
    assert re.fullmatch(name, found["Key"])
    assert json.loads(line) == made
    assert (answer["ServerSideEncryption"], answer["SSEKMSKeyId"]) == ("aws:kms", export.key)


def test_what_is_archived_is_not_exported(organization, admin, export):
    create(admin, export.destination())

    find(organization, organization.members[0], archived=True)

    assert export.objects() == []


def test_a_bucket_that_closed_since_gets_nothing_and_the_destination_says_so(
    organization, admin, export
):
    create(admin, export.destination())
    export.s3.delete_bucket_policy(Bucket=export.bucket)

    find(organization, organization.members[0])
    closed, objects = status(admin), export.objects()
    export.admit_to_bucket()
    find(organization, organization.members[0])

    assert (closed, objects) == ("UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY", [])
    assert (status(admin), len(export.objects())) == ("PUBLISHING", 1)


def test_an_export_needs_the_policies_of_bucket_and_key(admin, export):
    other = {"StringEquals": {"aws:SourceAccount": "111111111111"}}

    export.admit_to_bucket(Condition=other)
    no_bucket = refused(admin, export.destination())
    export.admit_to_bucket(Condition=export.condition)
    export.admit_to_key(Condition=other)
    no_key = refused(admin, export.destination())

    assert no_bucket == no_key == errors.NO_EXPORT_PERMISSION


def test_an_export_says_how_it_encrypts(admin, export):
    unencrypted = {
        "Effect": "Deny",
        "Principal": GUARD_DUTY,
        "Action": "s3:PutObject",
        "Resource": f"{export.arn}/*",
        "Condition": {
            "StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": export.key}
        },
    }
    policy = json.loads(export.s3.get_bucket_policy(Bucket=export.bucket)["Policy"])
    policy["Statement"].append(unencrypted)
    export.s3.put_bucket_policy(Bucket=export.bucket, Policy=json.dumps(policy))

    assert create(admin, export.destination())


def test_an_export_needs_a_bucket_and_its_folder(admin, export):
    missing = refused(admin, export.destination(DestinationArn="arn:aws:s3:::no-such-bucket"))
    folder = export.destination(DestinationArn=f"{export.arn}/guardduty")
    no_folder = refused(admin, folder)
    export.s3.put_object(Bucket=export.bucket, Key="guardduty/")

    assert missing == errors.NO_EXPORT_BUCKET
    assert no_folder == errors.NO_EXPORT_FOLDER
    assert create(admin, folder)


def test_an_export_needs_a_key_of_the_buckets_region(admin, export):
    far = export.make_key("us-east-1")

    assert refused(admin, export.destination(KmsKeyArn=far)) == errors.WRONG_EXPORT_KEY


def test_a_second_destination_is_refused(admin, export):
    create(admin, export.destination())

    assert refused(admin, export.destination()) == errors.DESTINATION_EXISTS


def test_a_region_that_is_opted_into_has_a_principal_of_its_own(organization):
    account, region = organization.members[0], "me-south-1"
    change = {"region": region, "status": "ENABLED"}
    organization.control("POST", f"/accounts/{account}/regions", change)
    api = organization.client("guardduty", account, region)
    export = Export(organization, account, api.create_detector(Enable=True)["DetectorId"])
    regional = {"Principal": {"Service": f"guardduty.{region}.amazonaws.com"}}

    export.admit_to_bucket()
    export.admit_to_key()
    message = refused(api, export.destination())
    export.admit_to_bucket(**regional)
    export.admit_to_key(**regional)

    assert message == errors.NO_EXPORT_PERMISSION
    assert create(api, export.destination())


def stack_of(organization, export, admin, **changes):
    properties = {
        "DetectorId": detector_of(admin),
        "DestinationType": "S3",
        "DestinationProperties": export.destination(**changes),
    }
    made = {"Type": "AWS::GuardDuty::PublishingDestination", "Properties": properties}
    return template({"Export": made})


def test_a_stack_makes_changes_and_removes_a_destination(organization, admin, export):
    api = organization.client("cloudformation", organization.members[0])
    export.s3.put_object(Bucket=export.bucket, Key="guardduty/")

    create_stack(api, "export", stack_of(organization, export, admin))
    name = resource(api, "export", "Export")["PhysicalResourceId"]
    folder = f"{export.arn}/guardduty"
    update(api, "export", stack_of(organization, export, admin, DestinationArn=folder))
    detector_id, identifier = name.split("|")
    found = admin.describe_publishing_destination(DetectorId=detector_id, DestinationId=identifier)[
        "DestinationProperties"
    ]
    api.delete_stack(StackName="export")

    assert found["DestinationArn"] == folder
    assert admin.list_publishing_destinations(DetectorId=detector_id)["Destinations"] == []


def test_a_stack_fails_where_guardduty_may_not_write(organization, admin, export):
    api = organization.client("cloudformation", organization.members[0])
    export.s3.delete_bucket_policy(Bucket=export.bucket)

    create_stack(api, "export", stack_of(organization, export, admin))

    assert errors.NO_EXPORT_PERMISSION in reason(api, "export", "CREATE_FAILED")
