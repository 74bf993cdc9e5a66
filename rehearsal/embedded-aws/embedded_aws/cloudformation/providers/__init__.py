"""What makes resources: our own providers, moto's models, or a record."""

import importlib

_MODULES = ("awslambda", "iam", "messaging", "monitoring", "s3")


def register_all() -> None:
    """Registers our own; one that a service registered before stays."""
    from embedded_aws.cloudformation.provider import provider_for, register

    for name in _MODULES:
        module = importlib.import_module(f"{__name__}.{name}")
        for provider in module.PROVIDERS:
            if provider_for(provider.type_name) is None:
                register(provider)
