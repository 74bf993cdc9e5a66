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
# What AWS tells anybody but the delegated administrator.
# https://github.com/aws-samples/aws-security-reference-architecture-examples/issues/141
NOT_DELEGATED = (
    "The request failed because you do not have required AWS Organization master permission."
)
NO_INVITATION = (
    "The request is rejected because the current account does not have an invitation"
    " from the requested master account."
)
