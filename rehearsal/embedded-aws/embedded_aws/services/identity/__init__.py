"""Who calls, and whether the account, the role and the region let it.

Patches moto's STS and IAM: access keys are found without scanning accounts, a
role is assumed only where its trust policy admits the caller, and a region
that an account has not enabled refuses its calls.
"""
