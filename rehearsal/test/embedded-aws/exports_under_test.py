"""A bucket and a key that let the detector of an administrator export there."""

import json
from typing import Any

from organizations_under_test import REGION, Organization

GUARD_DUTY = {"Service": "guardduty.amazonaws.com"}


def statement(action: str, resource: str, **more: Any) -> dict[str, Any]:
    base = {"Effect": "Allow", "Principal": GUARD_DUTY, "Action": action, "Resource": resource}
    return base | more


class Export:
    """Of one account's detector to a bucket of another account."""

    def __init__(self, organization: Organization, account: str, detector_id: str) -> None:
        self.organization = organization
        self.owner = organization.members[-1]
        self.bucket = f"findings-{self.owner}"
        self.arn = f"arn:aws:s3:::{self.bucket}"
        source = f"arn:aws:guardduty:{REGION}:{account}:detector/{detector_id}"
        self.condition = {
            "StringEquals": {"aws:SourceAccount": account},
            "ArnEquals": {"aws:SourceArn": source},
        }
        where = {"LocationConstraint": REGION}
        self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration=where)
        self.key = self.make_key(REGION)
        self.admit_to_bucket(Condition=self.condition)
        self.admit_to_key(Condition=self.condition)

    @property
    def s3(self) -> Any:
        return self.organization.client("s3", self.owner)

    def make_key(self, region: str) -> str:
        kms = self.organization.client("kms", self.owner, region)
        return str(kms.create_key()["KeyMetadata"]["Arn"])

    def admit_to_bucket(self, **more: Any) -> None:
        statements = [
            statement("s3:GetBucketLocation", self.arn, **more),
            statement("s3:PutObject", f"{self.arn}/*", **more),
        ]
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)

    def admit_to_key(self, **more: Any) -> None:
        document = {
            "Version": "2012-10-17",
            "Statement": [
                statement("kms:GenerateDataKey", "*", **more),
                # Without it KMS rejects a policy that could not be changed again.
                statement("kms:*", "*", Principal={"AWS": self.owner}),
            ],
        }
        kms = self.organization.client("kms", self.owner)
        kms.put_key_policy(KeyId=self.key, PolicyName="default", Policy=json.dumps(document))

    def destination(self, **changes: str) -> dict[str, str]:
        return {"DestinationArn": self.arn, "KmsKeyArn": self.key, **changes}

    def objects(self) -> list[Any]:
        return list(self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", []))
