"""Turns a row of the evidence table round: what the embedded AWS does if AWS does the opposite.

The questions of ``trial/`` must be able to come out either way. Code that can do both asks its
belief; everywhere else the rows hold.
"""

from typing import Any

from embedded_aws import control

_beliefs: dict[str, "Belief"] = {}


class Belief:
    """What a row of the evidence table claims, until the control interface says otherwise."""

    def __init__(self, row: str) -> None:
        self.row = row
        self.holds = True


def belief(row: str) -> Belief:
    """The belief of a row; several modules may share one."""
    return _beliefs.setdefault(row, Belief(row))


def known() -> dict[str, bool]:
    """Whether each of them holds, by row."""
    return {row: one.holds for row, one in sorted(_beliefs.items())}


def _read(params: dict[str, str], body: dict[str, Any]) -> dict[str, bool]:
    return known()


def _turn(params: dict[str, str], body: dict[str, Any]) -> dict[str, bool]:
    """``{holds}``: for the row of the path."""
    found = _beliefs.get(params["row"])
    if found is None:
        raise control.ControlError(f"no code can do the opposite of {params['row']}", 404)
    found.holds = bool(body["holds"])
    return {found.row: found.holds}


def _restore(params: dict[str, str], body: dict[str, Any]) -> dict[str, bool]:
    for one in _beliefs.values():
        one.holds = True
    return known()


ROUTES: tuple[control.Route, ...] = (
    ("GET", "/beliefs", _read),
    ("POST", "/beliefs/{row}", _turn),
    ("DELETE", "/beliefs", _restore),
)
