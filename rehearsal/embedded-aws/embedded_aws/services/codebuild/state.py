"""What an account has of CodeBuild in a region: projects and builds, as its API describes them."""

import threading
from dataclasses import dataclass, field
from typing import Any

from moto.codebuild.models import codebuild_backends
from moto.utilities.utils import get_partition

from embedded_aws.gate import Refusal
from embedded_aws.kept import kept

#: Held over every look at builds and every change of them, everywhere.
LOCK = threading.RLock()


@dataclass
class State:
    """Projects by name, builds by id, the oldest first."""

    account_id: str
    region: str
    projects: dict[str, dict[str, Any]] = field(default_factory=dict)
    builds: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: By project and token: when it was used, with which request, for which build.
    tokens: dict[tuple[str, str], tuple[float, str, str]] = field(default_factory=dict)
    #: Why builds of a project fail, as a scenario has it.
    failures: dict[str, str] = field(default_factory=dict)
    #: What builds of a project wait for, as a scenario has it.
    held: dict[str, threading.Event] = field(default_factory=dict)

    def arn(self, kind: str, name: str) -> str:
        partition = get_partition(self.region)
        return f"arn:{partition}:codebuild:{self.region}:{self.account_id}:{kind}/{name}"


def of(account_id: str, region: str) -> State:
    backend = codebuild_backends[account_id][region]
    return kept(backend, "state", lambda: State(account_id, region))


def invalid(message: str) -> Refusal:
    return Refusal("InvalidInputException", message)
