"""KMS: what policies may ask about its keys."""

from embedded_aws.services.kms import authorization


def install() -> None:
    authorization.install()
