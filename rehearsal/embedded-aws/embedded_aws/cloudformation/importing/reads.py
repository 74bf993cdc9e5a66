"""Reads a resource that exists, by the primary identifier of its type.

The types are those of this project's templates that outlive their stacks, of AWS's list.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
"""

from collections.abc import Callable
from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.providers.api_calls import client
from embedded_aws.cloudformation.providers.moto_model import MotoModel
from embedded_aws.cloudformation.stack_sets import model

#: The resource that an identifier names.
#: :raises NotFound: there is none.
Read = Callable[[Request, str], Handled]


def _bucket(request: Request, name: str) -> Handled:
    from moto.s3.models import s3_backends

    bucket = s3_backends[request.account_id]["aws"].buckets.get(name)
    if bucket is None:
        raise NotFound(name)
    attributes = {
        "Arn": bucket.arn,
        "DomainName": bucket.domain_name,
        "DualStackDomainName": bucket.dual_stack_domain_name,
        "RegionalDomainName": bucket.regional_domain_name,
        "WebsiteURL": bucket.website_url,
    }
    return Handled(name, attributes)


def _bucket_policy(request: Request, bucket: str) -> Handled:
    with client("s3", request) as api:
        api.get_bucket_policy(Bucket=bucket)
    return Handled(bucket)


def _key(request: Request, key_id: str) -> Handled:
    with client("kms", request) as api:
        found = api.describe_key(KeyId=key_id)["KeyMetadata"]
    if found["KeyState"] == "PendingDeletion":
        raise NotFound(key_id)
    return Handled(found["KeyId"], {"Arn": found["Arn"], "KeyId": found["KeyId"]})


def _modelled(request: Request, made: Any) -> Handled:
    if made is None:
        raise NotFound(request.logical_id)
    return MotoModel(request.type_name).taken(request, made)


def _alias(request: Request, name: str) -> Handled:
    from moto.kms.models import kms_backends

    aliases = kms_backends[request.account_id][request.region].list_aliases()
    return _modelled(request, next((one for one in aliases if one.alias_name == name), None))


def _queue(request: Request, url: str) -> Handled:
    from moto.sqs.models import sqs_backends

    queues = sqs_backends[request.account_id][request.region].queues
    return _modelled(request, queues.get(url.rsplit("/", 1)[-1]))


def _log_group(request: Request, name: str) -> Handled:
    with client("logs", request) as api:
        groups = api.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    found = next((group for group in groups if group["logGroupName"] == name), None)
    if found is None:
        raise NotFound(name)
    return Handled(name, {"Arn": found["arn"]})


def _stack_set(request: Request, set_id: str) -> Handled:
    try:
        found = model.find(request.account_id, request.region, set_id.split(":")[0])
    except model.StackSetNotFound as error:
        raise NotFound(set_id) from error
    return Handled(found.stack_set_id, {"StackSetId": found.stack_set_id})


def _linked_role(request: Request, name: str) -> Handled:
    with client("iam", request) as api:
        api.get_role(RoleName=name)
    return Handled(name, {"RoleName": name})


def _detector(request: Request, detector_id: str) -> Handled:
    with client("guardduty", request) as api:
        found = api.list_detectors()["DetectorIds"]
    if detector_id not in found:
        raise NotFound(detector_id)
    return Handled(detector_id, {"Id": detector_id})


READS: dict[str, Read] = {
    "AWS::CloudFormation::StackSet": _stack_set,
    "AWS::GuardDuty::Detector": _detector,
    "AWS::IAM::ServiceLinkedRole": _linked_role,
    "AWS::KMS::Alias": _alias,
    "AWS::KMS::Key": _key,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _bucket_policy,
    "AWS::SQS::Queue": _queue,
}
