"""AWS Organizations: one organization, seen from each of its accounts.

Mends moto's: accounts have given ids and states, only the management account
writes, members see the same organization, and delegated administration obeys
trusted access. Other extensions ask :mod:`.state` about an account.
"""

import moto.organizations.urls as organizations_urls
from moto.organizations.models import organizations_backends

from embedded_aws.services.organizations.state import (
    account_state,
    active_accounts,
    has_trusted_access,
    is_delegated_administrator,
    management_account_id,
    organization_of,
)

__all__ = [
    "account_state",
    "active_accounts",
    "has_trusted_access",
    "install",
    "is_delegated_administrator",
    "management_account_id",
    "organization_of",
]


def install() -> None:
    from embedded_aws.services.organizations import (
        authorization,
        control,  # noqa: F401 (registers routes)
    )
    from embedded_aws.services.organizations.model import OrganizationBackend
    from embedded_aws.services.organizations.responses import Response

    organizations_backends.backend = OrganizationBackend
    organizations_backends.clear()
    organizations_urls.url_paths = {"{0}/$": Response.dispatch}
    authorization.install()
