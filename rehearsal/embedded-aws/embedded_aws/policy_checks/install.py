"""What is installed of the checks of policy documents."""

from embedded_aws import gate
from embedded_aws.extension import Extension
from embedded_aws.policy_checks import deleted, directory, identities, quotas, resources

POLICY_CHECKS = Extension(
    "policy checks",
    # A quota is looked at once the document is right, so it is wrapped first.
    guards=(quotas.install, identities.install, resources.install, deleted.install),
    checks=((gate.Phase.CALLER, directory.note_caller),),
)
