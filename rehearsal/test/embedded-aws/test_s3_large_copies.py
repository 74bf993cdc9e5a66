"""Copies in parts, of what is too large for one."""

import json

import pytest
from organizations_under_test import REGION, code_of, control, error_of
from reports_under_test import WRITING, Reports, parts, without


@pytest.fixture
def reports(aws):
    return Reports(aws)


@pytest.fixture
def small_copies(aws):
    control(aws.endpoint, "POST", "/s3/copy-limit", {"bytes": 6 * 1024**2})
    yield
    control(aws.endpoint, "POST", "/s3/copy-limit")


def test_a_copy_of_more_than_five_gigabytes_is_refused(reports, small_copies):
    reports.put(Body=bytes(6 * 1024**2 + 1))

    error = error_of(reports.copy)

    assert error["Code"] == "InvalidRequest"
    assert error["Message"].startswith(
        "The specified copy source is larger than the maximum allowable size for a copy source: "
    )


def test_a_large_object_is_copied_in_parts(reports, small_copies):
    body = bytes(range(256)) * 4096 * 11
    reports.put(Body=body)
    half = 6 * 1024**2

    upload, made = parts(
        reports,
        f"0-{half - 1}",
        f"{half}-{len(body) - 1}",
        Metadata={"source-version": "1"},
        Tagging="a=b",
    )
    done = reports.s3.complete_multipart_upload(
        Bucket=reports.target, Key="k", UploadId=upload, MultipartUpload={"Parts": made}
    )

    found = reports.read()
    assert found["Body"].read() == body
    assert found["Metadata"] == {"source-version": "1"}
    assert found["VersionId"] == done["VersionId"]
    assert reports.tags() == [{"Key": "a", "Value": "b"}]


def test_a_part_is_of_what_is_there_and_not_too_large(reports, small_copies):
    size = 13 * 1024**2
    reports.put(Body=bytes(size))

    beyond = error_of(lambda: parts(reports, f"{size - 10}-{size}"))
    too_large = error_of(lambda: parts(reports, f"0-{size - 1}"))

    assert beyond["Code"] == "InvalidArgument"
    assert f"not valid for source object of size: {size}" in beyond["Message"]
    assert too_large["Code"] == "InvalidRequest"


def test_a_copy_in_parts_with_tags_needs_the_permission_for_tags(aws):
    reports = Reports(aws, admitted=without(WRITING, "s3:PutObjectTagging"))
    target = {"Bucket": reports.target, "Key": "k"}

    assert code_of(reports.s3.create_multipart_upload, **target, Tagging="a=b") == "AccessDenied"
    assert reports.s3.create_multipart_upload(**target)["UploadId"]


def test_an_upload_in_parts_is_told_once(reports):
    sqs = reports.organization.client("sqs", reports.spoke)
    url = sqs.create_queue(QueueName="objects")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{reports.spoke}:objects"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    one = {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}
    reports.receiver.put_bucket_notification_configuration(
        Bucket=reports.target, NotificationConfiguration={"QueueConfigurations": [one]}
    )
    reports.put()

    upload, made = parts(reports, "0-0")
    reports.s3.complete_multipart_upload(
        Bucket=reports.target, Key="k", UploadId=upload, MultipartUpload={"Parts": made}
    )
    reports.copy()

    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    found = [json.loads(one["Body"]) for one in messages]
    names = [one["Records"][0]["eventName"] for one in found if "Records" in one]
    assert names == ["ObjectCreated:CompleteMultipartUpload", "ObjectCreated:Copy"]
