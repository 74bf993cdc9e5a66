"""Serves a service of AWS for which moto has no back end.

moto finds a back end by its index of hosts, and imports ``moto.<name>.models``
and ``moto.<name>.urls``.
"""

import re
import sys
from types import ModuleType


def mount(name: str, host: str, models: ModuleType, urls: ModuleType) -> None:
    """Lets moto find the modules of a back end.

    :param name: moto's name of the service, which begins ``<name>_backends`` in ``models``.
    :param host: what the host of the service begins with, as in ``access-analyzer``.
    """
    from moto import backend_index

    pattern = re.compile(rf"https?://{re.escape(host)}\.(.+)\.amazonaws\.com")
    entry = (name, pattern)
    if all(known != name for known, _ in backend_index.backend_url_patterns):
        backend_index.backend_url_patterns.append(entry)
    sys.modules[f"moto.{name}"] = models
    sys.modules[f"moto.{name}.models"] = models
    sys.modules[f"moto.{name}.urls"] = urls
