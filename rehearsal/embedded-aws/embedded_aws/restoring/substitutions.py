"""Ids that services chose anew, in place of those of the snapshot.

A key or a network that is made again has another id than before; a stack that was given the
former one, as a parameter or in its template, is given the new one.
"""

import threading
from typing import Any

from embedded_aws.cloudformation.stack import Stack
from embedded_aws.restoring.world import places

#: Shorter values mean something else wherever else they occur.
_LEAST = 10


class Substitutions:
    def __init__(self, snapshot: dict[str, Any]) -> None:
        self._new: dict[str, str] = {}
        self._lock = threading.Lock()
        # Few of the ids of a large organization occur anywhere else.
        self._texts = "\n".join(_texts(snapshot))

    def learn(self, stack: Stack, given: dict[str, Any]) -> None:
        """From what became of the resources and outputs of a stack."""
        for resource in given["resources"]:
            made = stack.resources.get(resource["LogicalResourceId"])
            if made is not None:
                self._note(resource.get("PhysicalResourceId") or "", made.physical_id)
        outputs = {one.key: one.value for one in stack.outputs}
        for key, value in given["Outputs"].items():
            self._note(value, outputs.get(key))

    def _note(self, old: str, new: str | None) -> None:
        if new and old != new and len(old) >= _LEAST and old in self._texts:
            with self._lock:
                self._new[old] = new

    def applied(self, text: str) -> str:
        with self._lock:
            known = sorted(self._new.items(), key=lambda pair: -len(pair[0]))
        for old, new in known:
            text = text.replace(old, new)
        return text


def _texts(snapshot: dict[str, Any]) -> list[str]:
    """All that substitutions are applied to."""
    stacks = [stack for place in places(snapshot) for stack in place.found["stacks"]]
    parameters = [value for stack in stacks for value in stack["Parameters"].values()]
    state = snapshot.get("state") or {"body": ""}
    return [*snapshot.get("templates", {}).values(), *parameters, state["body"]]
