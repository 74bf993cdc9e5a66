"""The service role: CodeBuild assumes it, and does everything else with it.

https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
"""

import uuid

from moto.sts.models import AssumedRole

from embedded_aws.authorization.assume import assume_role_for_service
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.services.codebuild.state import State, invalid

_PRINCIPAL = "codebuild.amazonaws.com"
_CLOSED = (
    "CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: "
    "1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, "
    "and 3) The role has the necessary trust policy configured."
)


@evidence("codebuild-names-its-project", "codebuild-assumes-role-first")
def session(state: State, project: str, role_arn: str) -> AssumedRole:
    """:raises Refusal: InvalidInputException when the role does not admit the project."""
    if role_arn.split(":")[4:5] != [state.account_id]:
        raise invalid(
            "Invalid service role: Service role account ID does not match caller's account"
        )
    try:
        return assume_role_for_service(
            _PRINCIPAL,
            role_arn,
            f"AWSCodeBuild-{uuid.uuid4()}",
            region=state.region,
            source_account=state.account_id,
            source_arn=state.arn("project", project),
        )
    except Refusal as error:
        raise invalid(_CLOSED) from error
