"""IAM's credential report: the root user first, then the users of the account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import IAMBackend, User
from moto.iam.responses import IamResponse

from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations

# A report of AWS ends here; the column after it is documented for users with more keys than two.
_KEY_FIELDS = ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
COLUMNS = (
    *("user", "arn", "user_creation_time", "password_enabled", "password_last_used"),
    *("password_last_changed", "password_next_rotation", "mfa_active"),
    *(f"access_key_{number}_{field}" for number in (1, 2) for field in _KEY_FIELDS),
    *("cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated"),
)

_NONE = "N/A"
_NEVER = "no_information"
_NOT_SUPPORTED = "not_supported"


def _flag(value: Any) -> str:
    return "true" if value else "false"


def _time(value: Any, absent: str = _NONE) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%S+00:00") if value else absent


def _key(keys: list[Any], index: int) -> list[str]:
    if index >= len(keys):
        return ["false", _NONE, _NONE, _NONE, _NONE]
    key = keys[index]
    return [
        _flag(key.status == "Active"),
        _time(key.create_date),
        *((_time(used), used.region, used.service) if (used := key.last_used) else [_NONE] * 3),
    ]


def _certificate(certificates: list[Any], index: int) -> list[str]:
    if index >= len(certificates):
        return ["false", _NONE]
    found = certificates[index]
    return [_flag(found.status == "Active"), _time(getattr(found, "upload_date", None))]


def _user(user: User) -> list[str]:
    keys, certificates = list(user.access_keys), list(user.signing_certificates.values())
    has_password = bool(user.password)
    return [
        *(user.name, user.arn, _time(user.create_date), _flag(has_password)),
        _time(user.password_last_used, _NEVER) if has_password else _NONE,
        _time(user.create_date) if has_password else _NONE,
        _NONE,
        _flag(user.mfa_devices),
        *(*_key(keys, 0), *_key(keys, 1)),
        *(*_certificate(certificates, 0), *_certificate(certificates, 1)),
    ]


@evidence("iam-root-row-of-credential-report")
def _root(backend: IAMBackend) -> list[str]:
    """A member that the organization made has no password of its root user."""

    account = organizations.account_of(backend.account_id)
    made = account is not None and account.joined_method == "CREATED"
    since = _time(account.create_time if account else utcnow())
    return [
        "<root_account>",
        f"arn:{backend.partition}:iam::{backend.account_id}:root",
        *(since, _flag(not made), _NEVER, _NOT_SUPPORTED, _NOT_SUPPORTED),
        _flag(backend.account_summary.summary_map["AccountMFAEnabled"]),
        *(*_key([], 0), *_key([], 1), *_certificate([], 0), *_certificate([], 1)),
    ]


def _report(self: IAMBackend) -> str:
    rows = [COLUMNS, _root(self), *map(_user, self.users.values())]
    return "\n".join(map(",".join, rows))


def _generate_report(self: IAMBackend) -> None:
    self.credential_report = True
    vars(self)["credential_report_time"] = utcnow()


def install() -> None:
    asked = IAMBackend.get_credential_report

    def get_credential_report(self: IamResponse) -> ActionResult:
        asked(self.backend)  # raises unless there is one
        return ActionResult(
            {
                "Content": _report(self.backend),
                "ReportFormat": "text/csv",
                "GeneratedTime": vars(self.backend)["credential_report_time"],
            }
        )

    IAMBackend.generate_report = _generate_report
    IamResponse.get_credential_report = get_credential_report
