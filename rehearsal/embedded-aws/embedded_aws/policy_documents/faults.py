"""What can be wrong with a policy document."""

from enum import Enum


class Fault(Enum):
    """The kinds of faults; a kind of document has its own words for each."""

    JSON = "the text is not a JSON object"
    UNKNOWN_ELEMENT = "an element that the language does not have"
    SHAPE = "an element of another type than it may have"
    BOTH = "an element and its opposite, such as Action and NotAction"
    VERSION = "a version that the language does not have"
    NO_VERSION = "no version where one is required"
    NO_STATEMENT = "no Statement"
    EMPTY_STATEMENT = "an empty Statement"
    NO_EFFECT = "no Effect"
    EFFECT = "an effect other than Allow and Deny"
    NO_PRINCIPAL = "no Principal where one is required"
    EMPTY_PRINCIPAL = "an empty Principal"
    PRINCIPAL_TEXT = "a Principal that is text where an object is required"
    PRINCIPAL = "a Principal where none may be"
    ALLOW_NOT_PRINCIPAL = "Allow with NotPrincipal"
    NOT_PRINCIPAL = "a NotPrincipal where none may be"
    NO_ACTION = "no action"
    ACTION_PREFIX = "an action without the prefix of its service"
    ACTION_COLONS = "an action with more than one colon"
    ACTION_VENDOR = "an action whose prefix has other characters than a service's"
    ACTION = "an action that documents of the kind do not take"
    NO_RESOURCE = "no resource where one is required"
    RESOURCE = "a resource where none may be"
    NOT_RESOURCE = "a NotResource where none may be"
    CONDITION = "a condition operator that the language does not have"
    DUPLICATE_SID = "two statements of one Sid"
    SID = "a Sid with other characters than letters and digits"
    INVALID_RESOURCE = "a resource that documents of the kind do not take"
    MISMATCH = "an action that applies to none of the resources"
    CONDITION_MISMATCH = "a condition key that does not apply to the actions"
    INVALID_PRINCIPAL = "a principal that does not exist"
    LOCKOUT = "a key policy that could not be changed"
    QUOTA = "more than a quota of the service allows"


class Malformed(Exception):
    """A document that AWS refuses.

    ``value`` is the part of the document that is at fault, where there is one.
    """

    def __init__(self, fault: Fault, value: str = "") -> None:
        super().__init__(f"{fault.value}: {value}" if value else fault.value)
        self.fault = fault
        self.value = value
