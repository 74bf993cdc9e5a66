"""VPCs whose making is an event, networks of stacks, and flow logs that go where they may."""


def install() -> None:
    from embedded_aws.services.ec2 import authorization, events, flow_logs, networks

    authorization.install()
    flow_logs.install()
    events.install()
    networks.install()
