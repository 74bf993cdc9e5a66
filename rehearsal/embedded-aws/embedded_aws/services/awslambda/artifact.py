"""The deployment package of a function, read from S3 as Lambda does."""

from typing import Any

from moto.s3.exceptions import MissingBucket, MissingKey
from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from embedded_aws.services.awslambda.errors import InvalidParameterValue


def check(account_id: str, region: str, code: dict[str, Any]) -> None:
    """:raises InvalidParameterValue: when Lambda could not read the package.

    The bucket must be in the function's region.
    https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html
    """
    bucket_name, key = code.get("S3Bucket"), code.get("S3Key")
    if not bucket_name or not key or "ZipFile" in code:
        return
    backend = s3_backends[account_id][get_partition(region)]
    try:
        bucket = backend.get_bucket(bucket_name)
        if bucket.region_name != region:
            raise _refused(
                "PermanentRedirect",
                f"The bucket is in this region: {bucket.region_name}. Please use this "
                "region to retry the request",
            )
        found = backend.get_object(bucket_name, key)
    except MissingBucket as error:
        raise _refused("NoSuchBucket", "The specified bucket does not exist") from error
    except MissingKey:
        found = None
    if found is None:
        raise _refused("NoSuchKey", "The specified key does not exist.")


def _refused(code: str, message: str) -> InvalidParameterValue:
    return InvalidParameterValue(
        f"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}"
    )
