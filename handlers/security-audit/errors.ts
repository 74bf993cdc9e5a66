/** What every error of the security audit's function extends. */
export class AuditError extends Error {
  override name = 'AuditError';
}

/** An event that the function has no answer to. */
export class UnknownEventError extends AuditError {
  override name = 'UnknownEventError';
}

/** The list of accounts is empty, or is not what a run wrote: nothing is scanned by it. */
export class AccountsError extends AuditError {
  override name = 'AccountsError';
}

/** A run can't be started now; the message says what is in its way. */
export class NotStartedError extends AuditError {
  override name = 'NotStartedError';
}
