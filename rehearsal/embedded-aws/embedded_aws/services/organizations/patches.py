"""The organization in place of moto's."""

import moto.organizations.urls as organizations_urls
from moto.organizations.models import organizations_backends

from embedded_aws.services.organizations.model import OrganizationBackend
from embedded_aws.services.organizations.responses import Response


def install() -> None:
    organizations_backends.backend = OrganizationBackend
    organizations_backends.clear()
    organizations_urls.url_paths = {"{0}/$": Response.dispatch}
