"""Installs every extension into moto, once per process."""

from collections.abc import Sequence

from embedded_aws import beliefs, control, dispatching, faults, gate
from embedded_aws.authorization.install import AUTHORIZATION
from embedded_aws.cloudformation import provider
from embedded_aws.cloudformation.install import CLOUDFORMATION
from embedded_aws.delivery import receivers
from embedded_aws.empty_services import middleware as empty_services
from embedded_aws.extension import Extension
from embedded_aws.issued import ISSUED
from embedded_aws.policy_checks.install import POLICY_CHECKS
from embedded_aws.restoring import parts
from embedded_aws.restoring.install import RESTORING
from embedded_aws.services.accessanalyzer.service import SERVICE as ACCESSANALYZER
from embedded_aws.services.account.service import SERVICE as ACCOUNT
from embedded_aws.services.apigateway.service import SERVICE as APIGATEWAY
from embedded_aws.services.athena.service import SERVICE as ATHENA
from embedded_aws.services.awslambda.service import SERVICE as AWSLAMBDA
from embedded_aws.services.batch.service import SERVICE as BATCH
from embedded_aws.services.cloudtrail.service import SERVICE as CLOUDTRAIL
from embedded_aws.services.codebuild.service import SERVICE as CODEBUILD
from embedded_aws.services.config.service import SERVICE as CONFIG
from embedded_aws.services.dynamodb.service import SERVICE as DYNAMODB
from embedded_aws.services.ec2.service import SERVICE as EC2
from embedded_aws.services.ecr.service import SERVICE as ECR
from embedded_aws.services.events.service import SERVICE as EVENTS
from embedded_aws.services.glue.service import SERVICE as GLUE
from embedded_aws.services.guardduty.service import SERVICE as GUARDDUTY
from embedded_aws.services.identity.service import SERVICE as IDENTITY
from embedded_aws.services.identitycenter.service import SERVICE as IDENTITYCENTER
from embedded_aws.services.kms.service import SERVICE as KMS
from embedded_aws.services.logs.service import SERVICE as LOGS
from embedded_aws.services.macie.service import SERVICE as MACIE
from embedded_aws.services.observabilityadmin.service import SERVICE as OBSERVABILITYADMIN
from embedded_aws.services.organizations.service import SERVICE as ORGANIZATIONS
from embedded_aws.services.s3.service import SERVICE as S3
from embedded_aws.services.servicequotas.service import SERVICE as SERVICEQUOTAS
from embedded_aws.services.sns.service import SERVICE as SNS
from embedded_aws.services.sqs.service import SERVICE as SQS
from embedded_aws.services.support.service import SERVICE as SUPPORT

_MOTO = Extension(
    "moto itself",
    patches=(dispatching.install,),
    routes=control.ROUTES,
)
_BELIEFS = Extension(
    "beliefs",
    routes=beliefs.ROUTES,
)
_EMPTY_SERVICES = Extension(
    "empty services",
    routes=empty_services.ROUTES,
)
_FAULTS = Extension(
    "faults",
    patches=(faults.install,),
    checks=((gate.Phase.FAULT, faults.refuse_with_fault),),
    routes=faults.ROUTES,
)

#: In no order that has a meaning.
EXTENSIONS: tuple[Extension, ...] = (
    _MOTO,
    _BELIEFS,
    _EMPTY_SERVICES,
    _FAULTS,
    AUTHORIZATION,
    CLOUDFORMATION,
    ISSUED,
    POLICY_CHECKS,
    RESTORING,
    ACCESSANALYZER,
    ACCOUNT,
    APIGATEWAY,
    ATHENA,
    AWSLAMBDA,
    BATCH,
    CLOUDTRAIL,
    CODEBUILD,
    CONFIG,
    DYNAMODB,
    EC2,
    ECR,
    EVENTS,
    GLUE,
    GUARDDUTY,
    IDENTITY,
    IDENTITYCENTER,
    KMS,
    LOGS,
    MACIE,
    OBSERVABILITYADMIN,
    ORGANIZATIONS,
    S3,
    SNS,
    SQS,
    SUPPORT,
    SERVICEQUOTAS,
)

_installed = False


def install(extensions: Sequence[Extension] = EXTENSIONS) -> None:
    """Patches moto in place; a second call does nothing."""
    global _installed
    if _installed:
        return
    gate.install()
    for extension in extensions:
        for patch in extension.patches:
            patch()
    for extension in extensions:
        for guard in extension.guards:
            guard()
    for extension in extensions:
        _register(extension)
    _installed = True


def _register(extension: Extension) -> None:
    for one in extension.providers:
        provider.register(one)
    for service, receiver in extension.receivers.items():
        receivers.register(service, receiver)
    for phase, check in extension.checks:
        gate.before_action(phase, check)
    for step in (*extension.authorization, *extension.offers):
        step()
    control.add(extension.routes)
    parts.register(extension.restores, extension.named)
