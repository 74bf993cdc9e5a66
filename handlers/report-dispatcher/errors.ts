/** What every error of the report dispatcher extends. */
export class DispatchError extends Error {
  override name = 'DispatchError';
}

/** A message that is neither a notification of the report bucket nor a replay. */
export class UnknownMessageError extends DispatchError {
  override name = 'UnknownMessageError';
}

/** Whether an account is in the organization is not known: nothing is decided without that. */
export class UnknownAccountsError extends DispatchError {
  override name = 'UnknownAccountsError';
}

/** The bucket of an account exists, and denies access; the message has the remedy. */
export class RefusedError extends DispatchError {
  override name = 'RefusedError';
}

/** A report that was replayed for the bucket of its account, which does not exist. */
export class MissingBucketError extends DispatchError {
  override name = 'MissingBucketError';
}

/** S3 responded to a HEAD request with an error, which has no text with the reason. */
export class UnreadableError extends DispatchError {
  override name = 'UnreadableError';
}

/** The report bucket is not versioned, so that versions can't be distinguished. */
export class NotVersionedError extends DispatchError {
  override name = 'NotVersionedError';
}

/** A report, or the object at its destination, changed at each attempt. */
export class ChangingError extends DispatchError {
  override name = 'ChangingError';
}
