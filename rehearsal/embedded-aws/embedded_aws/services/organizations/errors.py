"""What Organizations refuses, as the SDK sees it: name, message and Reason.

See https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
"""

from moto.organizations.exceptions import OrganizationsClientError


class AccessDenied(OrganizationsClientError):
    def __init__(self) -> None:
        super().__init__(
            "AccessDeniedException", "You don't have permissions to access this resource."
        )


class ConstraintViolation(OrganizationsClientError):
    """``Reason`` says which of many constraints it is."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("ConstraintViolationException", message)
        self.Reason = reason


class InvalidInput(OrganizationsClientError):
    def __init__(self, reason: str, message: str) -> None:
        super().__init__("InvalidInputException", message)
        self.Reason = reason


class HandshakeError(OrganizationsClientError):
    """What handshakes alone are refused with."""


class HandshakeConstraint(HandshakeError):
    """``Reason`` says which of several constraints it is."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("HandshakeConstraintViolationException", message)
        self.Reason = reason
