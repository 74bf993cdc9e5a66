"""Topics that a snapshot knows by their names."""

from embedded_aws.restoring.parts import by_call

NAMED = {
    "AWS::SNS::Topic": by_call(
        "sns",
        lambda sns, name: sns.create_topic(
            Name=name, Attributes={"FifoTopic": "true"} if name.endswith(".fifo") else {}
        ),
    )
}
