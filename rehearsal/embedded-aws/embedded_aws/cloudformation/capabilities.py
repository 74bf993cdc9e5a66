"""Acknowledgements that a template with IAM resources needs.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
"""

from moto.cloudformation.exceptions import CloudFormationError

from embedded_aws.cloudformation.template import Template

#: IAM types, each with the property that names its resource.
_IAM_TYPES = {
    "AWS::IAM::AccessKey": None,
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": None,
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserToGroupAddition": None,
}


class InsufficientCapabilities(CloudFormationError):
    code = "InsufficientCapabilitiesException"


def needed(template: Template) -> list[str]:
    """The capability that ValidateTemplate answers; empty for most templates."""
    found = [resource for resource in template.resources.values() if resource["Type"] in _IAM_TYPES]
    for resource in found:
        name = _IAM_TYPES[resource["Type"]]
        if name and name in (resource.get("Properties") or {}):
            return ["CAPABILITY_NAMED_IAM"]
    return ["CAPABILITY_IAM"] if found else []


def require(template: Template, given: list[str]) -> None:
    """:raises InsufficientCapabilities: when the caller did not acknowledge."""
    for capability in needed(template):
        # The named one includes the other.
        if capability not in given and "CAPABILITY_NAMED_IAM" not in given:
            raise InsufficientCapabilities(f"Requires capabilities : [{capability}]")
