"""A function may do what its role's policies allow, as on AWS.

Judges calls made with the session of a Lambda function or of another service,
and with sessions of roles that such a session assumed. Everybody else may do everything that no
service control policy denies. Imports no service but the identity of callers and KMS: services
register with :mod:`embedded_aws.authorization` what they know of their calls.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""


def install() -> None:
    from embedded_aws import policy
    from embedded_aws.authorization import record
    from embedded_aws.services import kms
    from embedded_aws.services.authorization import control_routes, sessions
    from embedded_aws.services.authorization.check import refuse_unauthorized
    from embedded_aws.services.identity import authorization, gate

    policy.observe(record.evaluation)
    gate.before_action(refuse_unauthorized)
    sessions.install()
    kms.install()
    authorization.install()
    control_routes.install()
