import { literal } from './patterns.ts';

/** What a request says of a key: its values, that it lacks the key, or that this is not known. */
export type KeyValue = readonly string[] | undefined | 'unknown';

/** Gives the value of a condition key, by its name in lower case. */
export type Context = (key: string) => KeyValue;

/** A context of known keys; `otherwise` says what is known of all others. */
export function contextOf(
  known: Readonly<Record<string, string | readonly string[] | undefined>>,
  otherwise: (key: string) => KeyValue = () => undefined,
): Context {
  const values = new Map(
    Object.entries(known).map(([key, value]) => [
      key.toLowerCase(),
      value === undefined ? undefined : [value].flat(),
    ]),
  );
  return (key) => (values.has(key) ? values.get(key) : otherwise(key));
}

/**
 * A text of a policy with its variables filled in.
 *
 * @returns undefined when the request lacks one, so that the text matches nothing
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function fillIn(text: string, context: Context, isPattern: boolean): KeyValueText {
  if (!text.includes('${')) {
    return text;
  }
  const keep = isPattern ? literal : (value: string) => value;
  let missing: 'unknown' | 'absent' | undefined;
  const filled = text.replaceAll(/\$\{([^}]+)\}/g, (_whole, variable: string) => {
    const comma = variable.indexOf(',');
    const name = comma < 0 ? variable : variable.slice(0, comma);
    if (/^[*?$]$/.test(name)) {
      return keep(name);
    }
    const value = context(name.trim().toLowerCase());
    if (value === 'unknown') {
      missing = 'unknown';
      return '';
    }
    const fallback =
      comma < 0
        ? undefined
        : variable
            .slice(comma + 1)
            .trim()
            .replaceAll(/^'|'$/g, '');
    const text = value?.[0] ?? fallback;
    if (text === undefined) {
      missing ??= 'absent';
    }
    return keep(text ?? '');
  });
  return missing === undefined ? filled : missing === 'absent' ? undefined : unknownText;
}

/** A text of which a part is not known. */
export const unknownText = Symbol('unknown text');
export type KeyValueText = string | undefined | typeof unknownText;
