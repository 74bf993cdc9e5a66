"""Reads each API model of botocore once, for all callers.

moto, its back ends and every session keep copies of their own otherwise; that of
EC2 alone takes 15 MiB. moto adds error shapes to the models it loads, which do
not matter to a client.
"""

import functools

from botocore.loaders import JSONFileLoader


def install() -> None:
    original = JSONFileLoader.load_file

    @functools.cache
    def load(path: str) -> object:
        return original(JSONFileLoader(), path)

    def load_file(self: JSONFileLoader, file_path: str) -> object:
        return load(file_path)

    JSONFileLoader.load_file = load_file
