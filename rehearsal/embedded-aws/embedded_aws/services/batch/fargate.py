"""What Fargate runs: which roles, sizes and settings a container may have.

https://docs.aws.amazon.com/batch/latest/userguide/fargate.html
https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
"""

from typing import Any

from embedded_aws.services.batch.refusals import invalid

#: vCPU to MiB of memory.
_SIZES: dict[float, tuple[int, ...]] = {
    0.25: (512, 1024, 2048),
    0.5: tuple(range(1024, 4097, 1024)),
    1: tuple(range(2048, 8193, 1024)),
    2: tuple(range(4096, 16385, 1024)),
    4: tuple(range(8192, 30721, 1024)),
    8: tuple(range(16384, 61441, 4096)),
    16: tuple(range(32768, 122881, 8192)),
}
#: Of containers on instances only.
_NOT_HERE = ("vcpus", "memory", "privileged", "ulimits", "instanceType", "linuxParameters")
_OF_INSTANCES = (
    "minvCpus",
    "desiredvCpus",
    "instanceTypes",
    "instanceRole",
    "imageId",
    "ec2KeyPair",
    "tags",
    "bidPercentage",
    "spotIamFleetRole",
    "launchTemplate",
    "placementGroup",
    "allocationStrategy",
    "ec2Configuration",
)


def requirement(container: dict[str, Any], kind: str) -> str | None:
    """The value of a resource requirement; None when there is none."""
    listed = container.get("resourceRequirements") or []
    return next((str(one["value"]) for one in listed if one["type"].upper() == kind), None)


def vcpus(container: dict[str, Any]) -> float:
    return float(requirement(container, "VCPU") or 0)


def check_size(container: dict[str, Any]) -> None:
    """:raises Refusal: Fargate has no such size."""
    for kind, name in (("VCPU", "vCPU"), ("MEMORY", "Memory")):
        if requirement(container, kind) is None:
            raise invalid(f"{name} is not provided.")
    try:
        cpus, memory = vcpus(container), int(requirement(container, "MEMORY") or 0)
    except ValueError as error:
        raise invalid(f"resourceRequirements are malformed: {error}") from error
    if memory not in _SIZES.get(cpus, ()):
        raise invalid(f"Fargate resource requirements ({cpus:.2f} vCPU, {memory} MiB) not valid.")


def check_container(container: dict[str, Any], account_id: str) -> None:
    """:raises Refusal: Fargate would not run a container of the kind."""
    if not container.get("image"):
        raise invalid("Container properties should have an image.")
    if not container.get("executionRoleArn"):
        raise invalid("EXECUTION ROLE is required for Fargate jobs.")
    for name in ("executionRoleArn", "jobRoleArn"):
        role = container.get(name)
        if role and role.split(":")[4:5] != [account_id]:
            raise invalid("Cross-account pass role is not allowed.")
    for name in _NOT_HERE:
        # AWS takes what says nothing.
        if name == "linuxParameters" and set(container.get(name) or {}) <= {"initProcessEnabled"}:
            continue
        if container.get(name):
            raise invalid(f"{name} is not applicable for Fargate.")
    check_size(container)


def check_resources(resources: dict[str, Any]) -> None:
    """:raises Refusal: a compute environment of Fargate can't have such resources."""
    surplus = [name for name in _OF_INSTANCES if resources.get(name)]
    if surplus:
        raise invalid(f"{', '.join(surplus)} not applicable on Fargate.")
    if int(resources.get("maxvCpus") or 0) < 1:
        raise invalid("maxvCpus must be at least 1.")
    for name in ("subnets", "securityGroupIds"):
        if not resources.get(name):
            raise invalid(f"{name} is required for Fargate.")
