import { isMap } from '../organization/organization-file.ts';

/** A statement of a policy that denies something to all but some principals. */
export interface Exemption {
  /** Where its patterns are in the document. */
  readonly path: readonly string[];
  readonly sid: string;
  /** ARNs with wildcards. */
  readonly roles: readonly string[];
  readonly matches: (arn: string) => boolean;
}

/** The statements that name aws:PrincipalArn in a negated condition. */
export function* exemptionsIn(document: unknown): Generator<Exemption> {
  const statements = isMap(document) ? [document['Statement'] ?? []].flat() : [];
  for (const [index, statement] of statements.entries()) {
    const { Sid, Condition } = isMap(statement) ? statement : {};
    for (const [operator, condition] of Object.entries(isMap(Condition) ? Condition : {})) {
      const patterns =
        /Not(Like|Equals)/.test(operator) && isMap(condition)
          ? [condition['aws:PrincipalArn'] ?? []].flat().map(String)
          : [];
      if (patterns.length > 0) {
        yield {
          path: ['Statement', String(index), 'Condition', operator, 'aws:PrincipalArn'],
          sid: String(Sid ?? `statement ${index + 1}`),
          roles: patterns,
          matches: (arn) => patterns.some((pattern) => expressionOf(pattern).test(arn)),
        };
      }
    }
  }
}

const expressionOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.|+()[\]{}/-]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

/** Each text of a value, and where it is. */
export function leavesOf(
  value: unknown,
  path: readonly string[] = [],
): { readonly text: string; readonly path: readonly string[] }[] {
  if (typeof value === 'string') {
    return [{ text: value, path }];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]))
    : [];
}
