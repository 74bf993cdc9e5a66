"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.apigateway import authorization

SERVICE = Extension(
    "apigateway",
    authorization=(authorization.install,),
)
