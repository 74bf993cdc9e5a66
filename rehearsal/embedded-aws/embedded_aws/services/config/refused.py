"""Config's own error names."""

from moto.core.exceptions import JsonRESTError


class Refused(JsonRESTError):
    """An answer with one of Config's own error names."""

    code = 400
