"""What a container runs: the command that was set for its image.

Images have no content here, so nothing is pulled.
"""

import shutil
import threading
from dataclasses import dataclass, field

from embedded_aws.lambda_runtime import process


@dataclass(frozen=True)
class Image:
    """Stands in for every image whose reference is, or begins with, ``reference``."""

    reference: str
    #: In place of the ENTRYPOINT; ``node`` is the Node.js that runs functions.
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    #: How long an attempt lasts until its job's timeout strikes, if it has one.
    timeout_seconds: float | None = None
    #: False: only what an image of this reference would run, where its repository has one.
    pushed: bool = True


_images: dict[str, Image] = {}
_lock = threading.Lock()


def tell(image: Image) -> None:
    """Replaces what was set for the same reference before."""
    with _lock:
        _images[image.reference] = image


def pull(reference: str) -> Image | None:
    """By the whole reference, else by the longest beginning; None for an unknown image."""
    with _lock:
        known = dict(_images)
    if reference in known:
        return known[reference]
    begun = [
        pattern
        for pattern in known
        if pattern.endswith("*") and reference.startswith(pattern.removesuffix("*"))
    ]
    return known[max(begun, key=len)] if begun else None


def arguments(image: Image, command: list[str]) -> list[str]:
    """ENTRYPOINT and CMD."""
    first, *rest = image.command
    return [process.node() if first == "node" else shutil.which(first) or first, *rest, *command]
