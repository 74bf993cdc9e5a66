"""Why an event pattern is rejected."""


class PatternError(ValueError):
    """The reason, as AWS words it."""
