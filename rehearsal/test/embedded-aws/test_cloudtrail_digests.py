"""Digest files and public keys, checked by what AWS publishes for those who check by themselves.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
"""

import base64
import gzip
import hashlib
import json
from datetime import datetime, timedelta, timezone

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key
from organizations_under_test import REGION, Organization, control
from test_cloudtrail import PRINCIPAL, TRAIL, create, make_bucket

RECORDS = [{"eventName": "StopLogging", "eventID": "1"}]


@pytest.fixture
def organization(aws):
    found = Organization(aws)
    found.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    found.archive = found.members[0]
    found.bucket = make_bucket(found, found.archive)
    arn = create(found, EnableLogFileValidation=True)["TrailARN"]
    found.client("cloudtrail").start_logging(Name=arn)
    return found


def deliver(organization, region=REGION):
    body = {"accountId": organization.members[1], "region": region, "records": RECORDS}
    return control(organization.endpoint, "POST", "/cloudtrail/digests", body)["deliveries"]


def stored(organization, key):
    s3 = organization.client("s3", organization.archive)
    answer = s3.get_object(Bucket=organization.bucket, Key=key)
    return gzip.decompress(answer["Body"].read()), answer["Metadata"]


def public_key(organization, account, region=REGION):
    now = datetime.now(timezone.utc)
    cloudtrail = organization.client("cloudtrail", account, region)
    [key] = cloudtrail.list_public_keys(StartTime=now - timedelta(hours=1), EndTime=now)[
        "PublicKeyList"
    ]
    return key


def verify(key, digest, content, metadata):
    """Raises where the signature is not the key's over the digest.

    The key is PKCS #1; SubjectPublicKeyInfo around it makes it one that the library loads.
    """
    place = f"{digest['digestS3Bucket']}/{digest['digestS3Object']}"
    checksum = hashlib.sha256(content).hexdigest()
    signed = "\n".join([digest["digestEndTime"], place, checksum, "null"])
    load_der_public_key(key["Value"]).verify(
        bytes.fromhex(metadata["signature"]), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
    )


def test_a_digest_names_its_log_file_and_is_signed_by_the_key_of_its_region(organization):
    [delivery] = deliver(organization)

    content, metadata = stored(organization, delivery["digest"])
    digest = json.loads(content)
    key = public_key(organization, organization.members[0])
    log, _ = stored(organization, delivery["logFile"])
    [named] = digest["logFiles"]
    assert json.loads(log) == {"Records": RECORDS}
    assert named["s3Object"] == delivery["logFile"]
    assert named["hashValue"] == hashlib.sha256(log).hexdigest()
    assert digest["digestPublicKeyFingerprint"] == key["Fingerprint"]
    assert metadata["signature-algorithm"] == "SHA256withRSA"
    verify(key, digest, content, metadata)
    with pytest.raises(InvalidSignature):
        verify(key, digest, content + b" ", metadata)


def test_a_digest_of_an_organization_trail_lies_in_the_folder_of_account_and_region(organization):
    [delivery] = deliver(organization, "us-east-1")

    member = organization.members[1]
    folder = f"AWSLogs/{organization.id}/{member}/CloudTrail-Digest/us-east-1/"
    name = delivery["digest"].rsplit("/", 1)[1]
    assert delivery["digest"].startswith(folder)
    assert name.startswith(f"{member}_CloudTrail-Digest_us-east-1_{TRAIL}_{REGION}_")


def test_a_key_is_the_same_for_every_account_and_another_in_every_region(organization):
    first, second = organization.members

    here = public_key(organization, first)
    there = public_key(organization, second)
    elsewhere = public_key(organization, first, "us-east-1")

    assert here["Value"] == there["Value"]
    assert here["Value"] != elsewhere["Value"]
    assert base64.b64encode(here["Value"])


def test_a_trail_without_validation_delivers_no_digest(organization):
    organization.client("cloudtrail").update_trail(Name=TRAIL, EnableLogFileValidation=False)

    assert deliver(organization) == []


def test_a_bucket_that_no_longer_admits_the_trail_gets_nothing(organization):
    s3 = organization.client("s3", organization.archive)
    s3.delete_bucket_policy(Bucket=organization.bucket)

    [delivery] = deliver(organization)

    assert delivery["outcome"] == "refused"
    assert s3.list_objects_v2(Bucket=organization.bucket)["KeyCount"] == 0
