"""CreateVpc and CreateDefaultVpc, as CloudTrail sends them to EventBridge."""

# mypy: disable-error-code="method-assign"

import functools
import uuid
from typing import Any

from embedded_aws.delivery.events import emit, now


def _tell(backend: Any, vpc: Any) -> None:
    """The default VPC that an account is born with has no call."""
    if not hasattr(backend, "default_vpc"):
        return
    detail = {
        "eventVersion": "1.11",
        "userIdentity": {"type": "AssumedRole", "accountId": backend.account_id},
        "eventTime": now(),
        "eventSource": "ec2.amazonaws.com",
        "eventName": "CreateDefaultVpc" if vpc.is_default else "CreateVpc",
        "awsRegion": backend.region_name,
        "requestParameters": {"cidrBlock": vpc.cidr_block},
        "responseElements": {"vpc": {"vpcId": vpc.id, "state": "pending"}},
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": backend.account_id,
        "eventCategory": "Management",
    }
    region = backend.region_name
    emit(backend.account_id, region, "aws.ec2", "AWS API Call via CloudTrail", detail)


def install() -> None:
    from moto.ec2.models.vpcs import VPCBackend

    original = VPCBackend.create_vpc

    @functools.wraps(original)
    def create_vpc(self: VPCBackend, *args: Any, **kwargs: Any) -> Any:
        vpc = original(self, *args, **kwargs)
        _tell(self, vpc)
        return vpc

    VPCBackend.create_vpc = create_vpc
