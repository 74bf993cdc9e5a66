"""What is installed of the service."""

from functools import partial

from embedded_aws.extension import Extension
from embedded_aws.metrics import gauge
from embedded_aws.services.sqs import (
    authorization,
    control,
    metrics,
    providers,
    queues,
    receiver,
    restore,
)

SERVICE = Extension(
    "sqs",
    patches=(queues.install, metrics.install),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    routes=control.ROUTES,
    receivers={"sqs": receiver.Queues()},
    offers=(partial(gauge, metrics.NAMESPACE, metrics.value),),
    named=restore.NAMED,
)
