"""Writes and deletions that are for one state of an object only."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from organizations_under_test import code_of
from reports_under_test import LOCATION, WRITING, Reports, parts, without


@pytest.fixture
def reports(aws):
    return Reports(aws)


def test_a_copy_may_be_for_one_state_of_source_and_target_only(reports):
    reports.put()
    etag = reports.copy(IfNoneMatch="*")["CopyObjectResult"]["ETag"]

    assert reports.refused(IfNoneMatch="*") == "PreconditionFailed"
    assert reports.refused(IfMatch="other") == "PreconditionFailed"
    assert reports.refused(CopySourceIfMatch="other") == "PreconditionFailed"
    assert reports.copy(IfMatch=etag, CopySourceIfMatch=etag)
    reports.put("new")
    assert reports.refused("new", IfMatch=etag) == "NoSuchKey"


def test_an_upload_in_parts_may_be_for_one_state_of_its_target_only(reports):
    reports.put()
    upload, made = parts(reports, "0-0")
    target = {"Bucket": reports.target, "Key": "k", "UploadId": upload}
    complete = {**target, "MultipartUpload": {"Parts": made}}

    missing = code_of(reports.s3.complete_multipart_upload, **complete, IfMatch="other")
    reports.s3.complete_multipart_upload(**complete, IfNoneMatch="*")

    assert missing == "NoSuchKey"
    assert reports.read()["Body"].read() == b"x"


def test_a_deletion_may_be_of_one_state_only(reports):
    etag = reports.put()["ETag"]
    owner, target = reports.owner, {"Bucket": reports.source, "Key": "k"}

    changed = code_of(owner.delete_object, **target, IfMatch="other")
    owner.delete_object(**target, IfMatch=etag)
    gone = code_of(owner.delete_object, **target, IfMatch="*")

    assert (changed, gone) == ("PreconditionFailed", "NoSuchKey")


def test_a_condition_on_an_etag_needs_the_permission_to_read(aws):
    reports = Reports(aws, admitted=without(WRITING, "s3:GetObject"))
    etag = reports.put()["ETag"]
    reports.copy()

    assert reports.refused(IfMatch=etag) == "AccessDenied"


def test_of_many_that_write_where_nothing_is_one_succeeds(client, account_id):
    bucket, s3 = f"once-{account_id}", client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=LOCATION)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def put(n):
        with contextlib.suppress(s3.exceptions.ClientError):
            return s3.put_object(Bucket=bucket, Key="k", Body=b"x", IfNoneMatch="*")

    with ThreadPoolExecutor(8) as pool:
        done = [one for one in pool.map(put, range(40)) if one]

    assert len(done) == 1
    assert len(s3.list_object_versions(Bucket=bucket)["Versions"]) == 1
