"""Amazon Macie, which is off until it is enabled; moto's is on everywhere.

https://docs.aws.amazon.com/macie/latest/APIReference/macie.html
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from moto.core.responses import BaseResponse
from moto.macie2.models import MacieBackend, macie2_backends

from embedded_aws import gate
from embedded_aws.evidence import evidence

_ENABLE = "EnableMacie"


@evidence("macie-refuses-until-enabled", "macie-is-enabled-once")
def refuse_unless_enabled(response: BaseResponse) -> None:
    """:raises Refusal: for any action but EnableMacie before it, and for a second one."""
    if response.boto3_service_name != "macie2":
        return
    backend = macie2_backends[response.current_account][response.region]
    is_enabled, enables = bool(backend.macie_session), response._get_action() == _ENABLE
    if enables and is_enabled:
        raise gate.Refusal("ConflictException", "Macie has already been enabled", 409)
    if not enables and not is_enabled:
        raise gate.Refusal("AccessDeniedException", "Macie is not enabled.", 403)


def install() -> None:
    if getattr(MacieBackend.__init__, "starts_off", False):
        return
    original = MacieBackend.__init__

    def __init__(self: MacieBackend, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        self.macie_session = None

    vars(__init__)["starts_off"] = True
    MacieBackend.__init__ = __init__
