"""Copies of objects from one account's bucket to another's."""

import json

import pytest
from embedded_aws.services.s3.operations import source_of
from organizations_under_test import Organization, code_of
from reports_under_test import LOCATION, READING, WRITING, Reports, allow, without


@pytest.fixture
def reports(aws):
    return Reports(aws)


def test_a_copy_has_the_bytes_metadata_and_tags_of_its_source(reports):
    put = reports.put(
        Body=b"abc",
        ContentType="text/csv",
        CacheControl="no-cache",
        Metadata={"tool": "scout"},
        Tagging="severity=high",
    )

    copied = reports.copy()

    found = reports.read()
    assert found["Body"].read() == b"abc"
    assert (found["ContentType"], found["CacheControl"]) == ("text/csv", "no-cache")
    assert found["Metadata"] == {"tool": "scout"}
    assert reports.tags() == [{"Key": "severity", "Value": "high"}]
    assert copied["CopySourceVersionId"] == put["VersionId"]
    assert copied["VersionId"] == found["VersionId"] != put["VersionId"]


def test_metadata_that_is_replaced_is_what_the_copy_says_and_tags_are_copied_still(reports):
    reports.put(ContentType="text/csv", Metadata={"tool": "scout"}, Tagging="severity=high")

    reports.copy(
        MetadataDirective="REPLACE",
        ContentType="text/plain",
        ContentEncoding="gzip",
        Metadata={"source-version": "1"},
    )

    found = reports.read()
    assert (found["ContentType"], found["ContentEncoding"]) == ("text/plain", "gzip")
    assert found["Metadata"] == {"source-version": "1"}
    assert reports.tags() == [{"Key": "severity", "Value": "high"}]


@pytest.mark.parametrize(
    "key", ["a b", "a+b", "a%20b", "a%b", "ä/ü", "a?b=c", "a#b&c", "k" * 900, "a/./b"]
)
def test_any_key_can_be_copied(reports, key):
    reports.put(key, Body=key.encode())

    reports.copy(key)

    assert reports.read(key)["Body"].read() == key.encode()


@pytest.mark.parametrize(
    ("header", "key", "version"),
    [
        ("/bucket/a+b", "a b", None),
        ("bucket/a%2Bb", "a+b", None),
        ("bucket%2Fa%3FversionId%3D1", "a?versionId=1", None),
        ("bucket/a?versionId=1", "a", "1"),
    ],
)
def test_the_header_of_a_copy_is_encoded_as_a_url(header, key, version):
    found = source_of({"x-amz-copy-source": header})

    assert (found.bucket, found.key, found.version_id) == ("bucket", key, version)


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:GetObjectTagging"])
def test_the_role_must_be_allowed_to_read_the_source(aws, action):
    reports = Reports(aws, reading=without(READING, action))
    reports.put(Tagging="a=b")

    assert reports.refused() == "AccessDenied"


def test_a_version_of_the_source_needs_the_permission_for_versions(aws):
    reports = Reports(aws)
    version = reports.put()["VersionId"]
    source = {"Bucket": reports.source, "Key": "k", "VersionId": version}
    more = [*READING, "s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
    other = Reports(aws, reading=more)
    own = {"Bucket": other.source, "Key": "k", "VersionId": other.put(Tagging="a=b")["VersionId"]}

    assert reports.refused(CopySource=source) == "AccessDenied"
    other.copy(CopySource=own)
    assert other.tags() == [{"Key": "a", "Value": "b"}]


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:PutObjectTagging"])
def test_both_the_role_and_the_target_must_allow_the_copy(aws, action):
    by_role = Reports(aws, writing=without(WRITING, action))
    by_bucket = Reports(aws, admitted=without(WRITING, action))

    for reports in (by_role, by_bucket):
        reports.put(Tagging="a=b")
        assert reports.refused() == "AccessDenied"


def test_an_object_without_tags_needs_no_permission_for_them(aws):
    no_tags = without(WRITING, "s3:PutObjectTagging")
    reports = Reports(aws, without(READING, "s3:GetObjectTagging"), no_tags, no_tags)
    reports.put()

    reports.copy()

    assert reports.read()["Body"].read() == b"x"


def test_another_owner_than_expected_is_refused(reports):
    reports.put()

    assert reports.refused(ExpectedBucketOwner=reports.other) == "AccessDenied"
    assert reports.refused(ExpectedSourceBucketOwner=reports.other) == "AccessDenied"


def test_a_bucket_that_is_not_there_is_told(reports):
    reports.put()

    assert reports.refused(Bucket=f"spoke-{reports.other}") == "NoSuchBucket"


def test_a_missing_object_is_told_only_to_those_who_may_list(aws):
    may = Reports(aws)
    may_not = Reports(aws, admitted=without(WRITING, "s3:ListBucket"))
    head = {"Key": "none"}

    assert code_of(may.s3.head_object, Bucket=may.target, **head) == "404"
    assert code_of(may_not.s3.head_object, Bucket=may_not.target, **head) == "403"
    assert code_of(may_not.s3.get_object, Bucket=may_not.target, **head) == "AccessDenied"
    assert may.refused("none") == "NoSuchKey"


def test_a_missing_source_is_told_only_to_those_who_may_list(aws):
    reports = Reports(aws, reading=without(READING, "s3:ListBucket"))

    assert reports.refused("none") == "AccessDenied"


def test_a_role_of_a_third_account_may_not_read_or_write(reports):
    reports.put()
    reports.copy()
    organization, target = reports.organization, {"Bucket": reports.target, "Key": "k"}

    for account_id in (organization.management, reports.other, reports.central):
        stranger = organization.client("s3", account_id)
        assert code_of(stranger.get_object, **target) == "AccessDenied"
        assert code_of(stranger.put_object, **target, Body=b"y") == "AccessDenied"
        assert code_of(stranger.list_objects_v2, Bucket=reports.target) == "AccessDenied"
    assert reports.read()["Body"].read() == b"x"


def test_a_role_writes_to_its_organization_if_its_policy_says_so(aws):
    reports = Reports(aws)
    iam = reports.organization.client("iam", reports.central)
    own = {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}
    statements = [allow(reports.source, READING), {**allow("*", WRITING), "Condition": own}]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_role_policy(RoleName="dispatcher", PolicyName="own", PolicyDocument=document)
    outside = Organization(aws, 1)
    elsewhere = f"spoke-{outside.members[0]}"
    foreign = outside.client("s3", outside.members[0])
    foreign.create_bucket(Bucket=elsewhere, CreateBucketConfiguration=LOCATION)
    everybody = {**allow(elsewhere, WRITING), "Principal": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
    foreign.delete_public_access_block(Bucket=elsewhere)
    foreign.put_bucket_policy(Bucket=elsewhere, Policy=policy)
    reports.put()

    reports.copy()

    options = {"Bucket": elsewhere, "ExpectedBucketOwner": outside.members[0]}
    assert reports.refused(**options) == "AccessDenied"


def test_an_object_is_whole_when_it_is_told(client, account_id, monkeypatch):
    """A read at once finds its metadata and tags."""
    from embedded_aws.lookup import buckets as lookup
    from embedded_aws.services.s3 import notifications

    seen = []

    def look(writer, name, bucket, key):
        seen.append((dict(key.metadata)["x-amz-meta-a"], lookup.tags_of(key)))

    monkeypatch.setattr(notifications, "_deliver", look)
    bucket, s3 = f"told-{account_id}", client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=LOCATION)
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )

    s3.put_object(Bucket=bucket, Key="k", Body=b"x", Metadata={"a": "b"}, Tagging="c=d")

    assert seen == [("b", {"c": "d"})]
