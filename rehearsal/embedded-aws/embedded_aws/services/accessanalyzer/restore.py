"""The analyzers of a snapshot."""

from moto.utilities.utils import get_partition

from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World
from embedded_aws.services.accessanalyzer.models import Analyzer, accessanalyzer_backends


def restore(world: World) -> None:
    for place in world.places:
        owner = f"{get_partition(place.region)}:access-analyzer:{place.region}:{place.account_id}"
        for given in place.all("analyzers"):
            name = given["name"]
            arn = f"arn:{owner}:analyzer/{name}"
            if world.wants(place, "AWS::AccessAnalyzer::Analyzer", arn):
                analyzer = Analyzer(name, given["type"], arn, status=given["status"])
                accessanalyzer_backends[place.account_id][place.region].analyzers[name] = analyzer


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
