"""Queues that a snapshot knows by their names."""

from embedded_aws.restoring.parts import by_call

NAMED = {
    "AWS::SQS::Queue": by_call(
        "sqs",
        lambda sqs, name: sqs.create_queue(
            QueueName=name, Attributes={"FifoQueue": "true"} if name.endswith(".fifo") else {}
        ),
    )
}
