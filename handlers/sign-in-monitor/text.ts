import { createHash } from 'node:crypto';

/**
 * One line of at most `max` characters, without invisible ones: an attacker may choose values of an
 * event to forge lines or to reverse the direction of text.
 */
export function clean(value: string, max = 120): string {
  const line = value
    .slice(0, 8 * max)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}

const LEFT_OUT = '(left out)';
const SECRET_NAME =
  /accesskey|secret|token|password|cookie|assertion|authorization|credentials?(id)?$/i;
const SECRETS: readonly [RegExp, string][] = [
  // Query strings contain codes: LoginTo of an Identity Center sign-in has several.
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/sign-in-events-examples.html
  [/(https?:\/\/[^\s?#]*)[?#]\S*/gi, '$1'],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  [/\bA(?:KIA|SIA)[A-Z0-9]{12,}\b/g, LEFT_OUT],
  [/[\w+/=-]{80,}/g, LEFT_OUT],
];
const MAX_DEPTH = 8;
const MAX_MEMBERS = 60;
const MAX_STRING = 300;

/** The JSON of any value, truncated to `max` characters, without possible secrets. */
export function excerpt(value: unknown, max = 6000): string {
  const text = JSON.stringify(copy(value, MAX_DEPTH), undefined, 1) ?? String(value);
  return text.length > max ? `${text.slice(0, max).toWellFormed()}\n(cut)` : text;
}

/** Small enough for JSON.stringify, which is limited to less depth than JSON.parse. */
function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return withoutSecrets(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (depth === 0) {
    return '(deeper)';
  }
  if (Array.isArray(value)) {
    return value.slice(0, MAX_MEMBERS).map((member) => copy(member, depth - 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_MEMBERS)
      .map(([name, member]) => [
        withoutSecrets(name),
        SECRET_NAME.test(name) ? LEFT_OUT : copy(member, depth - 1),
      ]),
  );
}

function withoutSecrets(text: string): string {
  const shown = SECRETS.reduce((all, [secret, instead]) => all.replace(secret, instead), text);
  return clean(shown, MAX_STRING);
}

/** The same for equal values only. Iterative, since a value may be deeper than the call stack. */
export function digest(value: unknown): string {
  const hash = createHash('sha256');
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const one = rest.pop();
    if (typeof one === 'object' && one !== null) {
      const entries = Object.entries(one);
      hash.update(JSON.stringify([Array.isArray(one), entries.map(([name]) => name)]));
      for (const [, member] of entries) {
        rest.push(member);
      }
    } else {
      hash.update(`${JSON.stringify(one)}\n`);
    }
  }
  return hash.digest('hex');
}
