"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.ec2 import authorization, events, flow_logs, providers

SERVICE = Extension(
    "ec2",
    patches=(flow_logs.install, events.install),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
)
