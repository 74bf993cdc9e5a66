"""Loads in the background what the first calls would otherwise wait for."""

import importlib
import threading

_MODULES = (
    "moto.sts",
    "moto.iam",
    "moto.s3",
    "moto.logs",
    "moto.sns",
    "moto.sqs",
    "moto.events",
    "moto.config",
    "moto.guardduty",
    "moto.cloudtrail",
)


def in_background() -> None:
    """Returns at once."""

    def load() -> None:
        for name in _MODULES:
            importlib.import_module(name)

    threading.Thread(target=load, daemon=True, name="warm-up").start()
