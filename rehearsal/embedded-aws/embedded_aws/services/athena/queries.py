"""What becomes of queries: none runs, but a scenario or test may say what one would answer."""

# mypy: disable-error-code="method-assign"

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from embedded_aws import control

if TYPE_CHECKING:
    from moto.athena.models import AthenaBackend, QueryResults
    from moto.athena.responses import AthenaResponse


@dataclass(frozen=True)
class Answer:
    """The rows, of which the first has the names of the columns; or why the query fails."""

    rows: tuple[tuple[str, ...], ...] = ()
    failure: str | None = None


#: By a part of the text of a query.
_answers: dict[str, Answer] = {}


def _answer_to(text: str) -> Answer | None:
    return next((answer for part, answer in _answers.items() if part in text), None)


def _set_answer(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{query, rows?, failure?}``: for every query whose text has that part."""
    rows = tuple(tuple(map(str, row)) for row in body.get("rows") or ())
    _answers[str(body["query"])] = Answer(rows, body.get("failure"))
    return {}


def install() -> None:
    from moto.athena import models, responses

    results = models.AthenaBackend.get_query_results
    described = responses.AthenaResponse.get_query_execution

    def get_query_results(self: "AthenaBackend", exec_id: str) -> "QueryResults":
        execution = self.executions.get(exec_id)
        answer = _answer_to(execution.query) if execution else None
        if answer is None:
            return results(self, exec_id)
        rows = [{"Data": [{"VarCharValue": value} for value in row]} for row in answer.rows]
        return models.QueryResults(rows=rows, column_info=[])

    def get_query_execution(self: "AthenaResponse") -> str:
        told = json.loads(described(self))
        execution = told["QueryExecution"]
        answer = _answer_to(execution["Query"])
        if answer and answer.failure and execution["Status"]["State"] == "SUCCEEDED":
            execution["Status"] |= {"State": "FAILED", "StateChangeReason": answer.failure}
        return json.dumps(told)

    models.AthenaBackend.get_query_results = get_query_results
    responses.AthenaResponse.get_query_execution = get_query_execution


ROUTES: tuple[control.Route, ...] = (("POST", "/athena/answers", _set_answer),)
