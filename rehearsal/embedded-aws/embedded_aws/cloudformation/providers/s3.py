"""AWS::S3::Bucket and AWS::S3::BucketPolicy."""

import json
from collections.abc import Callable
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    strict_client,
    tags,
)
from embedded_aws.cloudformation.providers.s3_shapes import (
    encryption,
    lifecycle,
    logging,
    notification,
    object_lock,
)

Put = Callable[[Any, str, Any], None]


def _put_website(api: Any, bucket: str, value: Any) -> None:
    api.put_bucket_website(Bucket=bucket, WebsiteConfiguration=value)


def _put_cors(api: Any, bucket: str, value: Any) -> None:
    rules = [
        {key: item for key, item in rule.items() if key not in ("Id", "MaxAge")}
        for rule in value["CorsRules"]
    ]
    api.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})


#: Property of the bucket, and the call that sets it.
_PUT: dict[str, Put] = {
    "OwnershipControls": lambda api, bucket, value: api.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls=value
    ),
    "PublicAccessBlockConfiguration": lambda api, bucket, value: (
        api.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration=value
        )
    ),
    "BucketEncryption": lambda api, bucket, value: api.put_bucket_encryption(
        Bucket=bucket, ServerSideEncryptionConfiguration=encryption(value)
    ),
    "VersioningConfiguration": lambda api, bucket, value: api.put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration=value
    ),
    "ObjectLockConfiguration": lambda api, bucket, value: (
        api.put_object_lock_configuration(
            Bucket=bucket, ObjectLockConfiguration=object_lock(value)
        )
    ),
    "LifecycleConfiguration": lambda api, bucket, value: (
        api.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration=lifecycle(value)
        )
    ),
    "LoggingConfiguration": lambda api, bucket, value: api.put_bucket_logging(
        Bucket=bucket, BucketLoggingStatus=logging(value)
    ),
    "CorsConfiguration": _put_cors,
    "WebsiteConfiguration": _put_website,
    "NotificationConfiguration": lambda api, bucket, value: (
        api.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration=notification(value)
        )
    ),
}
_DELETE: dict[str, str] = {
    "BucketEncryption": "delete_bucket_encryption",
    "CorsConfiguration": "delete_bucket_cors",
    "LifecycleConfiguration": "delete_bucket_lifecycle",
    "OwnershipControls": "delete_bucket_ownership_controls",
    "PublicAccessBlockConfiguration": "delete_public_access_block",
    "WebsiteConfiguration": "delete_bucket_website",
}
_EMPTY: dict[str, Any] = {
    "LoggingConfiguration": {},
    "NotificationConfiguration": {},
    "VersioningConfiguration": {"Status": "Suspended"},
}


class Bucket:
    type_name = "AWS::S3::Bucket"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given.get("BucketName", request.generated_name)
        options: dict[str, Any] = {}
        if request.region != "us-east-1":
            options["CreateBucketConfiguration"] = {
                "LocationConstraint": request.region
            }
        if given.get("ObjectLockEnabled"):
            options["ObjectLockEnabledForBucket"] = True
        with strict_client("s3", request) as api:
            self._refuse_own(api, name)
            api.create_bucket(Bucket=name, **options)
            try:
                self._configure(api, request, name, {})
            except Exception:
                api.delete_bucket(Bucket=name)
                raise
        return self._handled(request, name)

    def update(
        self, request: Request, physical_id: str, old_properties: dict[str, Any]
    ) -> Handled:
        with client("s3", request) as api:
            self._configure(api, request, physical_id, old_properties)
        return self._handled(request, physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("s3", request) as api:
            api.delete_bucket(Bucket=physical_id)

    def _refuse_own(self, api: Any, name: str) -> None:
        # In us-east-1 a second CreateBucket by the owner succeeds, in a stack not.
        from embedded_aws.cloudformation.provider import ResourceError

        if any(found["Name"] == name for found in api.list_buckets()["Buckets"]):
            raise ResourceError("AlreadyExists", f"{name} already exists")

    def _configure(
        self, api: Any, request: Request, name: str, old: dict[str, Any]
    ) -> None:
        given = request.properties
        for key, put in _PUT.items():
            if key in given:
                if given[key] != old.get(key):
                    put(api, name, given[key])
            elif key in old:
                if key in _DELETE:
                    getattr(api, _DELETE[key])(Bucket=name)
                elif key in _EMPTY:
                    _PUT[key](api, name, _EMPTY[key])
        own = tags(request, given.get("Tags"))
        if own:
            api.put_bucket_tagging(Bucket=name, Tagging={"TagSet": as_list(own)})
        elif old.get("Tags"):
            api.delete_bucket_tagging(Bucket=name)

    def _handled(self, request: Request, name: str) -> Handled:
        region = request.region
        return Handled(
            name,
            {
                "Arn": f"arn:aws:s3:::{name}",
                "DomainName": f"{name}.s3.amazonaws.com",
                "DualStackDomainName": f"{name}.s3.dualstack.{region}.amazonaws.com",
                "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
                "WebsiteURL": f"http://{name}.s3-website-{region}.amazonaws.com",
            },
        )


class BucketPolicy:
    type_name = "AWS::S3::BucketPolicy"

    def create(self, request: Request) -> Handled:
        with strict_client("s3", request) as api:
            self._put(api, request)
        return Handled(str(request.properties["Bucket"]))

    def update(
        self, request: Request, physical_id: str, old_properties: dict[str, Any]
    ) -> Handled:
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


PROVIDERS = (Bucket(), BucketPolicy())
