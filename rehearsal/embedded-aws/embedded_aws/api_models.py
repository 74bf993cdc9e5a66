"""Reads each API model of botocore once, for all callers.

moto, its back ends and every session keep copies of their own otherwise; that of
EC2 alone takes 15 MiB. moto adds error shapes to the models it loads, which do
not matter to a client.
"""

import functools
from typing import Any

from botocore.loaders import JSONFileLoader

#: What AWS has added since this botocore, by file and shape: strings of an answer.
#: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfigurationResult.html
_NEWER = {
    "guardduty/2017-11-28/service-2": {
        "DetectorFeatureConfigurationResult": "ManagedBy",
        "DetectorAdditionalConfigurationResult": "ManagedBy",
        "MemberFeaturesConfigurationResult": "ManagedBy",
        "MemberAdditionalConfigurationResult": "ManagedBy",
    }
}


def _complete(path: str, model: Any) -> Any:
    for file, members in _NEWER.items():
        if model is None or not path.endswith(file):
            continue
        for shape, name in members.items():
            location = name[0].lower() + name[1:]
            member = {"shape": "String", "locationName": location}
            model["shapes"][shape]["members"].setdefault(name, member)
    return model


def install() -> None:
    original = JSONFileLoader.load_file

    @functools.cache
    def load(path: str) -> object:
        return _complete(path, original(JSONFileLoader(), path))

    def load_file(self: JSONFileLoader, file_path: str) -> object:
        return load(file_path)

    JSONFileLoader.load_file = load_file
