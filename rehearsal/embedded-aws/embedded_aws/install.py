"""Installs every extension into moto, once per process."""

import importlib

# In order: a later one may rely on what an earlier one mended.
EXTENSIONS = (
    "embedded_aws.api_models",
    "embedded_aws.ec2_catalogue",
    "embedded_aws.dispatching",
    "embedded_aws.services.identity",
    "embedded_aws.services.organizations",
    "embedded_aws.services.support",
    "embedded_aws.services.macie",
    "embedded_aws.services.account",
    "embedded_aws.services.region_names",
    "embedded_aws.faults",
    "embedded_aws.services.s3",
    "embedded_aws.services.awslambda",
    "embedded_aws.services.events",
    "embedded_aws.services.sns",
    "embedded_aws.services.ecr",
    "embedded_aws.services.batch",
    "embedded_aws.services.accessanalyzer",
    "embedded_aws.services.guardduty",
    "embedded_aws.services.cloudtrail",
    "embedded_aws.services.ec2",
    "embedded_aws.services.config",
    "embedded_aws.services.logs",
    "embedded_aws.services.sqs",
    "embedded_aws.services.dynamodb",
    "embedded_aws.services.athena",
    "embedded_aws.services.glue",
    "embedded_aws.policy_checks",
    "embedded_aws.authorization.install",
    "embedded_aws.services.kms",
    "embedded_aws.services.s3.authorization",
    "embedded_aws.cloudformation.install",
)

_installed = False


def install() -> None:
    """Mends moto in place; a second call does nothing."""
    global _installed
    if _installed:
        return
    for name in EXTENSIONS:
        importlib.import_module(name).install()
    _installed = True
