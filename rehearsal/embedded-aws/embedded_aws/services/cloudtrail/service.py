"""What is installed of the service."""

from functools import partial

from embedded_aws.delivery.events import recorded_by
from embedded_aws.extension import Extension
from embedded_aws.services.cloudtrail import (
    api,
    digests,
    log_records,
    patches,
    providers,
    restore,
    trails,
)

SERVICE = Extension(
    "cloudtrail",
    patches=(patches.install, api.install),
    providers=providers.PROVIDERS,
    routes=(*digests.ROUTES, *log_records.ROUTES),
    offers=(partial(recorded_by, trails.records),),
    restores=restore.PARTS,
)
