"""What PutConfigurationRecorder refuses, and what recorders are shown with.

See https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationRecorder.html
"""

# mypy: disable-error-code="method-assign"

from typing import TYPE_CHECKING, Any

from embedded_aws.lookup import roles
from embedded_aws.policy_checks.wrapping import before
from embedded_aws.services.config import fanout, service_linked
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

_FREQUENCIES = ("CONTINUOUS", "DAILY")
#: https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingModeOverride.html
_NEVER_DAILY = frozenset(
    {
        "AWS::Config::ResourceCompliance",
        "AWS::Config::ConformancePackCompliance",
        "AWS::Config::ConfigurationRecorder",
    }
)


def is_recording(backend: "ConfigBackend") -> bool:
    """The account has a recorder in the region, and it is on."""
    return any(recorder.status.recording for recorder in list(backend.recorders.values()))


def _check_role(account_id: str, arn: str | None) -> None:
    if not arn:
        raise Refused("InvalidRoleException", "You must provide an IAM role.")
    # Of other roles Config asks only when it delivers.
    # https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/857
    linked = ":role/aws-service-role/" in arn
    if linked and (arn.split(":")[4] != account_id or roles.role(arn) is None):
        raise Refused("InvalidRoleException", "The role does not exist in the account")


def _check_frequency(place: str, frequency: str | None) -> None:
    if frequency not in _FREQUENCIES:
        raise Refused(
            "ValidationException",
            f"1 validation error detected: Value '{frequency}' at 'configurationRecorder"
            f".recordingMode.{place}' failed to satisfy constraint: Member must satisfy enum"
            " value set: [DAILY, CONTINUOUS]",
        )


def _check_mode(backend: "ConfigBackend", mode: dict[str, Any]) -> None:
    _check_frequency("recordingFrequency", mode.get("recordingFrequency"))
    for index, override in enumerate(mode.get("recordingModeOverrides") or [], 1):
        place = f"recordingModeOverrides.{index}.member"
        _check_frequency(f"{place}.recordingFrequency", override.get("recordingFrequency"))
        types = override.get("resourceTypes") or []
        backend._validate_resource_types(types)
        never = sorted(_NEVER_DAILY.intersection(types))
        if override["recordingFrequency"] == "DAILY" and never:
            raise Refused(
                "ValidationException",
                f"Daily recording cannot be specified for the resource types {never}.",
            )


def install() -> None:
    """Patches moto's recorders in place."""
    from moto.config.models import ConfigBackend, ConfigEmptyDictable, ConfigRecorder

    put = ConfigBackend.put_configuration_recorder
    described = ConfigRecorder.to_dict

    def put_configuration_recorder(self: ConfigBackend, config_recorder: dict[str, Any]) -> None:
        service_linked.refuse_own(self, config_recorder.get("name"))
        service_linked.refuse_name(config_recorder.get("name"))
        _check_role(self.account_id, config_recorder.get("roleARN"))
        mode = config_recorder.get("recordingMode") or {"recordingFrequency": "CONTINUOUS"}
        _check_mode(self, mode)
        put(self, config_recorder)
        # moto describes a recorder by all of its attributes.
        vars(self.recorders[config_recorder["name"]])["recording_mode"] = mode
        fanout.joined(self.account_id, self.region_name)

    def to_dict(self: ConfigEmptyDictable) -> dict[str, Any]:
        return {**described(self), "recordingScope": "PAID"}

    ConfigBackend.put_configuration_recorder = put_configuration_recorder
    for name in ("start", "stop", "delete"):
        before(ConfigBackend, f"{name}_configuration_recorder", service_linked.refuse_own)
    ConfigRecorder.to_dict = to_dict
