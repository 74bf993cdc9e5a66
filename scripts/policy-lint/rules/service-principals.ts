import { type SourceRow, sourceRows } from '../service-principals.ts';
import type { Condition, Rule, Statement } from '../types.ts';

const sourceKey = /^aws:Source(Arn|Account|OrgID|OrgPaths)$/i;

const ownerKey = /^aws:Source(Account|OrgID|OrgPaths)$/i;

/** A source of any account whatever is a source only together with its owner. */
const isOfAnyAccount = ({ key, values }: Condition): boolean =>
  /^aws:SourceArn$/i.test(key) && values.some((value) => value.split(':')[4] === '*');

/** In an opt-in region GuardDuty's principal is the region's own. */
const global = (principal: string): string =>
  principal.replace(/^([\w-]+)\.[a-z]{2}(?:-[a-z]+)+-\d\.(amazonaws\.com)$/, '$1.$2');

/** A key that the statement asks for; with ? where the condition holds without it. */
const asked = ({ operator, key }: Condition): string =>
  /IfExists$/.test(operator) ? `${key}?` : key;

function rowOf(principal: string, { actions, policy }: Statement): SourceRow | undefined {
  return sourceRows.find(
    (row) =>
      row.principal === global(principal) &&
      row.owner === policy.owner &&
      (row.actions === undefined || actions.every((action) => row.actions?.includes(action))),
  );
}

const described = (keys: readonly string[]): string => keys.join(' and ') || 'no source condition';

/**
 * Each service principal that is allowed something has the source condition that
 * AWS documents for it in this kind of policy: without one, all who may use the
 * service uses the resource; with one that the service does not send, nothing works.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention
 */
export const servicePrincipals: Rule = {
  name: 'service-principals',
  check: (statement) => {
    const { effect, principals, conditions, policy } = statement;
    const services = principals.filter(({ type }) => type === 'Service');
    if (effect !== 'Allow' || services.length === 0) {
      return [];
    }
    const keys = conditions.filter(({ key }) => sourceKey.test(key)).map(asked);
    return services.flatMap(({ name }) => {
      const row = rowOf(name, statement);
      if (row === undefined) {
        return [`what ${name} sends to ${policy.owner} is not known: add a row to the table`];
      }
      const isRight =
        row.keys.some(
          (wanted) => wanted.length === keys.length && wanted.every((key) => keys.includes(key)),
        ) &&
        (keys.some((key) => ownerKey.test(key)) || !conditions.some(isOfAnyAccount));
      return isRight
        ? []
        : [
            `${name} wants ${row.keys.map(described).join(', or ')}; got ${described(keys)} (${row.source})`,
          ];
    });
  },
};
