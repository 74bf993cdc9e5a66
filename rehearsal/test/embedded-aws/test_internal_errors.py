"""What a client gets when the embedded AWS itself is at fault."""

import json
import urllib.error
import urllib.request

import pytest
from embedded_aws import internal_errors
from moto.config.models import ConfigBackend
from moto.iam.models import IAMBackend
from moto.s3.models import S3Backend
from organizations_under_test import control, error_of
from stacks import create, reason, template

FAULT = "The embedded AWS failed: AttributeError: no such thing <here>"


def fails(*arguments, **named):
    raise AttributeError("no such thing <here>")


@pytest.mark.parametrize(
    ("backend", "service", "call", "code"),
    [
        (ConfigBackend, "config", "describe_configuration_recorders", "InternalFailure"),
        (IAMBackend, "iam", "list_roles", "InternalFailure"),
        (S3Backend, "s3", "list_buckets", "InternalError"),
    ],
)
def test_a_fault_is_told_in_the_protocol_of_the_service(
    client, monkeypatch, backend, service, call, code
):
    monkeypatch.setattr(backend, call, fails)

    error = error_of(getattr(client(service), call))

    assert (error["Code"], error["Message"]) == (code, FAULT)


def test_the_traceback_is_printed_once(client, monkeypatch, capfd):
    monkeypatch.setattr(internal_errors, "_reported", set())
    monkeypatch.setattr(IAMBackend, "list_roles", fails)

    for _ in range(2):
        error_of(client("iam").list_roles)

    printed = capfd.readouterr().err
    assert printed.count("A fault of the embedded AWS:") == 1
    assert printed.count("AttributeError: no such thing <here>") == 1
    assert "in fails" in printed


def test_a_fault_in_the_way_of_an_answer_is_told_too(client, monkeypatch):
    monkeypatch.setattr(internal_errors.gate, "respond", fails)
    monkeypatch.setattr(IAMBackend, "list_roles", fails)
    monkeypatch.setattr(S3Backend, "list_buckets", fails)
    monkeypatch.setattr(ConfigBackend, "describe_configuration_recorders", fails)

    found = [
        error_of(client("iam").list_roles),
        error_of(client("s3").list_buckets),
        error_of(client("config").describe_configuration_recorders),
    ]

    assert [error["Message"] for error in found] == [FAULT] * 3


@pytest.mark.parametrize(
    ("service", "call", "message"),
    [
        ("cloudtrail", "list_channels", "cloudtrail:ListChannels"),
        ("iam", "list_delegation_requests", "iam:ListDelegationRequests"),
        ("lambda", "list_capacity_providers", "lambda:GET /2025-11-30/capacity-providers"),
    ],
)
def test_an_action_that_is_missing_is_named(client, service, call, message):
    error = error_of(getattr(client(service), call))

    assert error["Code"] == "NotImplemented"
    assert error["Message"] == f"The embedded AWS has no {message}"


def test_a_resource_of_a_stack_tells_the_fault_as_its_reason(cloudformation, monkeypatch, capfd):
    from moto.kms.models import KmsBackend

    monkeypatch.setattr(internal_errors, "_reported", set())
    monkeypatch.setattr(KmsBackend, "create_key", fails)
    key = {"Type": "AWS::KMS::Key"}

    create(cloudformation, "s", template({"Key": key}))

    assert "AttributeError: no such thing" in reason(cloudformation, "s", "CREATE_FAILED")
    assert "in fails" in capfd.readouterr().err


def test_the_control_interface_tells_a_fault(aws, monkeypatch):
    from embedded_aws import events_log

    monkeypatch.setattr(events_log, "after", fails)

    with pytest.raises(urllib.error.HTTPError) as raised:
        control(aws.endpoint, "GET", "/events")

    told = json.loads(raised.value.read())
    assert told == {"error": "AttributeError: no such thing <here>"}
