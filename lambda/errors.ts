/** An error of this project: its message is for an operator, in an alert, a stack's events or a terminal. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

/** A property is missing, malformed or unknown. */
export class PropertyError extends OperatorError {
  override name = 'PropertyError';
}

/** A named error persisted, or an awaited state was not reached; `cause` is the last error. */
export class OutOfAttemptsError extends OperatorError {
  override name = 'OutOfAttemptsError';
}

/** AWS rejects the request, and would reject a retry; the message has the remedy. */
export class RefusedError extends OperatorError {
  override name = 'RefusedError';
}

/** The environment of Lambda has no credentials. */
export class CredentialsError extends OperatorError {
  override name = 'CredentialsError';
}

/** A list returned the same token twice in a row. */
export class EndlessListError extends OperatorError {
  override name = 'EndlessListError';

  constructor(token: string) {
    super(`A list does not end: the token '${token}' was returned twice`);
  }
}

/** True for an Error with one of these names, which identify SDK errors. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** True when AWS denies a call: services with an older protocol, such as STS and S3, have the shorter name. */
export function isDenied(error: unknown): error is Error {
  return isNamed(error, 'AccessDenied', 'AccessDeniedException');
}

/**
 * The HTTP status of a call that AWS rejected; undefined for other errors. It is all that S3 returns to
 * HeadObject and HeadBucket.
 */
export function statusOf(error: unknown): number | undefined {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

/** The code of an error of Node.js, such as ENOENT or ECONNREFUSED. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return error instanceof Error && typeof code === 'string' ? code : undefined;
}

/** One line about an error: the message of our own, and the name and message of others. */
export function describeError(error: unknown): string {
  if (error instanceof OperatorError) {
    return error.message;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  // A connection that several addresses reject is an AggregateError without a message.
  const message = error.message || (codeOf(error) ?? 'no message');
  return `${error.name}: ${message}`.replace(/\s+/g, ' ').trim();
}

/** The first five of many, and how many more there are. */
export function firstFive(texts: readonly string[], separator = '; '): string {
  const more = texts.length > 5 ? [`and ${texts.length - 5} more`] : [];
  return [...texts.slice(0, 5), ...more].join(separator);
}
