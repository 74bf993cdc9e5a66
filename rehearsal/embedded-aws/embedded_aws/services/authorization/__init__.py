"""A function may do what its role's policies allow, as on AWS.

Judges calls made with the session of a Lambda function or of another service,
and with sessions of roles that such a session assumed. Everybody else may do everything that no
service control policy denies.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""


def install() -> None:
    from embedded_aws import policy
    from embedded_aws.services.authorization import control_routes, record, s3, sessions
    from embedded_aws.services.authorization.check import refuse_unauthorized
    from embedded_aws.services.identity import gate

    gate.before_action(refuse_unauthorized)
    policy.observe(record.evaluation)
    sessions.install()
    s3.install()
    control_routes.install()
