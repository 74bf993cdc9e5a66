"""What AWS answers where there is nothing: lists without elements, and settings of an account."""

from typing import Any

from botocore.model import OperationModel, Shape

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal

#: What begins an operation that reads.
_READS = ("BatchGet", "Describe", "Get", "List", "Search")

#: Settings that every account has, in the state that AWS begins with.
_SETTINGS: dict[str, Any] = {
    # Every account has a contact.
    # https://docs.aws.amazon.com/accounts/latest/reference/API_ContactInformation.html
    "account:GetContactInformation": {
        "ContactInformation": {
            "FullName": "Rehearsal",
            "AddressLine1": "1 Example Street",
            "City": "Seattle",
            "PostalCode": "98101",
            "CountryCode": "US",
            "PhoneNumber": "+12065550100",
        }
    },
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetImageBlockPublicAccessState.html
    "ec2:GetImageBlockPublicAccessState": {"ImageBlockPublicAccessState": "unblocked"},
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html
    "ec2:GetSnapshotBlockPublicAccessState": {"State": "unblocked"},
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceMetadataDefaults.html
    "ec2:GetInstanceMetadataDefaults": {"AccountLevel": {}},
    # Block public access is on, and port 22 exempt.
    # https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
    "emr:GetBlockPublicAccessConfiguration": {
        "BlockPublicAccessConfiguration": {
            "BlockPublicSecurityGroupRules": True,
            "PermittedPublicSecurityGroupRuleRanges": [{"MinRange": 22, "MaxRange": 22}],
        },
        "BlockPublicAccessConfigurationMetadata": {
            "CreationDateTime": 0,
            "CreatedByArn": "arn:aws:iam::aws:root",
        },
    },
    # https://docs.aws.amazon.com/glue/latest/webapi/API_GetResourcePolicy.html
    "glue:GetResourcePolicy": Refusal("EntityNotFoundException", "Policy not found"),
    # https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html
    "inspector2:BatchGetAccountStatus": {
        "accounts": [
            {
                "accountId": "",
                "resourceState": {
                    name: {"status": "DISABLED", "errorCode": "", "errorMessage": ""}
                    for name in ("ec2", "ecr", "lambda", "lambdaCode", "codeRepository")
                },
                "state": {"status": "DISABLED", "errorCode": "", "errorMessage": ""},
            }
        ],
        "failedAccounts": [],
    },
    # https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_GetSubscriptionState.html
    "shield:GetSubscriptionState": {"SubscriptionState": "INACTIVE"},
}


def has_setting(operation: OperationModel) -> bool:
    """Whether the answer is known, whatever moto's is."""
    return _name_of(operation) in _SETTINGS


@evidence("empty-account-answers-empty-lists")
def answer_of(operation: OperationModel) -> Any:
    """What an account that has nothing is answered; None for an operation that does not read.

    :raises Refusal: where AWS answers an error.
    """
    name = _name_of(operation)
    if name in _SETTINGS:
        if isinstance(_SETTINGS[name], Refusal):
            raise _SETTINGS[name]
        return _SETTINGS[name]
    if not operation.name.startswith(_READS):
        return None
    return _empty(operation.output_shape)


def _name_of(operation: OperationModel) -> str:
    return f"{operation.service_model.service_name}:{operation.name}"


def _empty(shape: Shape | None) -> dict[str, Any]:
    """Every list and map, without elements, and what else is required to be a structure."""
    members = shape.members.items() if shape is not None else ()
    kinds = {"list": list, "map": dict}
    found: dict[str, Any] = {k: kinds[s.type_name]() for k, s in members if s.type_name in kinds}
    for name, member in members:
        # CloudFront has its lists in a structure: DistributionList.
        if member.type_name == "structure" and name.endswith("List"):
            found[name] = {**_counted(member), **_empty(member)}
    return found


def _counted(shape: Shape) -> dict[str, Any]:
    return {
        name: 0 if member.type_name == "integer" else False
        for name, member in shape.members.items()
        if member.type_name in ("integer", "boolean")
    }
