"""What is installed of the service."""

from embedded_aws import gate
from embedded_aws.extension import Extension
from embedded_aws.services.support import api

SERVICE = Extension(
    "support",
    checks=((gate.Phase.SUBSCRIPTION, api.refuse_without_plan),),
)
