/** What every error of the report dispatcher extends. */
export class DispatchError extends Error {
  override name = 'DispatchError';
}

/** A message that is neither a notification of the report bucket nor a replay. */
export class UnknownMessageError extends DispatchError {
  override name = 'UnknownMessageError';
}

/** Whether an account is the organization's cannot be told: nothing is decided without that. */
export class UnknownAccountsError extends DispatchError {
  override name = 'UnknownAccountsError';
}

/** The bucket of an account is there, and does not let us in; the message says what to do. */
export class RefusedError extends DispatchError {
  override name = 'RefusedError';
}

/** S3 answered a HEAD request, which has no text that would say why, with an error. */
export class UnreadableError extends DispatchError {
  override name = 'UnreadableError';
}

/** The report bucket does not keep versions, so that none can be told from another. */
export class NotVersionedError extends DispatchError {
  override name = 'NotVersionedError';
}

/** A report, or what is at its destination, was different each time that we looked. */
export class ChangingError extends DispatchError {
  override name = 'ChangingError';
}
