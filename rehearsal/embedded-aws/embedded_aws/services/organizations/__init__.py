"""AWS Organizations: one organization, seen from each of its accounts.

Mends moto's: accounts have given ids and states, only the management account
writes, members see the same organization, and delegated administration obeys
trusted access. Services ask :mod:`embedded_aws.lookup.organizations` about an account.
"""

import moto.organizations.urls as organizations_urls
from moto.organizations.models import organizations_backends


def install() -> None:
    from embedded_aws.services.organizations import (
        authorization,
        control,  # noqa: F401 (registers routes)
        policies,
    )
    from embedded_aws.services.organizations.model import OrganizationBackend
    from embedded_aws.services.organizations.responses import Response

    organizations_backends.backend = OrganizationBackend
    organizations_backends.clear()
    organizations_urls.url_paths = {"{0}/$": Response.dispatch}
    authorization.install()
    policies.install()
