/** What every error of a function extends: its message is fit for an operator, and for a stack's events. */
export class FunctionError extends Error {
  override name = 'FunctionError';
}

/** A property is missing, malformed or unknown. */
export class PropertyError extends FunctionError {
  override name = 'PropertyError';
}

/** A named error kept coming back, or an awaited state did not come; `cause` is the last error. */
export class OutOfAttemptsError extends FunctionError {
  override name = 'OutOfAttemptsError';
}

/** What AWS refuses now and would refuse again; the message says what to do. */
export class RefusedError extends FunctionError {
  override name = 'RefusedError';
}

/** There are no credentials where Lambda puts them. */
export class CredentialsError extends FunctionError {
  override name = 'CredentialsError';
}

/** True for an Error with one of these names: SDK errors are told apart by name. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** One line about an error: our own speak for themselves, others are preceded by their name. */
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
