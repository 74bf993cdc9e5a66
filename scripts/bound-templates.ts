// Every template as org-formation binds it for every target: `ofn print-tasks` on an
// embedded AWS, since accounts have ids only once they are made.

import { globSync } from 'node:fs';
import path from 'node:path';
import { Rehearsal } from 'ofn-rehearse';
import config from '../rehearse.config.ts';

const root = path.dirname(import.meta.dirname);

/** What decides over what templates hold, one way and the other. */
const variants: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  organization: { guardDutyMembership: 'organization' },
  invitation: {
    guardDutyMembership: 'invitation',
    accountTrails: true,
    trailLogCopy: true,
    configAdoptedAccounts: [{ Ref: 'SandboxAccount' }],
    configExcludedAccounts: ['DevelopmentAccount', '210987654321'],
    configExcludedResourceTypes: ['AWS::EC2::NetworkInterface'],
    findingSources: ['guardduty', 'security-hub', 'access-analyzer', 'config'],
    reportBucketNamespace: 'global',
    reportBucketSuffix: '-x7',
    alertSubscriptions: ['+4915112345678', 'https://example.com/alerts'],
    auditScanners: ['AWSReservedSSO_SecurityAudit_*', 'scanner'],
    auditPeople: ['ada', 'grace'],
    auditTools: ['prowler', 'scoutsuite'],
    auditImage: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/security/audit:1',
    auditVpc: 'vpc-0123456789abcdef0',
    auditSubnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  },
};

/** Prints all templates as they are bound with some parameters, and returns their paths. */
async function print(rehearsal: Rehearsal, output: string): Promise<string[]> {
  const result = await rehearsal.ofn([
    'print-tasks',
    path.resolve(rehearsal.plan.tasks.file),
    '--failed-tasks-tolerance',
    '0',
    '--no-print-parameters',
    '--output-path',
    output,
  ]);
  await rehearsal.requireSuccess(result);
  return globSync('**/*.yaml', { cwd: output }).map((file) => path.join(output, file));
}

/**
 * Prints all templates in every variant, in folders below `output` by variant and stack.
 *
 * @returns the paths of what was printed: accounts that get the same template have a file each
 * @throws Problem when ofn failed; nothing is left running then
 */
export async function printBoundTemplates(output: string): Promise<string[]> {
  const rehearsal = await Rehearsal.open({
    config,
    tasksFile: path.join(root, 'organization-tasks.yml'),
  });
  try {
    const files: string[] = [];
    for (const [name, parameters] of Object.entries(variants)) {
      // Accounts that are still to be made would hide every template from print-tasks.
      await rehearsal.requireSuccess(
        await rehearsal.perform({ parameters, match: 'Organization' }),
      );
      files.push(...(await print(rehearsal, path.join(output, name))));
    }
    if (files.length === 0) {
      throw new Error('ofn print-tasks printed no template');
    }
    return files;
  } finally {
    await rehearsal.close();
  }
}
