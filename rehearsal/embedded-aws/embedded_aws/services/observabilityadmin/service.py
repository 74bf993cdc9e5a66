"""What is installed of the service."""

from functools import partial

from embedded_aws import mounting
from embedded_aws.extension import Extension
from embedded_aws.lookup import log_events
from embedded_aws.services.observabilityadmin import (
    authorization,
    copying,
    models,
    providers,
    urls,
)

SERVICE = Extension(
    "observabilityadmin",
    patches=(partial(mounting.mount, "observabilityadmin", "observabilityadmin", models, urls),),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    offers=(partial(log_events.on_put, copying.copy),),
)
