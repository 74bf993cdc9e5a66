"""What VPCs, subnets, gateways and security groups of stacks share: one call makes them."""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request, ResourceError
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    strict_client,
    tags,
)


class Tagged:
    """A resource that is made by one call, and whose tags can change."""

    type_name: str
    #: As the API names the kind of the resource.
    kind: str
    #: What else can change; anything but this and tags is refused rather than forgotten.
    changeable: tuple[str, ...] = ()

    def create(self, request: Request) -> Handled:
        with strict_client("ec2", request) as api:
            made = self.make(api, self.named(request), self._tags(request))
            self.configure(api, made, request.properties, {})
            return Handled(made, self.attributes(api, made))

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        known = {*self.changeable, "Tags"}
        changed = {
            k for k in given.keys() | old_properties if given.get(k) != old_properties.get(k)
        }
        if unknown := sorted(changed - known):
            raise ResourceError(
                "NotUpdatable",
                f"The embedded AWS cannot change {', '.join(unknown)} of {self.kind}",
            )
        with client("ec2", request) as api:
            self.configure(api, physical_id, given, old_properties)
            removed = {one["Key"] for one in old_properties.get("Tags") or []}
            wanted = tags(request, given.get("Tags"))
            if gone := sorted(removed - wanted.keys()):
                api.delete_tags(Resources=[physical_id], Tags=[{"Key": key} for key in gone])
            if wanted:
                api.create_tags(Resources=[physical_id], Tags=as_list(wanted))
            return Handled(physical_id, self.attributes(api, physical_id))

    def delete(self, request: Request, physical_id: str) -> None:
        with client("ec2", request) as api:
            self.remove(api, physical_id)

    def _tags(self, request: Request) -> dict[str, Any]:
        own = as_list(tags(request, request.properties.get("Tags")))
        return {"TagSpecifications": [{"ResourceType": self.kind, "Tags": own}]} if own else {}

    def named(self, request: Request) -> dict[str, Any]:
        """The properties, with the name that CloudFormation generates where one is needed."""
        return request.properties

    def make(self, api: Any, given: dict[str, Any], tagging: dict[str, Any]) -> str:
        raise NotImplementedError

    def configure(self, api: Any, made: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        """Nothing, unless the resource has more than its one call sets."""

    def attributes(self, api: Any, made: str) -> dict[str, Any]:
        raise NotImplementedError

    def remove(self, api: Any, physical_id: str) -> None:
        raise NotImplementedError
