"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.s3 import (
    access_logs,
    authorization,
    bucket_policies,
    copies,
    lifecycles,
    objects,
    patches,
    providers,
    requests,
    restore,
)

SERVICE = Extension(
    "s3",
    patches=(
        patches.install,
        access_logs.install,
        bucket_policies.install,
        lifecycles.install,
        objects.install,
        requests.install,
    ),
    guards=(authorization.install,),
    providers=providers.PROVIDERS,
    routes=copies.ROUTES,
    restores=restore.PARTS,
)
