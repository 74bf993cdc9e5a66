"""The Conditions section: facts about the parameters, computed when asked for."""

from collections.abc import Callable
from typing import Any

from embedded_aws.cloudformation.errors import ValidationError


class Conditions:
    """Answers whether a condition holds; each is evaluated once."""

    def __init__(
        self, section: dict[str, Any], resolve: Callable[[Any], Any] = lambda x: x
    ) -> None:
        self._section = section
        self._resolve = resolve
        self._known: dict[str, bool | None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._section

    def holds(self, name: str) -> bool:
        """:raises ValidationError: when undeclared or defined by itself."""
        if name not in self._section:
            raise ValidationError(
                f"Template error: unresolved condition dependency {name}. Every "
                "condition that is used must be in the Conditions section"
            )
        if name not in self._known:
            self._known[name] = None
            self._known[name] = self.evaluate(self._section[name])
        verdict = self._known[name]
        if verdict is None:
            raise ValidationError(f"Circular dependency between conditions: [{name}]")
        return verdict

    def evaluate(self, expression: Any) -> bool:
        if isinstance(expression, dict) and len(expression) == 1:
            function, argument = next(iter(expression.items()))
            if function == "Condition":
                return self.holds(argument)
            if function == "Fn::Equals":
                left, right = (_text(self._resolve(side)) for side in argument)
                return bool(left == right)
            if function == "Fn::Not":
                return not self.evaluate(argument[0])
            if function == "Fn::And":
                return all([self.evaluate(part) for part in argument])
            if function == "Fn::Or":
                return any([self.evaluate(part) for part in argument])
        raise ValidationError(
            "Template format error: Conditions can only be boolean operations on "
            "parameters and other conditions"
        )


def _text(value: Any) -> Any:
    # CloudFormation compares as text: Fn::Equals [!Ref Flag, true] holds for "true".
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return value
