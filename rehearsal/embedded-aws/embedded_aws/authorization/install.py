"""A function may do what its role's policies allow, as on AWS.

Judges calls made with the session of a Lambda function or of another service,
and with sessions of roles that such a session assumed. Everybody else may do everything that no
service control policy denies.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from embedded_aws import gate, policy
from embedded_aws.authorization import control_routes, record, sessions
from embedded_aws.authorization.check import refuse_unauthorized


def install() -> None:
    policy.observe(record.evaluation)
    gate.before_action(refuse_unauthorized)
    sessions.install()
    control_routes.install()
