"""AWS::S3::BucketPolicy."""

import json
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import client, strict_client


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


PROVIDERS = (BucketPolicy(),)
