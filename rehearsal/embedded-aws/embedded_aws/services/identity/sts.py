"""Role assumption as AWS decides it.

See https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from datetime import timedelta
from typing import Any

import moto.sts.urls as sts_urls
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import Role
from moto.sts.models import AssumedRole, STSBackend, sts_backends
from moto.sts.responses import TokenResponse

from embedded_aws import policy
from embedded_aws.authorization import assume
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.lookup import organizations
from embedded_aws.services.identity import mfa
from embedded_aws.services.identity.keys import get_account_id_from

#: Least, most and default of AssumeRole.
_ROLE_SECONDS = (900, 43_200, assume.CHAINED_SECONDS)
#: The same of GetSessionToken.
#: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
_USER_SECONDS = (900, 129_600, 43_200)


class IndexedSTSBackend(STSBackend):
    """moto's STS, which remembers sessions by their access key."""

    @property
    def _url_module(self) -> Any:
        return sts_urls

    def assume_role(self, *args: Any, **kwargs: Any) -> AssumedRole:
        session = super().assume_role(*args, **kwargs)
        assume.note(session)
        return session

    def get_assumed_role_from_access_key(self, access_key_id: str) -> AssumedRole | None:
        session = assume.session_of(access_key_id)
        return session if session and session.account_id == self.account_id else None

    def get_caller_identity(self, access_key_id: str, region: str) -> tuple[str, str, str]:
        found = mfa.session_of(access_key_id)
        if found is not None:
            return found.user.id, found.user.arn, self.account_id
        return super().get_caller_identity(access_key_id, region)


@evidence("request-tells-its-principal", "sts-external-id")
def _context(account_id: str, caller_arn: str, external_id: str | None) -> dict[str, str]:
    context = {
        "aws:PrincipalArn": caller_arn,
        "aws:PrincipalAccount": account_id,
        "aws:PrincipalIsAWSService": "false",
    }
    organization_id = organizations.organization_id(account_id)
    if organization_id:
        context["aws:PrincipalOrgID"] = organization_id
    if external_id:
        context["sts:ExternalId"] = external_id
    return context


class TrustingTokenResponse(TokenResponse):
    """STS that asks the role's trust policy before it hands out a session."""

    def assume_role(self) -> ActionResult:
        key = self.get_access_key()
        _, caller, account_id = self.backend.get_caller_identity(key, self.region)
        session = assume.session_of(key)
        role_arn = self._get_param("RoleArn")
        seconds = self._seconds(*_ROLE_SECONDS)
        role = assume.find_role(role_arn)
        # A policy names a session by its role or by itself.
        identity = session.role_arn if session else caller
        principal = policy.identity(account_id, identity, caller)
        context = _context(account_id, identity, self._get_param("ExternalId"))
        context["sts:RoleSessionName"] = self._get_param("RoleSessionName")
        user = mfa.user_of(account_id, self.partition, key)
        proved = mfa.require_code(user, *self._mfa_params())
        context |= mfa.context_of(key, proved, is_role=session is not None)
        if role is None or not assume.trusts(role, principal, context):
            raise assume.denied(caller, role_arn)
        self._refuse_long_session(role, seconds, chained=session is not None)
        return super().assume_role()

    def get_session_token(self) -> ActionResult:
        seconds = self._seconds(*_USER_SECONDS)
        found = mfa.start_session(
            self.current_account, self.partition, self.get_access_key(), *self._mfa_params()
        )
        credentials = {
            "AccessKeyId": found.key.access_key_id,
            "SecretAccessKey": found.key.secret_access_key,
            "SessionToken": f"{found.key.access_key_id}/session",
            "Expiration": utcnow() + timedelta(seconds=seconds),
        }
        return ActionResult({"Credentials": credentials})

    def _mfa_params(self) -> tuple[str | None, str | None]:
        return self._get_param("SerialNumber"), self._get_param("TokenCode")

    def _seconds(self, least: int, most: int, default: int) -> int:
        """:raises Refusal: ValidationError beyond the limits of the action."""
        seconds = int(self._get_int_param("DurationSeconds", default))
        if least <= seconds <= most:
            return seconds
        limit = f"greater than or equal to {least}"
        if seconds > most:
            limit = f"less than or equal to {most}"
        raise Refusal(
            "ValidationError",
            f"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to "
            f"satisfy constraint: Member must have value {limit}",
        )

    def _refuse_long_session(self, role: Role, seconds: int, chained: bool) -> None:
        if chained and seconds > assume.CHAINED_SECONDS:
            raise Refusal(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit"
                " for roles assumed by role chaining.",
            )
        if seconds > int(role.max_session_duration or assume.CHAINED_SECONDS):
            raise Refusal(
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            )

    def get_access_key_info(self) -> ActionResult:

        return ActionResult({"Account": get_account_id_from(self._get_param("AccessKeyId"))})


def install() -> None:
    sts_backends.backend = IndexedSTSBackend
    sts_backends.clear()
    sts_urls.url_paths = {"{0}/$": TrustingTokenResponse.dispatch}
