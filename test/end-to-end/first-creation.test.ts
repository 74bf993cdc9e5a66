import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { expect } from 'chai';
import { Rehearsal, type Stack } from 'ofn-rehearse';
import { findLeft } from '../../adopt/adopt.ts';
import { readFiles } from '../../preflight/files.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';
import { capabilitiesAlone } from './capabilities-alone.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const tasksText = capabilitiesAlone(readFileSync(tasksFile, 'utf8'));

/** Stacks with resources of fixed names that outlive them, and what fails at their end. */
const failing = [
  'ofn-audit-alerts-region/QueuePolicy',
  'ofn-audit-finding-bucket/BucketPolicy',
  'ofn-audit-reports/BucketPolicy',
  'ofn-audit-report-organization/EventsRole',
];

describe('first creations that fail', () => {
  let rehearsal: Rehearsal;
  const failedRuns: number[] = [];

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    for (const name of failing) {
      const fault = { service: 'cloudformation', action: `Create ${name}`, error: 'Throttling' };
      await rehearsal.aws.control('POST', '/faults', fault);
    }
    let { exitCode, output } = await rehearsal.perform({ tasksText });
    for (let run = 1; exitCode !== 0 && run <= failing.length; run++) {
      failedRuns.push(run);
      ({ exitCode, output } = await rehearsal.perform({ tasksText }));
    }
    expect(exitCode, output).to.equal(0);
  });

  after(() => rehearsal?.close());

  it('did fail, each of them, and were repeated', async () => {
    const all = (await rehearsal.aws.control('GET', '/stacks?deleted=true')) as Stack[];
    const rolledBack = all.filter(({ status }) => status === 'DELETE_COMPLETE');

    expect(failedRuns).not.to.deep.equal([]);
    expect(new Set(rolledBack.map(({ name }) => name))).to.deep.equal(
      new Set(failing.map((name) => name.split('/')[0])),
    );
  });

  it('left nothing outside of its stack', async () => {
    const left = await findLeft(readFiles({ tasksFile }), sessionsOf(rehearsal), {
      onProgress: () => undefined,
    });

    expect(left).to.deep.equal([]);
  });

  it('left no key that has no alias', async () => {
    const settings = readSettings(rehearsal, await listAccounts(rehearsal));
    const session = await sessionsOf(rehearsal).open(settings.logArchiveAccountId);
    const { kms } = session.clients(settings.homeRegion);
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const { Keys = [] } = await kms.send(new ListKeysCommand({}));
    const described = await Promise.all(
      Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))),
    );
    const enabled = described.flatMap(({ KeyMetadata }) =>
      KeyMetadata?.KeyState === 'Enabled' ? [KeyMetadata.KeyId] : [],
    );

    expect(described.length).to.be.greaterThan(enabled.length);
    expect(Aliases.map(({ TargetKeyId }) => TargetKeyId)).to.include.members(enabled);
  });
});
