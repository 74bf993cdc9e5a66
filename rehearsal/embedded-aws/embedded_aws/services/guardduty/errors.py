"""GuardDuty refuses nearly everything by one error name."""

from moto.core.exceptions import ServiceException


class BadRequest(ServiceException):
    """``BadRequestException``; the message says which rule was broken."""

    def __init__(self, message: str) -> None:
        super().__init__("BadRequestException", message)
        self.Type = "InvalidInputException"


NOT_OWNED = (
    "The request is rejected because the input detectorId is not owned by the current account."
)
DETECTOR_EXISTS = (
    "The request is rejected because a detector already exists for the current account."
)
NOT_MANAGEMENT = (
    "The request failed because you are not the master account for your AWS Organization."
)
# What AWS returns to any caller but the delegated administrator.
# https://github.com/aws-samples/aws-security-reference-architecture-examples/issues/141
NOT_DELEGATED = (
    "The request failed because you do not have required AWS Organization master permission."
)
# What GuardDuty says of many a wrong value, and while a role has not propagated.
# https://github.com/hashicorp/terraform-provider-aws/issues/34765
OUT_OF_RANGE = (
    "The request is rejected because an invalid or out-of-range value is specified"
    " as an input parameter."
)
# https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
MEMBER_EXISTS = "Resource of type 'AWS::GuardDuty::Member' with identifier '{}' already exists."
POLICY_MANAGES = (
    "The request is rejected because an organization policy manages GuardDuty, or one of the"
    " features, in the account."
)
NO_INVITATION = (
    "The request is rejected because the current account does not have an invitation"
    " from the requested master account."
)
NOT_FOUND = "The request is rejected since no such resource found."
# https://github.com/awslabs/landing-zone-accelerator-on-aws
DESTINATION_EXISTS = (
    "The request failed because a publishingDestination already exists with the destinationType"
    " value provided in the request."
)
WRONG_DESTINATION = (
    "The request failed because the value specified for the destinationArn parameter is not valid."
)
NO_EXPORT_BUCKET = (
    "The request failed because the resource specified in the destinationArn parameter"
    " does not exist."
)
# https://github.com/aws/aws-cli/issues/10483
NO_EXPORT_FOLDER = (
    "The request failed because the resource folder specified in the destinationArn parameter"
    " does not exist."
)
WRONG_EXPORT_KEY = (
    "The request failed because the value specified for the kmsKeyArn parameter is not valid."
)
NO_EXPORT_PERMISSION = (
    "The request failed because the GuardDuty service principal does not have permission to the"
    " KMS key or the resource specified by the destinationArn parameter. Refer to"
    " https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html"
)
TOO_MANY_LISTS = (
    "The request is rejected because an attempt was made to create a resource beyond the current"
    " AWS account limits."
)
WRONG_LOCATION = "The request is rejected because the parameter location has an invalid value."
