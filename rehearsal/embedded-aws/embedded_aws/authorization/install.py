"""A function may do what its role's policies allow, as on AWS.

Judges calls made with the session of a Lambda function or of another service,
and with sessions of roles that such a session assumed. Every other caller may do everything that no
service control policy denies.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from functools import partial

from embedded_aws import gate, policy
from embedded_aws.authorization import control, record, sessions
from embedded_aws.authorization.across import refuse_across_accounts
from embedded_aws.authorization.check import refuse_unauthorized
from embedded_aws.extension import Extension

AUTHORIZATION = Extension(
    "authorization",
    patches=(sessions.install,),
    checks=(
        (gate.Phase.AUTHORIZATION, refuse_unauthorized),
        (gate.Phase.RESOURCE_POLICY, refuse_across_accounts),
    ),
    routes=control.ROUTES,
    offers=(partial(policy.observe, record.evaluation),),
)
