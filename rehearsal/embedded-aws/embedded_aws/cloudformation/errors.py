"""The refusals of the CloudFormation API, as the HTTP layer of moto sends them."""

from moto.cloudformation.exceptions import AlreadyExistsException, CloudFormationError
from moto.cloudformation.exceptions import ValidationError as _ValidationError


class TypeNotFound(CloudFormationError):
    """``TypeNotFoundException``: the type is not in the account's registry."""

    code = "TypeNotFoundException"


class ValidationError(_ValidationError):
    """``ValidationError`` with AWS's wording."""

    def __init__(self, message: str) -> None:
        super().__init__(message=message)


def stack_exists(name: str) -> AlreadyExistsException:
    return AlreadyExistsException(f"Stack [{name}] already exists")


def no_such_stack(name: str) -> ValidationError:
    return ValidationError(f"Stack with id {name} does not exist")
