import type { Reference } from './reference.ts';
import { deniesWithoutTls } from './rules/whole-services.ts';
import { normalise } from './statement.ts';
import type { Policy, RawStatement, Statement } from './types.ts';

export type MutantKind =
  | 'action widened to the whole service'
  | 'source condition of a service removed'
  | 'condition of the organization removed'
  | 'condition of the organization removed, where an account is named as well'
  | 'resource widened to *'
  | 'ARN where the action takes none';

/** A policy with one thing changed that should not be. */
export interface Mutant {
  readonly kind: MutantKind;
  readonly policy: Policy;
  /** Which statement was changed, and how. */
  readonly change: string;
}

const sourceKey = /^aws:Source(Arn|Account|OrgID|OrgPaths)$/i;
const organizationKey = /^aws:(Principal|Resource)Org(ID|Paths)$/i;

function changed(policy: Policy, index: number, change: RawStatement): Policy {
  const statements = policy.statements.map((raw, at) =>
    at === index ? { ...raw, ...change } : raw,
  );
  return { ...policy, statements };
}

/** The Condition element without one of its keys. */
function without(raw: RawStatement, operator: string, key: string): RawStatement {
  const all = raw['Condition'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const { [key]: _removed, ...left } = all[operator] ?? {};
  const { [operator]: _emptied, ...others } = all;
  return { Condition: Object.keys(left).length > 0 ? { ...others, [operator]: left } : others };
}

function* wholeServices(statement: Statement): Iterable<[string, RawStatement]> {
  const { actions, sid } = statement;
  // Of what comes without TLS, more may well be denied.
  if (deniesWithoutTls(statement)) {
    return;
  }
  for (const [at, action] of actions.entries()) {
    const whole = action.replace(/:.*$/, ':*');
    if (whole !== action) {
      yield [`${sid}: ${action}`, { Action: actions.with(at, whole) }];
    }
  }
}

function* removedConditions(
  { conditions, sid }: Statement,
  raw: RawStatement,
  pattern: RegExp,
): Iterable<[string, RawStatement]> {
  for (const { operator, key } of conditions.filter((condition) => pattern.test(condition.key))) {
    yield [`${sid}: ${key}`, without(raw, operator, key)];
  }
}

function* arnsWhereNone(
  { actions, resources, sid }: Statement,
  reference: Reference,
): Iterable<[string, RawStatement]> {
  const untyped = actions
    .flatMap((action) => reference.actionsOf(action))
    .find(({ resourceTypes }) => resourceTypes.length === 0);
  if (untyped && resources?.includes('*')) {
    const [service] = untyped.name.split(':');
    yield [
      `${sid}: ${untyped.name}`,
      { Resource: `arn:aws:${service}:eu-west-1:111111111111:thing/name` },
    ];
  }
}

function* mutantsOfStatement(
  statement: Statement,
  raw: RawStatement,
  reference: Reference,
): Iterable<[MutantKind, string, RawStatement]> {
  const { effect, principals, resources, sid } = statement;
  for (const mutant of wholeServices(statement)) {
    yield ['action widened to the whole service', ...mutant];
  }
  if (effect === 'Allow') {
    if (principals.some(({ type }) => type === 'Service')) {
      for (const mutant of removedConditions(statement, raw, sourceKey)) {
        yield ['source condition of a service removed', ...mutant];
      }
    }
    const namesAccount = principals.some(({ type, name }) => type === 'AWS' && name !== '*');
    for (const mutant of removedConditions(statement, raw, organizationKey)) {
      yield [
        namesAccount
          ? 'condition of the organization removed, where an account is named as well'
          : 'condition of the organization removed',
        ...mutant,
      ];
    }
  }
  if (resources && !resources.includes('*')) {
    yield ['resource widened to *', sid, { Resource: '*' }];
  }
  for (const mutant of arnsWhereNone(statement, reference)) {
    yield ['ARN where the action takes none', ...mutant];
  }
}

/** Every policy with one statement changed for the worse, each change by itself. */
export function mutantsOf(policy: Policy, reference: Reference): Mutant[] {
  return policy.statements.flatMap((raw, index) =>
    [...mutantsOfStatement(normalise(policy, raw), raw, reference)].map(
      ([kind, change, element]) => ({
        kind,
        policy: changed(policy, index, element),
        change: `${policy.place} ${change}`,
      }),
    ),
  );
}
