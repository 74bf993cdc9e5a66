"""Rolling back a failed update, and continuing once that has failed, too."""

from collections.abc import Callable

from embedded_aws.cloudformation import exports
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.handler import Failed
from embedded_aws.cloudformation.stack import Resource, Stack
from embedded_aws.evidence import evidence


class Rollback:
    """How to take back one update, from before its first resource."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._before = dict(stack.resources)
        self._outputs = list(stack.outputs)
        self._imports = set(stack.imports)
        #: How to take back what was done, in the order of doing.
        self._undo: list[Callable[[], None]] = []
        #: The resource at which the rollback has failed.
        self._failed: str | None = None

    def add(self, undo: Callable[[], None]) -> None:
        self._undo.append(undo)

    def replace_last(self, undo: Callable[[], None]) -> None:
        self._undo[-1] = undo

    @evidence("stacks-roll-back-in-reverse-order")
    def run(self, reason: str) -> None:
        """Ends UPDATE_ROLLBACK_COMPLETE or UPDATE_ROLLBACK_FAILED."""
        stack = self._stack
        stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS", reason)
        self._failed = None
        try:
            while self._undo:
                self._undo[-1]()
                self._undo.pop()
            exports.replace(stack, self._outputs)
        except (Failed, ValidationError) as failure:
            self._failed = failure.resource.logical_id if isinstance(failure, Failed) else None
            stack.stuck = self.resume
            stack.set_status("UPDATE_ROLLBACK_FAILED", str(failure))
            return
        stack.stuck = None
        stack.outputs, stack.imports = self._outputs, self._imports
        stack.set_status("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        stack.set_status("UPDATE_ROLLBACK_COMPLETE", reason)

    @evidence("stacks-continue-a-rollback")
    def resume(self, skipped: frozenset[str]) -> None:
        """Tries again from the resource that failed, or without it.

        :raises ValidationError: when another resource is to be skipped.
        """
        others = sorted(skipped - {self._failed})
        if others:
            raise ValidationError(
                f"Resources [{', '.join(others)}] can not be skipped: "
                "only resources that failed to roll back can"
            )
        if self._failed in skipped:
            self._undo.pop()
            self._skip(self._before.get(str(self._failed)))
        self.run("User Initiated")

    def _skip(self, old: Resource | None) -> None:
        if old is not None:
            kept = Resource(**vars(old))
            self._stack.resources[kept.logical_id] = kept
            self._stack.set_resource_status(kept, "UPDATE_COMPLETE")
