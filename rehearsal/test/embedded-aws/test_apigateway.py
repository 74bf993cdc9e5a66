"""Calls of API Gateway are judged by method and path."""

from organizations_under_test import error_of


def allow(*paths):
    resources = [f"arn:aws:apigateway:*::{path}" for path in paths]
    return {"Effect": "Allow", "Action": "apigateway:GET", "Resource": resources}


def test_a_role_reads_the_path_that_its_policy_names(as_function):
    assert as_function("apigateway", allow("/restapis")).get_rest_apis()["items"] == []


def test_a_role_does_not_read_another_path(as_function):
    error = error_of(as_function("apigateway", allow("/restapis")).get_domain_names)

    assert error["Code"] == "AccessDeniedException"
    assert (
        "apigateway:GET on resource: arn:aws:apigateway:eu-west-1::/domainnames"
        in (error["Message"])
    )


def test_newer_apis_have_paths_of_their_own(as_function):
    assert as_function("apigatewayv2", allow("/apis")).get_apis()["Items"] == []
