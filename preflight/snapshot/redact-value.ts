import type { Redaction } from './redaction.ts';
import { isNamedSecret } from './secret-names.ts';
import { REDACTED, withoutSecrets } from './secrets.ts';

const nameFields = ['Name', 'name', 'Key', 'key', 'ParameterKey', 'OutputKey'];
const valueFields = new Set(['Value', 'value', 'ParameterValue', 'OutputValue']);

/**
 * A value without secrets: those of its texts, those that a name gives away, and those of JSON and
 * base64 within texts.
 *
 * @param found takes what was redacted
 */
export function redactValue<T>(value: T, place: string, found: Redaction[]): T {
  return redactAny(value, place, '', found) as T;
}

function redactAny(value: unknown, place: string, name: string, found: Redaction[]): unknown {
  if (typeof value === 'string') {
    return redactText(value, place, name, found);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => redactAny(item, `${place}.${index}`, name, found));
  }
  if (typeof value === 'number' && value > 99 && isNamedSecret(name, String(value))) {
    found.push({ kind: `value of ${name}`, place });
    return 0;
  }
  return isMap(value) ? redactMap(value, place, found) : value;
}

function redactMap(map: Record<string, unknown>, place: string, found: Redaction[]) {
  // { Name: DB_PASSWORD, Value: … }, as lists of parameters, tags and variables have it.
  const naming = nameFields.map((field) => map[field]).find((one) => typeof one === 'string');
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      const label = withoutSecrets(key);
      const at = place === '' ? label.text : `${place}.${label.text}`;
      found.push(...label.kinds.map((kind) => ({ kind, place: at })));
      const name = valueFields.has(key) ? String(naming ?? key) : key;
      return [label.text, redactAny(value, at, name, found)];
    }),
  );
}

/** A text without secrets; `name` is what it is the value of. */
export function redactText(text: string, place: string, name: string, found: Redaction[]): string {
  if (isNamedSecret(name, text)) {
    found.push({ kind: `value of ${withoutSecrets(name).text}`, place });
    return REDACTED;
  }
  return redactJson(text, place, found) ?? redactBase64(text, place, found) ?? redactPlain();

  function redactPlain(): string {
    const { text: clean, kinds } = withoutSecrets(text);
    found.push(...kinds.map((kind) => ({ kind, place })));
    return clean;
  }
}

/** Undefined for a text that is not JSON of a structure. */
function redactJson(text: string, place: string, found: Redaction[]): string | undefined {
  if (!/^\s*[[{]/.test(text)) {
    return undefined;
  }
  const before = found.length;
  try {
    const clean = redactValue(JSON.parse(text), place, found);
    return found.length === before ? text : JSON.stringify(clean);
  } catch {
    // A SyntaxError: something else that begins like JSON.
    return undefined;
  }
}

/** Undefined for a text that is not base64 of a text: user data of an instance, for example. */
function redactBase64(text: string, place: string, found: Redaction[]): string | undefined {
  if (text.length < 40 || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) {
    return undefined;
  }
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  if (decoded.includes('\uFFFD') || !/^[\P{Cc}\t\r\n]+$/u.test(decoded)) {
    return undefined;
  }
  const before = found.length;
  const clean = redactText(decoded, `${place} (base64)`, '', found);
  return found.length === before ? undefined : Buffer.from(clean).toString('base64');
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
