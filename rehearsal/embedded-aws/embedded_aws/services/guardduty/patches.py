"""GuardDuty in place of moto's, which knows detectors and filters only."""

import moto.guardduty.urls as guardduty_urls

from embedded_aws.services.guardduty.backend import GuardDutyRegion, backends
from embedded_aws.services.guardduty.responses import Response


def install() -> None:
    backends.backend = GuardDutyRegion
    backends.clear()
    # The action follows from botocore's own table of methods and paths.
    guardduty_urls.url_paths = {"{0}/(?P<path>.+)$": Response.dispatch}
