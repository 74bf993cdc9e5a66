/** What every error of the report dispatcher extends. */
export class DispatchError extends Error {
  override name = 'DispatchError';
}

/** A message that is neither a notification of the report bucket nor a replay. */
export class UnknownMessageError extends DispatchError {
  override name = 'UnknownMessageError';
}

/** The organization's accounts cannot be told: nothing is decided without them. */
export class UnknownAccountsError extends DispatchError {
  override name = 'UnknownAccountsError';
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
