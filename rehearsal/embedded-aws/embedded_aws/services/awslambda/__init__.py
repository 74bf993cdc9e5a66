"""Functions that really run: a local process with the credentials of their role."""


def install() -> None:
    from embedded_aws.delivery import functions as delivery
    from embedded_aws.delivery import receivers
    from embedded_aws.services.awslambda import (
        asynchronous,
        control_routes,
        event_sources,
        functions,
        receiver,
    )

    delivery.register(asynchronous.invoke_async)
    receivers.register("lambda", receiver.Functions())
    control_routes.install()
    functions.install()
    event_sources.install()
