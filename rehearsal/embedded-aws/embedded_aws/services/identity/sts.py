"""Role assumption as AWS decides it.

See https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

import re
from datetime import timedelta
from typing import Any

import moto.sts.urls as sts_urls
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import Role, iam_backends
from moto.sts.models import AssumedRole, STSBackend, sts_backends
from moto.sts.responses import TokenResponse

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.services.identity import mfa
from embedded_aws.services.identity.gate import Refusal
from embedded_aws.services.organizations import state

_ROLE_ARN = re.compile(r"arn:(?P<partition>aws[\w-]*):iam::(?P<account>\d{12}):role/(?P<name>.+)")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
_CHAINED_SECONDS = 3600
#: Least, most and default of AssumeRole.
_ROLE_SECONDS = (900, 43_200, _CHAINED_SECONDS)
#: The same of GetSessionToken.
#: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
_USER_SECONDS = (900, 129_600, 43_200)

#: Sessions by their access key, in place of moto's list for each account.
_sessions: dict[str, AssumedRole] = {}


class IndexedSTSBackend(STSBackend):
    """moto's STS, which remembers sessions by their access key."""

    @property
    def _url_module(self) -> Any:
        return sts_urls

    def assume_role(self, *args: Any, **kwargs: Any) -> AssumedRole:
        session = super().assume_role(*args, **kwargs)
        _sessions[session.access_key_id] = session
        return session

    def get_assumed_role_from_access_key(self, access_key_id: str) -> AssumedRole | None:
        session = _sessions.get(access_key_id)
        return session if session and session.account_id == self.account_id else None

    def get_caller_identity(self, access_key_id: str, region: str) -> tuple[str, str, str]:
        found = mfa.session_of(access_key_id)
        if found is not None:
            return found.user.id, found.user.arn, self.account_id
        return super().get_caller_identity(access_key_id, region)


def session_of(access_key_id: str) -> AssumedRole | None:
    """The session that the temporary key belongs to."""
    return _sessions.get(access_key_id)


def _denied(caller: str, role_arn: str) -> Refusal:
    return Refusal(
        "AccessDenied",
        f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role_arn}",
        403,
    )


def _find_role(role_arn: str) -> Role | None:
    """The role, if it exists in an account where roles can be assumed."""
    match = _ROLE_ARN.fullmatch(role_arn)
    if not match or match["account"] not in iam_backends:
        return None
    # Moto keeps roles of an account that AWS has shut.
    if state.account_state(match["account"]) in state.SHUT_STATES:
        return None
    roles = iam_backends[match["account"]][match["partition"]].roles
    return next((role for role in roles.values() if role.arn == role_arn), None)


@evidence("request-tells-its-principal", "sts-external-id")
def _context(account_id: str, caller_arn: str, external_id: str | None) -> dict[str, str]:
    context = {
        "aws:PrincipalArn": caller_arn,
        "aws:PrincipalAccount": account_id,
        "aws:PrincipalIsAWSService": "false",
    }
    organization_id = state.organization_id(account_id)
    if organization_id:
        context["aws:PrincipalOrgID"] = organization_id
    if external_id:
        context["sts:ExternalId"] = external_id
    return context


@evidence("sts-trust-policy-admits")
def _trusts(role: Role, principal: policy.Principal, context: dict[str, str]) -> bool:
    request = policy.Request("sts:AssumeRole", role.arn, principal, context)
    return policy.allows(role.assume_role_policy_document, request)


class TrustingTokenResponse(TokenResponse):
    """STS that asks the role's trust policy before it hands out a session."""

    def assume_role(self) -> ActionResult:
        key = self.get_access_key()
        _, caller, account_id = self.backend.get_caller_identity(key, self.region)
        session = session_of(key)
        role_arn = self._get_param("RoleArn")
        seconds = self._seconds(*_ROLE_SECONDS)
        role = _find_role(role_arn)
        # A policy names a session by its role or by itself.
        identity = session.role_arn if session else caller
        principal = policy.identity(account_id, identity, caller)
        context = _context(account_id, identity, self._get_param("ExternalId"))
        context["sts:RoleSessionName"] = self._get_param("RoleSessionName")
        user = mfa.user_of(account_id, self.partition, key)
        proved = mfa.require_code(user, *self._mfa_params())
        context |= mfa.context_of(key, proved, is_role=session is not None)
        if role is None or not _trusts(role, principal, context):
            raise _denied(caller, role_arn)
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
        if chained and seconds > _CHAINED_SECONDS:
            raise Refusal(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit"
                " for roles assumed by role chaining.",
            )
        if seconds > int(role.max_session_duration or _CHAINED_SECONDS):
            raise Refusal(
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            )

    def get_access_key_info(self) -> ActionResult:
        from embedded_aws.services.identity.keys import get_account_id_from

        return ActionResult({"Account": get_account_id_from(self._get_param("AccessKeyId"))})


@evidence("service-says-that-it-is-one")
def assume_role_for_service(
    service_principal: str,
    role_arn: str,
    session_name: str,
    *,
    region: str = "us-east-1",
    source_account: str | None = None,
    source_arn: str | None = None,
) -> AssumedRole:
    """A session of the role for a service, such as ``lambda.amazonaws.com``.

    :raises Refusal: AccessDenied when the role is absent, its account is shut,
        or its trust policy does not admit the service.
    """
    role = _find_role(role_arn)
    context = {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": service_principal}
    if source_account:
        context["aws:SourceAccount"] = source_account
        organization_id = state.organization_id(source_account)
        if organization_id:
            context["aws:SourceOrgID"] = organization_id
    if source_arn:
        context["aws:SourceArn"] = source_arn
    if role is None or not _trusts(role, policy.service(service_principal), context):
        raise _denied(service_principal, role_arn)
    return sts_backends[role_arn.split(":")[4]]["aws"].assume_role(
        region_name=region,
        role_session_name=session_name,
        role_arn=role_arn,
        policy="",
        duration=_CHAINED_SECONDS,
        external_id="",
    )


def install() -> None:
    sts_backends.backend = IndexedSTSBackend
    sts_backends.clear()
    sts_urls.url_paths = {"{0}/$": TrustingTokenResponse.dispatch}
