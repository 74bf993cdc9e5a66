"""One embedded AWS for the whole run; every test has accounts of its own."""

import functools
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from embedded_aws import server
from embedded_aws.delivery import receivers
from embedded_aws.lambda_runtime import process
from embedded_aws.lookup import functions as permissions
from embedded_aws.services.awslambda import credentials
from embedded_aws.services.awslambda.receiver import Functions
from functions import function, role

REGION = "eu-west-1"
ROOT = Path(__file__).parents[3]
_accounts = itertools.count(700_000_000_001)

Client = Callable[..., Any]


@functools.cache
def _shared_client(endpoint: str, service: str, region: str) -> Any:
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id="AKIATEST",
        aws_secret_access_key="test",
        config=Config(
            retries={"total_max_attempts": 1},
            read_timeout=60,
            s3={"addressing_style": "path"},
        ),
    )


def _client_of(account_id: str, shared: Any) -> Any:
    """The shared client in the name of an account: a client takes 8 ms to make, EC2's 40 ms, and
    each of some thousand tests has several."""
    made = object.__new__(type(shared))
    made.__dict__.update(shared.__dict__)

    def as_account(*args: Any, **options: Any) -> Any:
        request = shared._convert_to_request_dict(*args, **options)
        request["headers"]["x-moto-account-id"] = account_id
        return request

    made._convert_to_request_dict = as_account
    return made


@pytest.fixture(scope="session")
def aws() -> Iterator[server.Server]:
    local_node = ROOT / "node_modules" / ".bin" / "node"
    process.use_node(str(local_node) if local_node.exists() else "node")
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    running = server.start(0)
    yield running
    running.stop()


@pytest.fixture
def account_id() -> str:
    return str(next(_accounts))


@pytest.fixture
def client(aws: server.Server, account_id: str) -> Client:
    """``client(service, account_id=..., region=...)``; by default the test's account."""

    def make(service: str, account_id: str = account_id, region: str = REGION) -> Any:
        return _client_of(account_id, _shared_client(aws.endpoint, service, region))

    return make


@pytest.fixture
def other_account_id(client: Client) -> str:
    """An account that exists: it has been called."""
    account_id = str(next(_accounts))
    client("sts", account_id).get_caller_identity()
    return account_id


@pytest.fixture
def cloudformation(client: Client) -> Any:
    return client("cloudformation")


@pytest.fixture
def node() -> str:
    """The Node.js that runs functions; a test that needs it fails where there is none."""
    found = shutil.which(process._node)
    if found is None:
        pytest.fail("there is no Node.js: run npm run setup")
    return found


@pytest.fixture
def as_function(client: Client, aws: server.Server) -> Client:
    """``as_function(service, *statements)``: a client with the function's session."""

    def make(service: str, *statements: dict[str, Any]) -> Any:
        arn = function(client, "", Role=role(client, "r", *statements))
        keys = credentials.environment(permissions.find(arn))
        return boto3.client(
            service,
            region_name="eu-west-1",
            endpoint_url=aws.endpoint,
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=keys["AWS_SESSION_TOKEN"],
        )

    return make


@pytest.fixture
def invoked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What functions would have been invoked with, instead of running them."""
    calls = []

    class Kept(Functions):
        def put(self, arn: str, message: receivers.Message) -> None:
            calls.append((arn, json.loads(message.body)))

    monkeypatch.setitem(receivers._receivers, "lambda", Kept())
    return calls
