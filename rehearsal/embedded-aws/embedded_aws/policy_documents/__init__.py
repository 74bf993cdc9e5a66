"""The grammar of policy documents, and what each kind of them may say.

Pure: nothing here asks a back end. Which principals exist is asked of a
:class:`~embedded_aws.policy_documents.principals.Directory` that is handed in.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.principals import Directory

__all__ = ["Directory", "Fault", "Malformed"]
