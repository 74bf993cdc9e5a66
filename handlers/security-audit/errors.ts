/** What every error of the security audit's function extends. */
export class AuditError extends Error {
  override name = 'AuditError';
}

/** An event that the function does not support. */
export class UnknownEventError extends AuditError {
  override name = 'UnknownEventError';
}

/** The list of accounts is empty, or not as a run wrote it: nothing is scanned. */
export class AccountsError extends AuditError {
  override name = 'AccountsError';
}

/** A run can't be started now; the message has the reason. */
export class NotStartedError extends AuditError {
  override name = 'NotStartedError';
}
