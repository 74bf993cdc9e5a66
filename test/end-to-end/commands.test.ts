import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ListAWSServiceAccessForOrganizationCommand } from '@aws-sdk/client-organizations';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { Rehearsal, tearDown } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { confirmSubscriptions } from '../../scenarios/ledger.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';

const root = path.join(import.meta.dirname, '../..');
const tasksFile = path.join(root, 'organization-tasks.yml');

/** Runs an npm script against the AWS that the environment names, as an operator does. */
async function npmRun(
  script: string,
  environment: Record<string, string>,
): Promise<{ exitCode: number; output: string }> {
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: root,
    env: { ...process.env, ...environment, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];

  return { exitCode: exitCode ?? -1, output };
}

describe('an operator', () => {
  let rehearsal: Rehearsal;

  beforeEach(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile });
  });

  afterEach(() => rehearsal.close());

  it('deploys, validates and reads the coverage of an AWS that credentials reach', async () => {
    const deployed = await npmRun('deploy', rehearsal.environment);
    const validated = await npmRun('validate', rehearsal.environment);
    const accounts = await listAccounts(rehearsal);
    await confirmSubscriptions(rehearsal, readSettings(rehearsal, accounts));
    const covered = await npmRun('coverage', rehearsal.environment);

    expect(deployed.exitCode, deployed.output).to.equal(0);
    expect(deployed.output).to.contain('Task GuardDuty execute successful.');
    expect(validated.exitCode, validated.output).to.equal(0);
    expect(validated.output).to.contain('Task GuardDuty validated successful.');
    expect(validated.output).not.to.contain('will be skipped');
    expect(covered.exitCode, covered.output).to.equal(0);
    expect(covered.output).to.match(/(\d+) of \1 cells as expected/);
  });

  it('learns before anything is deployed that the name of a bucket is taken', async () => {
    await rehearsal.requireSuccess(await rehearsal.perform({ match: 'Organization' }));
    const accounts = await listAccounts(rehearsal);
    const idOf = (wanted: string): string =>
      accounts.find(({ name }) => name === wanted)?.id ?? wanted;
    const stranger = await sessionsOf(rehearsal).open(idOf('Sandbox'));
    const name = `ofn-audit-cloud-trail-${idOf('Log Archive')}`;
    await stranger.clients('us-east-1').s3.send(new CreateBucketCommand({ Bucket: name }));

    const { exitCode, output } = await npmRun('deploy', rehearsal.environment);

    expect(exitCode, output).not.to.equal(0);
    expect(output).to.match(/no-go: 1 finding would fail the deployment/);
    expect(output.replace(/[│\s]+/g, ' ')).to.contain(`the bucket ${name}`);
    expect(await rehearsal.aws.stacks()).to.deep.equal([]);
  });

  it('learns from the coverage what is not there yet, by the exit code too', async () => {
    await rehearsal.requireSuccess(await rehearsal.perform({ match: 'Organization' }));

    const covered = await npmRun('coverage', rehearsal.environment);

    expect(covered.exitCode, covered.output).to.equal(1);
    expect(covered.output).to.match(/^1 of \d+ cells as expected/m);
  });

  it('switches trusted access off with the stacks, once onRemoval: disable is deployed', async () => {
    // Trusted access is of the organization: more regions would show no more of it.
    const regions = ['us-east-1'];
    const parameters = { onRemoval: 'disable', governedRegions: regions, signInRegions: regions };
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));

    await tearDown(rehearsal, () => undefined);

    const { EnabledServicePrincipals } = await sessionsOf(rehearsal).caller.organizations.send(
      new ListAWSServiceAccessForOrganizationCommand({}),
    );
    expect(EnabledServicePrincipals).to.deep.equal([]);
  });
});
