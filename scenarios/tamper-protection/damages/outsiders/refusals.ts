import type { Attack } from '../damage.ts';

/** What the policy of a resource says to a principal of another account that it does not admit. */
export const unlisted = (action: string, resource: string): RegExp =>
  new RegExp(
    `not authorized to perform: ${action} on resource: \\S+${resource} because no resource-based policy allows the ${action} action`,
  );

/** What the policy of a bucket says to it; S3 names neither. */
export const deniedByBucket = /AccessDenied/;

export const arnOf = ({ region, accountId }: Attack, service: string, name: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${name}`;
