"""Refusals of the Lambda API."""

from moto.awslambda.exceptions import LambdaClientError


class InvalidParameterValue(LambdaClientError):
    """``InvalidParameterValueException``."""

    def __init__(self, message: str) -> None:
        super().__init__("InvalidParameterValueException", message)
        self.message = message
