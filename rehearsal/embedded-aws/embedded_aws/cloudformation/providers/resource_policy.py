"""What resources share that put one policy on several topics or queues."""

import json
from collections.abc import Iterable
from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.providers.api_calls import client, strict_client


class ResourcePolicy:
    """One policy document on several topics or queues."""

    type_name: str
    service: str
    targets: str

    def create(self, request: Request) -> Handled:
        with strict_client(self.service, request) as api:
            self._put_all(api, request.properties)
        return Handled(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client(self.service, request) as api:
            self._put_all(api, request.properties)
        left = set(old_properties[self.targets]) - set(request.properties[self.targets])
        self._remove_from(request, left)
        return Handled(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        self._remove_from(request, request.properties[self.targets])

    def _put_all(self, api: Any, given: dict[str, Any]) -> None:
        document = given["PolicyDocument"]
        text = document if isinstance(document, str) else json.dumps(document)
        for target in given[self.targets]:
            self._put(api, target, text)

    def _remove_from(self, request: Request, targets: Iterable[str]) -> None:
        for target in targets:
            try:
                with client(self.service, request) as api:
                    self._put(api, target, self._default(request, target))
            except NotFound:
                continue

    def _put(self, api: Any, target: str, text: str) -> None:
        raise NotImplementedError

    def _default(self, request: Request, target: str) -> str:
        raise NotImplementedError
