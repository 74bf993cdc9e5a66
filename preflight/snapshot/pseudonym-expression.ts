import { isGeneric } from './generic-names.ts';
import type { Originals } from './originals.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const inAscii = (text: string): string =>
  text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text as YAML, JSON, and JSON within JSON write it. */
function written(text: string): string[] {
  const json = inJson(text);
  return [
    text,
    text.replaceAll("'", "''"),
    json,
    inJson(json),
    inAscii(json),
    inJson(inAscii(json)),
  ];
}

/** The name that was written in one of these ways. */
export function plain(text: string, names: ReadonlySet<string>): string {
  return names.has(text) ? text : ([...names].find((name) => written(name).includes(text)) ?? text);
}

const anyOf = (texts: Iterable<string>): string =>
  [...new Set([...texts].flatMap(written))]
    .sort((one, other) => other.length - one.length)
    .map(escaped)
    .join('|') || '(?!)';

/** One expression, so that nothing is replaced twice. */
export function expressionOf({ emails, names }: Originals): RegExp {
  const word = '[\\p{L}\\p{N}]';
  const afterEscape = '(?<=\\\\[nrtbf]|\\\\u[0-9a-fA-F]{4})';
  // At most 64 before the at sign: https://datatracker.ietf.org/doc/html/rfc5321#section-4.5.3.1.1
  const separators = '\\s"\'`<>()\\[\\]{},;:/@=|&';
  const start = `(?:^|(?<=[${separators}])|${afterEscape})`;
  const address = `${start}[^${separators}\\\\]{1,64}@[\\p{L}\\p{N}.-]+\\.\\p{L}{2,}`;
  const odd = [...emails].filter((email) => !new RegExp(`^${address}$`, 'u').test(email));
  const special = [...names].filter((name) => !isGeneric(name));
  const key = '(?:AccountName|OrganizationalUnitName)\\\\*["\']?\\s*:\\s*\\\\*["\']?';
  return new RegExp(
    [
      `(?<email>${anyOf(odd)}|${address})`,
      `(?<before>${key})(?<named>${anyOf(names)})(?=\\\\*["']|\\s*(?:[,}#\\n\\r]|$))`,
      `(?:(?<!${word})|${afterEscape})(?:${anyOf(special)})(?!${word})`,
      `(?<id>(?<![A-Za-z0-9])(?:ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}|[ohp]-\\w{8,128}|car-\\w{8,32})(?!${word}))`,
      '(?<digits>\\d{12,})',
    ].join('|'),
    'gu',
  );
}
