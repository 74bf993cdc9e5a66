"""Who may publish to a topic through the API."""

from typing import TYPE_CHECKING

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.lookup import organizations, topics

if TYPE_CHECKING:
    from moto.sns.responses import SNSResponse


@evidence("sns-source-owner", "request-tells-its-principal")
def check_publish(response: "SNSResponse", topic_arn: str | None) -> None:
    """A caller from another account needs the topic's policy.

    :raises Refusal: AuthorizationError, as SNS calls it.
    """

    topic = topics.topic(topic_arn) if topic_arn and topic_arn.count(":") == 5 else None
    if topic is None or topic.account_id == response.current_account:
        return
    caller = response.current_account
    context = {
        "aws:SourceOwner": caller,
        "aws:PrincipalAccount": caller,
        "aws:PrincipalIsAWSService": "false",
        "aws:SecureTransport": "true",
    }
    organization = organizations.organization_id(caller)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    request = policy.Request("sns:Publish", topic.arn, policy.identity(caller), context)
    if not policy.allows(topic._policy_json, request):
        message = (
            f"User: arn:aws:iam::{caller}:root is not authorized to perform: SNS:Publish"
            f" on resource: {topic.arn}"
        )
        raise Refusal("AuthorizationError", message, 403)
