/** What every error of a function extends: its message is fit for an operator, and for a stack's events. */
export class FunctionError extends Error {
  override name = 'FunctionError';
}

/** A property is missing, malformed or unknown. */
export class PropertyError extends FunctionError {
  override name = 'PropertyError';
}

/** A named error persisted, or an awaited state was not reached; `cause` is the last error. */
export class OutOfAttemptsError extends FunctionError {
  override name = 'OutOfAttemptsError';
}

/** AWS rejects the request, and would reject a retry; the message has the remedy. */
export class RefusedError extends FunctionError {
  override name = 'RefusedError';
}

/** The environment of Lambda has no credentials. */
export class CredentialsError extends FunctionError {
  override name = 'CredentialsError';
}

/** A list returned the same token twice in a row. */
export class EndlessListError extends FunctionError {
  override name = 'EndlessListError';

  constructor(token: string) {
    super(`A list does not end: the token '${token}' was returned twice`);
  }
}

/** True for an Error with one of these names, which identify SDK errors. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** One line about an error: the message of our own, and the name and message of others. */
export function describeError(error: unknown): string {
  if (error instanceof FunctionError) return error.message;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return String(error);
}

/** The first five of many, and how many more there are. */
export function firstFive(texts: readonly string[], separator = '; '): string {
  const more = texts.length > 5 ? [`and ${texts.length - 5} more`] : [];
  return [...texts.slice(0, 5), ...more].join(separator);
}
