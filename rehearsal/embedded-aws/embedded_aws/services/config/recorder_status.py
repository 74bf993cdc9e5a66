"""The status of a recorder: whether it records, and whether the last time went well.

https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.services.config import delivery
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend


_IN_CAPITALS = belief("config-recorder-status")


@evidence("config-recorder-status")
def told(backend: "ConfigBackend", status: dict[str, Any]) -> dict[str, Any]:
    """PENDING until the recorder has a channel, then what became of the last delivery."""
    channels = backend.describe_delivery_channels([])
    if not status.get("recording") or not channels:
        return status
    role_arn = backend.recorders[status["name"]].role_arn
    found = {**status, "lastStatus": "SUCCESS"}
    try:
        delivery.check(backend.account_id, backend.region_name, channels[0], role_arn)
    except Refused as refusal:
        found |= {
            "lastStatus": "FAILURE",
            "lastErrorCode": str(refusal.error_type),
            "lastErrorMessage": str(refusal.message),
        }
    if not _IN_CAPITALS.holds:
        # As the API reference lists them.
        found["lastStatus"] = found["lastStatus"].capitalize()
    return found
