"""What is installed of the service."""

from functools import partial

from embedded_aws.delivery.functions import register
from embedded_aws.extension import Extension
from embedded_aws.services.awslambda import (
    asynchronous,
    authorization,
    control,
    event_sources,
    functions,
    providers,
    receiver,
)

SERVICE = Extension(
    "awslambda",
    patches=(functions.install, event_sources.install),
    authorization=(authorization.install,),
    providers=providers.PROVIDERS,
    routes=control.ROUTES,
    receivers={"lambda": receiver.Functions()},
    offers=(partial(register, asynchronous.invoke_async),),
)
