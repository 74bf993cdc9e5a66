"""The resources and condition keys of calls to IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

from typing import Any

from moto.iam.models import iam_backends

from embedded_aws.authorization import reference, registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence

#: Type of resource to the parameters that name it, and moto's table of what is there.
_NAMED = {
    "group": (("GroupName",), "groups"),
    "instance-profile": (("InstanceProfileName",), "instance_profiles"),
    "mfa": (("SerialNumber", "VirtualMFADeviceName"), ""),
    "oidc-provider": (("OpenIDConnectProviderArn",), ""),
    "policy": (("PolicyArn", "PolicyName"), "managed_policies"),
    "role": (("RoleName",), "roles"),
    "saml-provider": (("SAMLProviderArn",), ""),
    "server-certificate": (("ServerCertificateName",), ""),
    "user": (("UserName",), "users"),
}


def _resources(call: Call) -> list[str] | None:
    """With their paths, which only IAM knows; one that is not there has the path it asks for."""
    action = reference.action(call.action)
    found = [
        _arn(call, one, str(call.param(*_NAMED[one.name][0])))
        for one in (action.types if action else ())
        if one.name in _NAMED and call.param(*_NAMED[one.name][0])
    ]
    return found or None


def _arn(call: Call, one: reference.ResourceType, name: str) -> str:
    if name.startswith("arn:"):
        return name
    backend = iam_backends[call.account_id][call.partition]
    table = getattr(backend, _NAMED[one.name][1], {})
    there = next((item.arn for item in list(table.values()) if item.name == name), None)
    path = str(call.param("Path") or "/").strip("/")
    return there or call.fill(one, **{one.variables[0]: f"{path}/{name}" if path else name})


@evidence("iam-keys-of-a-request")
def _context(call: Call, resource: str) -> dict[str, Any]:
    return {
        "iam:AWSServiceName": call.param("AWSServiceName"),
        "iam:PermissionsBoundary": call.param("PermissionsBoundary"),
        "iam:PolicyARN": call.param("PolicyArn"),
    }


@evidence("sts-external-id", "sts-role-session-name")
def _sts_context(call: Call, resource: str) -> dict[str, Any]:
    return {
        "sts:ExternalId": call.param("ExternalId"),
        "sts:RoleSessionName": call.param("RoleSessionName"),
    }


def install() -> None:
    registry.resources_of("iam")(_resources)
    registry.context_of("iam")(_context)
    registry.context_of("sts")(_sts_context)
