"""Makes the stacks of a snapshot again, or records them as they were."""

import base64
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from embedded_aws import application, internal_errors
from embedded_aws.cloudformation import backend, handler, lifecycle, operations, template
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.provider import ResourceError
from embedded_aws.cloudformation.stack import Output, Resource, Stack
from embedded_aws.lookup.buckets import bucket, object_of
from embedded_aws.restoring.plan import Planned
from embedded_aws.restoring.substitutions import Substitutions

_AT_ONCE = 4
_CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


@dataclass
class Making:
    """Stacks that are made again, group after group."""

    #: Archives in base64, by ``bucket/key``.
    code: dict[str, str]
    #: Called with each stack that is done.
    done: Callable[[Planned], None]
    substitutions: Substitutions
    #: Why stacks could not be made, by their place in the snapshot.
    refused: dict[str, str] = field(default_factory=dict)

    def make(self, groups: Iterable[list[Planned]]) -> list[Planned]:
        """Makes them; those that fail once more after the others, for what they lacked.

        :returns: those that could not be made; nothing of them is left.
        """
        remaining = list(groups)
        while remaining:
            failed = [group for group in map(self._make_group, remaining) if group]
            if _count(failed) == _count(remaining):
                return [one for group in failed for one in group]
            remaining = failed
        return []

    def _make_group(self, group: list[Planned]) -> list[Planned]:
        self.put_code()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            made = list(pool.map(self._make, group))
        return [one for one, succeeded in zip(group, made, strict=True) if not succeeded]

    def put_code(self) -> None:
        """The code of functions, into the buckets that exist by now."""
        for place, content in list(self.code.items()):
            name, key = place.split("/", 1)
            holder = bucket(name)
            if holder is None:
                continue
            if object_of(name, key) is None:
                with application.client("s3", holder.account_id, holder.region_name) as s3:
                    s3.put_object(Bucket=name, Key=key, Body=base64.b64decode(content))
            del self.code[place]

    def _make(self, one: Planned) -> bool:
        stack = _stack(one)
        stack.remembered_names = _names(one.given)
        # What was made of it is removed here, whatever its policies of deletion say.
        given = operations.StackInput(
            body=self.substitutions.applied(one.template or ""),
            parameters=[
                {"ParameterKey": key, "ParameterValue": self.substitutions.applied(value)}
                for key, value in one.given["Parameters"].items()
            ],
            tags=dict(one.given["Tags"]),
            capabilities=_CAPABILITIES,
            on_failure="DO_NOTHING",
            termination_protection=one.given["EnableTerminationProtection"],
        )
        try:
            operations.create_prepared(stack, given)
        except ValidationError as error:
            self.refused[one.where] = error.message
            return False
        except Exception as error:  # noqa: BLE001 one stack must not end all others
            internal_errors.report(error)
            self.refused[one.where] = f"{type(error).__name__}: {error}"
            return False
        if stack.status != "CREATE_COMPLETE":
            self.refused[one.where] = _reason(stack)
            lifecycle.remove(stack, lambda resource: False)
            backend.forget(stack)
            return False
        _finish(stack, one)
        self.substitutions.learn(stack, one.given)
        self.refused.pop(one.where, None)
        self.done(one)
        return True


def record(one: Planned) -> None:
    """The stack as it was, without making anything."""
    stack = _stack(one)
    if one.template is not None:
        try:
            stack.template = template.parse(one.template)
        except ValidationError:
            stack.template = template.Template(one.template, {})
    stack.parameters = dict(one.given["Parameters"])
    stack.tags = dict(one.given["Tags"])
    stack.outputs = [Output(key, value, None, None) for key, value in one.given["Outputs"].items()]
    for found in one.given["resources"]:
        stack.resources[found["LogicalResourceId"]] = Resource(
            found["LogicalResourceId"],
            found["ResourceType"],
            found.get("PhysicalResourceId") or None,
            found["ResourceStatus"],
        )
    _declare(stack)
    backend.add(stack)
    _finish(stack, one)


def _declare(stack: Stack) -> None:
    """Gives resources what the template says of them, so that an update sees what differs.

    What it refers to may not be known, such as an attribute; such a resource has no properties.
    """
    assert stack.template
    try:
        deployment = Deployment(stack, stack.template, stack.parameters)
    except ValidationError:
        return
    for logical_id, resource in stack.resources.items():
        if logical_id not in deployment.graph:
            continue
        declared = lifecycle.declared(deployment, logical_id)
        resource.deletion_policy = declared.deletion_policy
        resource.update_replace_policy = declared.update_replace_policy
        resource.needs = declared.needs
        with suppress(ValidationError, ResourceError):
            resource.properties = handler.prepare(deployment, logical_id)


def _stack(one: Planned) -> Stack:
    stack = Stack(one.place.account_id, one.place.region, one.given["StackName"])
    stack.stack_id = one.given["StackId"]
    return stack


def _finish(stack: Stack, one: Planned) -> None:
    stack.remembered_names = {}
    stack.on_failure = None
    stack.status = one.given["StackStatus"]
    stack.status_reason = one.given.get("StackStatusReason")
    stack.termination_protection = one.given["EnableTerminationProtection"]
    created = one.given.get("CreationTime")
    if created:
        # Without its zone, as moto has all times: UTC.
        moment = datetime.fromisoformat(created.replace("Z", "+00:00"))
        stack.creation_time = moment.astimezone(timezone.utc).replace(tzinfo=None)


def _names(given: dict[str, Any]) -> dict[str, str]:
    """The names that resources had by logical id: CloudFormation's own would end differently."""
    return {
        resource["LogicalResourceId"]: re.split("[:/|]", resource["PhysicalResourceId"])[
            -1
        ].removesuffix(".fifo")
        for resource in given["resources"]
        if resource.get("PhysicalResourceId")
    }


def _reason(stack: Stack) -> str:
    failed = [one.reason for one in stack.resources.values() if one.status == "CREATE_FAILED"]
    return str(next(filter(None, failed), stack.status_reason))


def _count(groups: list[list[Planned]]) -> int:
    return sum(map(len, groups))
