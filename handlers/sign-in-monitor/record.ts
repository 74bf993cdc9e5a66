/** Reads values of an event: any value may be missing or of another type. */
export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** A string that is not blank. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The first string that matches. */
export function matching(pattern: RegExp, ...values: readonly unknown[]): string | undefined {
  return values.map(text).find((value) => value !== undefined && pattern.test(value));
}

export const EVENT_ID = /^[\w-]{1,64}$/;
