"""The object in which org-formation keeps what it has deployed."""

import json
from typing import Any

from embedded_aws import application
from embedded_aws.lookup.buckets import bucket
from embedded_aws.restoring.substitutions import Substitutions


def put(snapshot: dict[str, Any], substitutions: Substitutions) -> None:
    """Into its bucket, with the ids that services chose anew."""
    state = snapshot.get("state")
    if state is None:
        return
    name, region = state["bucket"], snapshot["homeRegion"]
    management = str(snapshot["organization"]["MasterAccountId"])
    body = _restored(json.loads(substitutions.applied(state["body"])))
    with application.client("s3", management, region) as s3:
        if bucket(name) is None:
            where = {"LocationConstraint": region}
            given = {} if region == "us-east-1" else {"CreateBucketConfiguration": where}
            s3.create_bucket(Bucket=name, **given)
        s3.put_object(Bucket=name, Key=state["key"], Body=json.dumps(body).encode())


def _restored(body: dict[str, Any]) -> dict[str, Any]:
    """Without the copies in buckets: a snapshot has no objects but code, so they are copied again.

    https://github.com/org-formation/org-formation-cli/blob/master/src/plugin/plugin-binder.ts
    """
    targets = {k: v for k, v in body.get("targets", {}).items() if k != "copy-to-s3"}
    return {**body, "targets": targets}
