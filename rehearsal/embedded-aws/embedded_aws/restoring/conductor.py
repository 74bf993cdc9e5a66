"""One restoration, from the organization to the last stack, in the background."""

import threading
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from embedded_aws import internal_errors
from embedded_aws.restoring import parts, state
from embedded_aws.restoring.parts import Phase
from embedded_aws.restoring.plan import Plan, Planned, plan
from embedded_aws.restoring.stacks import Making, record
from embedded_aws.restoring.substitutions import Substitutions
from embedded_aws.restoring.world import Key, World


class Restoration:
    """Runs from :meth:`begin` until ``done``."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self._snapshot = snapshot
        self._plan: Plan = plan(snapshot)
        self._done = False
        self._error: str | None = None
        self._warnings: list[str] = []
        self._made: list[str] = []

    def begin(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="restore").start()

    def describe(self) -> dict[str, Any]:
        return {
            "done": self._done,
            "error": self._error,
            "stacks": {"made": len(self._made), "of": len(self._plan.made)},
            "last": self._made[-1] if self._made else None,
            "warnings": self._warnings,
        }

    def _run(self) -> None:
        try:
            self._restore()
        except Exception as error:  # noqa: BLE001 GET /restore answers it
            internal_errors.report(error)
            self._error = f"{type(error).__name__}: {error}"
        finally:
            self._done = True

    def _restore(self) -> None:
        world = World(self._snapshot, _keys([*self._plan.made, *self._plan.following]))
        for phase in Phase:
            for restore in parts.of(phase):
                restore(world)
        self._put_named(world)
        for one in self._plan.recorded:
            record(one)
        archives = self._snapshot.get("archives", {})
        code = {place: archives[key] for place, key in self._snapshot.get("code", {}).items()}
        making = Making(
            code, lambda one: self._made.append(one.where), Substitutions(self._snapshot)
        )
        failed = making.make(self._plan.groups)
        making.put_code()
        state.put(self._snapshot, making.substitutions)
        self._keep(failed, making)
        self._warnings += [
            f"the snapshot has the code {place}, and no bucket for it" for place in making.code
        ]

    def _keep(self, failed: list[Planned], making: Making) -> None:
        """Records stacks that could not be made, with what the snapshot says of their resources."""
        world = World(self._snapshot, _keys(failed), alone=True)
        for restore in parts.of(Phase.RESOURCES):
            restore(world)
        self._put_named(world)
        for one in failed:
            record(one)
            self._warnings.append(
                f"stack {one.where} is recorded and not made: {making.refused[one.where]}"
            )

    def _put_named(self, world: World) -> None:
        for place in world.places:
            # Event buses come before the rules on them.
            for type_name, names in sorted((place.found.get("named") or {}).items()):
                make = parts.maker(type_name)
                for name in names:
                    if not world.wants(place, type_name, name):
                        continue
                    where = f"{type_name} {name} in {place.account_id}/{place.region}"
                    if make is None:
                        self._warnings.append(f"{where} is left out: its type is not known")
                        continue
                    try:
                        make(place.account_id, place.region, name)
                    except ClientError as error:
                        self._warnings.append(f"{where} is left out: {error}")


def _keys(stacks: list[Planned]) -> frozenset[Key]:
    def every() -> Iterator[Key]:
        for one in stacks:
            yield from one.keys

    return frozenset(every())
