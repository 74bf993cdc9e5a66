"""Two buckets of an organization, and a role that copies from one to the other."""

import json
from typing import Any

import boto3
from embedded_aws.lookup import functions as permissions
from embedded_aws.server import Server
from embedded_aws.services.awslambda import credentials
from functions import function, role
from organizations_under_test import REGION, Organization, code_of

LOCATION = {"LocationConstraint": REGION}
READING = ["s3:GetObject", "s3:GetObjectTagging", "s3:ListBucket"]
WRITING = ["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:ListBucket"]


class Reports:
    """A central bucket, a function's role that copies, and the bucket of another account."""

    def __init__(
        self,
        aws: Server,
        reading: list[str] = READING,
        writing: list[str] = WRITING,
        admitted: list[str] = WRITING,
    ) -> None:
        self.endpoint = aws.endpoint
        self.organization = Organization(aws, 3)
        [self.central, self.spoke, self.other] = self.organization.members
        self.source, self.target = f"central-{self.central}", f"spoke-{self.spoke}"
        self.owner = self._bucket(self.central, self.source)
        self.receiver = self._bucket(self.spoke, self.target)
        self.s3 = self._dispatcher(reading, writing)
        self.receiver.put_bucket_policy(Bucket=self.target, Policy=self._policy(admitted))

    def _bucket(self, account_id: str, name: str) -> Any:
        s3 = self.organization.client("s3", account_id)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=LOCATION)
        versioned = {"Status": "Enabled"}
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioned)
        return s3

    def _dispatcher(self, reading: list[str], writing: list[str]) -> Any:
        def client(service: str) -> Any:
            return self.organization.client(service, self.central)

        arn = role(
            client,
            "dispatcher",
            *[
                allow(one, actions)
                for one, actions in ((self.source, reading), ("spoke-*", writing))
            ],
        )
        keys = credentials.environment(permissions.find(function(client, "", Role=arn)))
        return boto3.client(
            "s3",
            region_name=REGION,
            endpoint_url=self.endpoint,
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=keys["AWS_SESSION_TOKEN"],
        )

    def _policy(self, actions: list[str]) -> str:
        statement = {
            **allow(self.target, actions),
            "Principal": {"AWS": f"arn:aws:iam::{self.central}:root"},
            "Condition": {
                "ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{self.central}:role/dispatcher"}
            },
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def put(self, key: str = "k", **options: Any) -> Any:
        return self.owner.put_object(**{"Bucket": self.source, "Key": key, "Body": b"x", **options})

    def copying(self, key: str = "k", **options: Any) -> dict[str, Any]:
        wanted = {
            "Bucket": self.target,
            "Key": key,
            "CopySource": {"Bucket": self.source, "Key": key},
            "ExpectedBucketOwner": self.spoke,
            "ExpectedSourceBucketOwner": self.central,
        }
        return {**wanted, **options}

    def copy(self, key: str = "k", **options: Any) -> Any:
        return self.s3.copy_object(**self.copying(key, **options))

    def refused(self, key: str = "k", **options: Any) -> str:
        return code_of(self.s3.copy_object, **self.copying(key, **options))

    def read(self, key: str = "k") -> Any:
        return self.receiver.get_object(Bucket=self.target, Key=key)

    def tags(self, key: str = "k") -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.receiver.get_object_tagging(Bucket=self.target, Key=key)[
            "TagSet"
        ]
        return found


def allow(bucket: str, actions: list[str]) -> dict[str, Any]:
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def without(actions: list[str], *missing: str) -> list[str]:
    return [action for action in actions if action not in missing]


def parts(reports: Reports, *ranges: str, **options: Any) -> tuple[str, list[dict[str, Any]]]:
    """A copy in parts; answers the number and ETag of each."""
    target = {"Bucket": reports.target, "Key": "k"}
    upload = reports.s3.create_multipart_upload(**target, **options)["UploadId"]
    made = []
    for number, wanted in enumerate(ranges, 1):
        answer = reports.s3.upload_part_copy(
            **target,
            UploadId=upload,
            PartNumber=number,
            CopySource={"Bucket": reports.source, "Key": "k"},
            CopySourceRange=f"bytes={wanted}",
        )
        made.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
    return upload, made
