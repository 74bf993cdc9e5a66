"""Functions that really run: a local process with the credentials of their role.

For other services: :func:`permits` asks a function's resource policy,
:func:`invoke_async` invokes as a service does.
"""

from embedded_aws.services.awslambda.asynchronous import invoke_async
from embedded_aws.services.awslambda.permissions import exists, permits

__all__ = ["exists", "install", "invoke_async", "permits"]


def install() -> None:
    from embedded_aws.services.awslambda import control_routes, event_sources, functions

    control_routes.install()
    functions.install()
    event_sources.install()
