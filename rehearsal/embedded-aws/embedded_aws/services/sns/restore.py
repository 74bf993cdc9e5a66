"""Topics that a snapshot knows by their names, and those that its resources name."""

from moto.sns.models import sns_backends

from embedded_aws import application
from embedded_aws.restoring import references
from embedded_aws.restoring.parts import Part, Phase, by_call
from embedded_aws.restoring.world import Place, World


def restore(world: World) -> None:
    for arn in references.topics(world):
        region, account_id, name = arn.split(":", 5)[3:]
        place = Place(account_id, region, {})
        there = arn in sns_backends[account_id][region].topics
        if not there and world.wants(place, "AWS::SNS::Topic", name):
            policy = references.statement("sns:Publish", arn)
            with application.client("sns", account_id, region) as sns:
                sns.create_topic(Name=name, Attributes={"Policy": policy})


NAMED = {
    "AWS::SNS::Topic": by_call(
        "sns",
        lambda sns, name: sns.create_topic(
            Name=name, Attributes={"FifoTopic": "true"} if name.endswith(".fifo") else {}
        ),
    )
}

PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
