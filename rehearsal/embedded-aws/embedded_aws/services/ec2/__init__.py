"""VPCs whose making is an event, and flow logs that go where they may."""


def install() -> None:
    from embedded_aws.services.ec2 import events, flow_logs

    flow_logs.install()
    events.install()
