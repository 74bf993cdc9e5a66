/** What every error of the alerts' functions extends. */
export class AlertError extends Error {
  override name = 'AlertError';
}

/** Another invocation is sending it: Lambda retries this one, in case that one fails. */
export class ClaimedError extends AlertError {
  override name = 'ClaimedError';
}
