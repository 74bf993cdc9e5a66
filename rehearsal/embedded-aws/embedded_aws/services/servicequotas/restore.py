"""The quotas of a snapshot: its keys are service and code, with a slash between them."""

from moto.servicequotas.models import servicequotas_backends

from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World
from embedded_aws.services.servicequotas.quotas import apply


def restore(world: World) -> None:
    for place in world.places:
        backend = servicequotas_backends[place.account_id][place.region]
        for key, value in (place.found.get("quotas") or {}).items():
            service, _, code = key.partition("/")
            apply(backend, service, code, value)


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
