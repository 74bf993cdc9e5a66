"""Makes a write of an item happen at once, or not at all, as DynamoDB does.

moto reads an item, judges the condition and writes it back, while another call does
the same: of two that add to a set, one would be lost. It answers with the item as it
is when the answer is written, so that is part of the call.
"""

# mypy: disable-error-code="method-assign"

import functools
import threading
from typing import Any

_one_at_a_time = threading.RLock()


def install() -> None:
    from moto.dynamodb.responses import DynamoHandler

    original = DynamoHandler.call_action

    @functools.wraps(original)
    def call_action(self: DynamoHandler) -> Any:
        with _one_at_a_time:
            return original(self)

    DynamoHandler.call_action = call_action
