// Who searches the logs, with no more rights than templates/athena/README.md lists.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Rehearsal } from 'ofn-rehearse';
import type { Credentials } from '../../organization/roles.ts';
import type { Clients } from '../../organization/types.ts';
import type { Aws } from './server.ts';

const readme = path.join(import.meta.dirname, '../../templates/athena/README.md');

/**
 * A role that may do what the README lists for those who query, and a session of it, which the
 * embedded AWS judges by the role's policy.
 */
export async function investigator(
  rehearsal: Rehearsal,
  { iam }: Clients,
  region: string,
): Promise<Aws> {
  const Version = '2012-10-17';
  const service = 'ec2.amazonaws.com';
  const trust = [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }];
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'investigator',
      AssumeRolePolicyDocument: JSON.stringify({ Version, Statement: trust }),
    }),
  );
  const [, section = ''] =
    /## Permissions to query\n([\s\S]*?)\n## /.exec(readFileSync(readme, 'utf8')) ?? [];
  const Action = [...section.matchAll(/`([a-z0-9]+:[A-Z]\w+)`/g)].map(([, action = '']) => action);
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'investigator',
      PolicyName: 'query',
      PolicyDocument: JSON.stringify({ Version, Statement }),
    }),
  );
  const session = await rehearsal.aws.control('POST', '/sessions', {
    roleArn: Role?.Arn,
    service,
  });

  return { endpoint: rehearsal.aws.endpoint, region, credentials: session as Credentials };
}
