"""VPCs whose making is an event, networks of stacks, and flow logs that go where they may."""


def install() -> None:
    from embedded_aws.cloudformation.provider import register
    from embedded_aws.services.ec2 import authorization, events, flow_logs, providers

    authorization.install()
    flow_logs.install()
    events.install()
    for provider in providers.PROVIDERS:
        register(provider)
