"""What is installed of the service."""

from functools import partial

from embedded_aws.extension import Extension
from embedded_aws.lookup.organizations import on_deregistered
from embedded_aws.services.guardduty import (
    control,
    linked_role,
    organization,
    patches,
    providers,
    providers_exports,
)

SERVICE = Extension(
    "guardduty",
    patches=(patches.install,),
    providers=(*providers.PROVIDERS, *providers_exports.PROVIDERS),
    authorization=(linked_role.install,),
    routes=control.ROUTES,
    offers=(
        partial(on_deregistered, organization.SERVICE, organization.administrator_deregistered),
    ),
)
