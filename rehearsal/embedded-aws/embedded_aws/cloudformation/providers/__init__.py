"""What makes resources: our own providers, moto's models, or a record."""

import importlib

_HERE = "embedded_aws.cloudformation.providers"
_MODULES = (
    f"{_HERE}.awslambda",
    f"{_HERE}.iam",
    f"{_HERE}.kms",
    f"{_HERE}.messaging",
    f"{_HERE}.monitoring",
    f"{_HERE}.nested",
    f"{_HERE}.s3",
    "embedded_aws.cloudformation.stack_sets.provider",
)


def register_all() -> None:
    """Registers our own; one that a service registered before stays."""
    from embedded_aws.cloudformation.provider import provider_for, register

    for name in _MODULES:
        module = importlib.import_module(name)
        for provider in module.PROVIDERS:
            if provider_for(provider.type_name) is None:
                register(provider)
