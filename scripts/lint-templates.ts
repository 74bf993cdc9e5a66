// cfn-lint over every template as org-formation binds it for every target: `ofn
// print-tasks` on an embedded AWS, since accounts have ids only once they are made.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem, renderProblem } from '../rehearsal/problem.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';

const root = path.dirname(import.meta.dirname);
/** What decides over what templates hold, one way and the other. */
const variants: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  organization: { guardDutyMembership: 'organization' },
  invitation: {
    guardDutyMembership: 'invitation',
    accountTrails: true,
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
    ...['--failed-tasks-tolerance', '0', '--no-print-parameters', '--output-path', output],
  ]);
  await rehearsal.requireSuccess(result);

  return globSync('**/*.yaml', { cwd: output }).map((file) => path.join(output, file));
}

/** One of each content: accounts that get the same template are judged once. */
function distinct(files: readonly string[]): string[] {
  const byContent = new Map(
    files.map((file) => [createHash('sha256').update(readFileSync(file)).digest('hex'), file]),
  );

  return [...byContent.values()];
}

const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-lint-'));
const rehearsal = await Rehearsal.open({ tasksFile: path.join(root, 'organization-tasks.yml') });
try {
  const files: string[] = [];
  for (const [name, parameters] of Object.entries(variants)) {
    // Accounts that are still to be made would hide every template from print-tasks.
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters, match: 'Organization' }));
    files.push(...(await print(rehearsal, path.join(folder, name))));
  }
  if (files.length === 0) {
    throw new Error('ofn print-tasks printed no template');
  }
  const toLint = distinct(files);
  process.stdout.write(`${files.length} templates, ${toLint.length} of them distinct\n`);
  const { status } = spawnSync(
    path.join(root, '.venv/bin/python'),
    ['-c', 'from cfnlint.runner import main; main()', '--non-zero-exit-code', 'warning', ...toLint],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof Problem)) {
    throw error;
  }
  process.stderr.write(`${renderProblem(error, process.stderr)}\n`);
  process.exitCode = 1;
} finally {
  await rehearsal.close();
  rmSync(folder, { recursive: true, force: true });
}
