"""Keys and metadata that S3 does not take.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
"""

import urllib.error
import urllib.request

import pytest
from organizations_under_test import REGION, error_of


@pytest.fixture
def bucket(client, account_id):
    name = f"names-{account_id}"
    client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return name


@pytest.mark.parametrize("key", ["a" * 1025, "ä" * 513, "folder/" * 146 + "abcd"])
def test_a_key_over_1024_bytes_is_refused(client, bucket, key):
    """https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""
    s3 = client("s3")
    s3.put_object(Bucket=bucket, Key="source", Body=b"x")
    source = {"Bucket": bucket, "Key": "source"}

    errors = [
        error_of(s3.put_object, Bucket=bucket, Key=key, Body=b"x"),
        error_of(s3.copy_object, Bucket=bucket, Key=key, CopySource=source),
        error_of(s3.create_multipart_upload, Bucket=bucket, Key=key),
    ]

    assert [error["Code"] for error in errors] == ["KeyTooLongError"] * 3
    assert errors[0]["Message"] == "Your key is too long"


@pytest.mark.parametrize("key", ["a" * 1024, "ä" * 512])
def test_a_key_of_1024_bytes_is_taken(client, bucket, key):
    client("s3").put_object(Bucket=bucket, Key=key, Body=b"x")

    [found] = client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert found["Key"] == key


def test_metadata_over_2_kb_is_refused(client, bucket):
    s3 = client("s3")
    # The names count as well as the values, by their bytes.
    most = {"a": "x" * 1023, "b": "x" * 1023}
    s3.put_object(Bucket=bucket, Key="most", Body=b"x", Metadata=most)
    too_much = {**most, "c": ""}

    errors = [
        error_of(s3.put_object, Bucket=bucket, Key="k", Body=b"x", Metadata=too_much),
        error_of(s3.create_multipart_upload, Bucket=bucket, Key="k", Metadata=too_much),
        error_of(
            s3.copy_object,
            Bucket=bucket,
            Key="k",
            CopySource={"Bucket": bucket, "Key": "most"},
            Metadata=too_much,
            MetadataDirective="REPLACE",
        ),
    ]

    assert [error["Code"] for error in errors] == ["MetadataTooLarge"] * 3
    assert errors[0]["Message"] == (
        "Your metadata headers exceed the maximum allowed metadata size"
    )


@pytest.mark.parametrize("key", ["../x", "videos/../../video1.wmv", "videos/../../2014/video1.wmv"])
def test_a_key_that_leads_out_of_its_bucket_is_refused_without_a_word(client, bucket, key):
    """AWS answers 400 with an empty body: https://github.com/floci-io/floci/issues/1231, 1320."""
    s3 = client("s3")
    s3.put_object(Bucket=bucket, Key="source", Body=b"x")
    source = {"Bucket": bucket, "Key": "source"}
    url = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": key})
    request = urllib.request.Request(url, method="PUT", data=b"x")

    errors = [
        error_of(s3.put_object, Bucket=bucket, Key=key, Body=b"x"),
        error_of(s3.copy_object, Bucket=bucket, Key=key, CopySource=source),
        error_of(s3.head_object, Bucket=bucket, Key=key),
        error_of(s3.delete_object, Bucket=bucket, Key=key),
    ]
    with pytest.raises(urllib.error.HTTPError) as presigned:
        urllib.request.urlopen(request)

    assert {(error["Code"], error["Message"]) for error in errors} == {("400", "Bad Request")}
    assert (presigned.value.code, presigned.value.read()) == (400, b"")


@pytest.mark.parametrize("key", ["videos/2014/../../video1.wmv", "a/..", "..a/b", "a/.../b"])
def test_a_key_that_stays_in_its_bucket_is_taken_as_it_is(client, bucket, key):
    client("s3").put_object(Bucket=bucket, Key=key, Body=b"x")

    [found] = client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    assert found["Key"] == key


def test_the_key_soap_is_refused_and_longer_ones_are_not(client, bucket):
    s3 = client("s3")

    error = error_of(s3.put_object, Bucket=bucket, Key="soap", Body=b"x")
    for key in ("soap/x", "a/soap", "soapy"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")

    assert error["Code"] == "400"
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 3


def test_without_credentials_only_a_bucket_that_is_not_there_is_not_found(aws, bucket):
    """https://github.com/aws/aws-sdk-java/issues/1256"""

    def status(name):
        request = urllib.request.Request(f"{aws.endpoint}/{name}", method="HEAD")
        try:
            with urllib.request.urlopen(request) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code

    assert status(f"not-{bucket}") == 404
    assert status(bucket) != 404
