"""AWS::S3::Bucket, with the properties that moto's model leaves out."""

import json
import re
from typing import TYPE_CHECKING, Any

from moto.s3.exceptions import InvalidNamespaceHeaderException

from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    ResourceError,
    already_exists,
)
from embedded_aws.cloudformation.providers.api_calls import client, strict_client
from embedded_aws.cloudformation.refusals import reported
from embedded_aws.services.s3 import properties as settings

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket

_REGIONAL_NAME = re.compile(r".+-\d{12}-[a-z]{2}(-[a-z]+)+-\d-an")
_WITHOUT_NAMESPACE = frozenset({"me-central-1", "me-south-1"})


def _backend(request: Request) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[request.account_id]["aws"]


def _name(request: Request) -> str:
    given = request.properties.get("BucketName")
    prefix = request.properties.get("BucketNamePrefix")
    if given:
        return str(given)
    if prefix:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
        return f"{prefix}-{request.account_id}-{request.region}-an"
    return request.generated_name.lower()


def _check_namespace(request: Request, name: str) -> None:
    """Names of the account-regional namespace end in account and region, and no others do.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
    """
    suffix = f"-{request.account_id}-{request.region}-an"
    given = request.properties
    regional = given.get("BucketNamespace") == "account-regional"
    if regional and request.region in _WITHOUT_NAMESPACE:
        raise ResourceError(
            "InvalidRequest", f"Account-regional namespaces are not available in {request.region}"
        )
    if regional and not name.endswith(suffix):
        refused = InvalidNamespaceHeaderException(request.account_id, request.region)
        raise ResourceError("InvalidNamespaceHeader", str(refused.message))
    reserved = not (regional or given.get("BucketNamePrefix"))
    if reserved and _REGIONAL_NAME.fullmatch(name):
        raise ResourceError("InvalidBucketName", f"Bucket name {name} is reserved")


class BucketProvider:
    """A bucket and everything that its template says of it."""

    type_name = "AWS::S3::Bucket"

    @reported
    def create(self, request: Request) -> Handled:
        name = _name(request)
        backend = _backend(request)
        namespace = request.properties.get("BucketNamespace")
        _check_namespace(request, name)
        if name in backend.buckets:
            raise already_exists(self.type_name, name)
        bucket = backend.create_bucket(name, request.region, bucket_namespace=namespace)
        try:
            settings.apply(backend, bucket, request.properties, {})
        except Exception:
            # A bucket that cannot be configured is rolled back with its resource.
            backend.delete_bucket(name)
            raise
        settings.tag(backend, bucket, request.stack_tags, request.properties.get("Tags"))
        return self._handled(bucket)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        backend = _backend(request)
        bucket = backend.buckets.get(physical_id)
        if bucket is None:
            raise NotFound(physical_id)
        settings.apply(backend, bucket, request.properties, old_properties)
        settings.tag(backend, bucket, request.stack_tags, request.properties.get("Tags"))
        return self._handled(bucket)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        backend = _backend(request)
        bucket = backend.buckets.get(physical_id)
        if bucket is None:
            raise NotFound(physical_id)
        if bucket.keys:
            raise ResourceError("BucketNotEmpty", "The bucket you tried to delete is not empty.")
        backend.delete_bucket(physical_id)

    def _handled(self, bucket: "FakeBucket") -> Handled:
        return Handled(
            bucket.name,
            {
                "Arn": bucket.arn,
                "DomainName": bucket.domain_name,
                "DualStackDomainName": bucket.dual_stack_domain_name,
                "RegionalDomainName": bucket.regional_domain_name,
                "WebsiteURL": bucket.website_url,
            },
        )


class BucketPolicy:
    type_name = "AWS::S3::BucketPolicy"

    def create(self, request: Request) -> Handled:
        with strict_client("s3", request) as api:
            self._put(api, request)
        return Handled(str(request.properties["Bucket"]))

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("s3", request) as api:
            self._put(api, request)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("s3", request) as api:
            api.delete_bucket_policy(Bucket=request.properties["Bucket"])

    def _put(self, api: Any, request: Request) -> None:
        document = request.properties["PolicyDocument"]
        text = document if isinstance(document, str) else json.dumps(document)
        api.put_bucket_policy(Bucket=request.properties["Bucket"], Policy=text)


PROVIDERS = (BucketProvider(), BucketPolicy())
