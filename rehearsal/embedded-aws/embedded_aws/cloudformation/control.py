"""What the control interface returns of stacks, and the answers of custom resources."""

from typing import Any

from embedded_aws import control
from embedded_aws.cloudformation import backend, shapes


def _stacks(params: dict[str, str], body: dict[str, Any]) -> list[dict[str, Any]]:
    """``GET /stacks`` of every account and region; ``?deleted=true`` for deleted ones too."""
    found = backend.everywhere(with_deleted=params.get("deleted") == "true")
    return [shapes.plain(stack) for stack in found]


ROUTES: tuple[control.Route, ...] = (("GET", "/stacks", _stacks),)
