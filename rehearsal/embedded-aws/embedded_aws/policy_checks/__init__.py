"""Policy documents where they enter: each API and each stack refuses what AWS refuses.

The grammar itself is :mod:`embedded_aws.policy_documents`; here it meets moto's back
ends, which say which principals exist. A role or user that is deleted is no longer meant by the
policies that name it: see :mod:`.deleted`.
"""
