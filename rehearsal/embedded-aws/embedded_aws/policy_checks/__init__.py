"""Policy documents where they enter: each API and each stack refuses what AWS refuses.

The grammar itself is :mod:`embedded_aws.policy_documents`; here it meets moto's back
ends, which tell who exists. A role or user that is deleted is no longer meant by the
policies that name it: see :mod:`.deleted`.
"""


def install() -> None:
    from embedded_aws import gate
    from embedded_aws.policy_checks import (
        deleted,
        directory,
        identities,
        quotas,
        resources,
    )

    gate.before_action(directory.note_caller)
    # A quota is looked at once the document is right, so it is wrapped first.
    quotas.install()
    identities.install()
    resources.install()
    deleted.install()
