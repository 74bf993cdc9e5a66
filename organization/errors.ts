/** The ledger could not be read at all: never to be taken for "no holes". */
export class CoverageError extends Error {
  override name = 'CoverageError';
}

/** A file or option that the ledger is given is wrong. */
export class SettingsError extends CoverageError {
  override name = 'SettingsError';
}

/** There was nothing to look at. */
export class NothingToReadError extends CoverageError {
  override name = 'NothingToReadError';
}

/** The credentials that were given do not work. */
export class CredentialsError extends CoverageError {
  override name = 'CredentialsError';
}

/** Name and message of whatever was thrown, on one line. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const message = error.message === '' ? causeOf(error) : error.message;
  return `${error.name}: ${message}`.replace(/\s+/g, ' ').trim();
}

// A refused connection to several addresses is an AggregateError without a message.
function causeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no message';
}
