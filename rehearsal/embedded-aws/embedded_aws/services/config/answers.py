"""One page of an answer of Config."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from embedded_aws.paging import page
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.responses import ConfigResponse


def listed(
    response: "ConfigResponse",
    key: str,
    items: Sequence[Any],
    largest: int = 100,
    show: Callable[[Any], Any] = lambda item: item,
    **more: Any,
) -> str:
    """The page that ``Limit`` and ``NextToken`` of the request ask for.

    ``show`` is called for what is on the page only; ``more`` goes beside it.

    :raises Refused: InvalidNextTokenException.
    """
    limit, token = response._get_param("Limit"), response._get_param("NextToken")
    try:
        part, following = page(items, largest, limit, token)
    except ValueError as error:
        raise Refused("InvalidNextTokenException", "The nextToken provided is invalid") from error
    answer = {**more, key: [show(item) for item in part]}
    return json.dumps(answer | ({"NextToken": following} if following else {}))
