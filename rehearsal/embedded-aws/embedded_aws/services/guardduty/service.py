"""What is installed of the service."""

from functools import partial

from embedded_aws.extension import Extension
from embedded_aws.lookup.organizations import on_deregistered, on_policies
from embedded_aws.services.guardduty import (
    authorization,
    control,
    linked_role,
    managed,
    organization,
    patches,
    providers,
    providers_exports,
    restore,
)

SERVICE = Extension(
    "guardduty",
    patches=(patches.install,),
    providers=(*providers.PROVIDERS, *providers_exports.PROVIDERS),
    authorization=(authorization.install, linked_role.install),
    routes=control.ROUTES,
    offers=(
        partial(on_deregistered, organization.SERVICE, organization.administrator_deregistered),
        partial(on_policies, organization.POLICY, managed.apply),
    ),
    restores=restore.PARTS,
)
