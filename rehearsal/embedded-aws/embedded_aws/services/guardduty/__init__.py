"""GuardDuty: detectors, members by organization and by invitation, findings.

Replaces moto's, which knows detectors and filters only. State belongs to an
account in a region, as on AWS.
See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html
"""

import moto.guardduty.urls as guardduty_urls


def install() -> None:
    from embedded_aws.cloudformation import provider
    from embedded_aws.lookup.organizations import on_deregistered
    from embedded_aws.services.guardduty import (
        control,  # noqa: F401 (registers routes)
        linked_role,
        providers,
        providers_exports,
    )
    from embedded_aws.services.guardduty.backend import GuardDutyRegion, backends
    from embedded_aws.services.guardduty.organization import administrator_deregistered
    from embedded_aws.services.guardduty.responses import Response

    backends.backend = GuardDutyRegion
    backends.clear()
    # The action follows from botocore's own table of methods and paths.
    guardduty_urls.url_paths = {"{0}/(?P<path>.+)$": Response.dispatch}
    on_deregistered("guardduty.amazonaws.com", administrator_deregistered)
    linked_role.install()
    for item in (*providers.PROVIDERS, *providers_exports.PROVIDERS):
        provider.register(item)
