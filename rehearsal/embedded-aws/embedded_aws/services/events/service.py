"""What is installed of the service."""

from functools import partial

from embedded_aws.delivery.events import accept_by
from embedded_aws.extension import Extension
from embedded_aws.services.events import (
    authorization,
    control,
    delivery,
    patches,
    providers,
    restore,
    rule_checks,
)

SERVICE = Extension(
    "events",
    patches=(patches.install, rule_checks.install),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    routes=control.ROUTES,
    offers=(partial(accept_by, delivery.accept),),
    named=restore.NAMED,
)
