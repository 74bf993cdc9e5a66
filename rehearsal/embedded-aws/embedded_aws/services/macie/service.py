"""What is installed of the service."""

from embedded_aws import gate
from embedded_aws.extension import Extension
from embedded_aws.services.macie import api

SERVICE = Extension(
    "macie",
    patches=(api.install,),
    checks=((gate.Phase.SUBSCRIPTION, api.refuse_unless_enabled),),
)
