"""AWS Organizations: one organization, seen from each of its accounts.

Patches moto's: accounts have given ids and states, only the management account
writes, members see the same organization, and delegated administration obeys
trusted access. Services ask :mod:`embedded_aws.lookup.organizations` about an account.
"""
