import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { type LedgerCell, Rehearsal, type Stack } from 'ofn-rehearse';
import { run } from '../../adopt/cli.ts';
import type { Clients } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { readLedger } from '../../scenarios/ledger.ts';
import { withoutTasks } from '../../scenarios/organizations/tasks.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';
import { worldOf } from '../../scenarios/world.ts';
import { capabilitiesAlone } from './capabilities-alone.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const prefix = 'ofn-audit';
const deployed = capabilitiesAlone(readFileSync(tasksFile, 'utf8'));
const removed = withoutTasks(deployed, ['Findings', 'SecurityReporting', 'Alerts']);

describe('capabilities that are removed', () => {
  let rehearsal: Rehearsal;
  let archive: Clients;
  let security: Clients;
  let bucket: string;
  const queueUrls: string[] = [];
  let keyId: string | undefined;

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    await perform(deployed);
    const settings = readSettings(rehearsal, await listAccounts(rehearsal));
    const { logArchiveAccountId, securityAccountId, homeRegion } = settings;
    const sessions = sessionsOf(rehearsal);
    archive = (await sessions.open(logArchiveAccountId)).clients(homeRegion);
    security = (await sessions.open(securityAccountId)).clients(homeRegion);
    bucket = `${prefix}-findings-${logArchiveAccountId}`;
    keyId = await keyOfFindings();
    await archive.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'evidence', Body: 'x' }));
    for (const name of ['undelivered', 'finding-alerts-failures', 'reports-failures']) {
      const QueueName = `${prefix}-${name}`;
      const { QueueUrl = '' } = await security.sqs.send(new GetQueueUrlCommand({ QueueName }));
      await security.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: name }));
      queueUrls.push(QueueUrl);
    }
    await perform(removed, true);
  });

  after(() => rehearsal?.close());

  async function perform(tasksText: string, cleanup = false): Promise<void> {
    const removedCapabilities = cleanup ? ['findings', 'security-reporting', 'alerts'] : [];
    const parameters = { removedCapabilities };
    const result = await rehearsal.perform({ tasksText, parameters, cleanup });
    await rehearsal.requireSuccess(result);
  }

  async function keyOfFindings(): Promise<string | undefined> {
    const KeyId = `alias/${prefix}-findings`;
    const { KeyMetadata } = await archive.kms.send(new DescribeKeyCommand({ KeyId }));
    return KeyMetadata?.KeyId;
  }

  async function adopt(...argv: string[]) {
    const seen = { stdout: '', stderr: '' };
    const code = await run(['--tasks', tasksFile, ...argv], {
      stdout: { write: (text) => (seen.stdout += text) },
      stderr: { write: (text) => (seen.stderr += text) },
      connect: async () => ({ ...sessionsOf(rehearsal), close: () => undefined }),
      now: Date.now,
      confirm: undefined,
      sleep: () => sleep(10),
    });
    return { code, ...seen };
  }

  const stacks = async () => (await rehearsal.aws.control('GET', '/stacks')) as Stack[];

  it('are shown with what they left behind, and nothing is imported unasked', async () => {
    const before = (await stacks()).map(({ name }) => name);

    const { code, stdout, stderr } = await adopt();

    expect(code, stderr).to.equal(1);
    expect(stdout).to.include(`Bucket  AWS::S3::Bucket  ${bucket}`);
    expect(stdout).to.include(`Key  AWS::KMS::Key  ${keyId}`);
    expect(stdout).to.include(
      `StackSet  AWS::CloudFormation::StackSet  ${prefix}-account-reports:`,
    );
    expect((await stacks()).map(({ name }) => name)).to.deep.equal(before);
  });

  it('come back one at a time', async () => {
    const { code, stdout, stderr } = await adopt('--capability', 'alerts', '--yes');

    expect(code, stdout + stderr).to.equal(0);
    expect(stdout).to.match(/^\d stacks? made of what was left behind/m);
    expect((await stacks()).map(({ name }) => name)).not.to.include(`${prefix}-finding-bucket`);
  });

  it('come back with bucket, key, queue and StackSet, with all that is in them', async () => {
    const { code, stdout, stderr } = await adopt('--yes');
    expect(code, stdout + stderr).to.equal(0);

    await perform(deployed);

    const evidence = await archive.s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: 'evidence' }),
    );
    expect(await evidence.Body?.transformToString()).to.equal('x');
    expect(await keyOfFindings()).to.equal(keyId);
    for (const QueueUrl of queueUrls) {
      const received = await security.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(received.Messages?.map(({ Body }) => Body)).to.deep.equal([
        QueueUrl.split(`${prefix}-`)[1],
      ]);
      // The ledger has a hole for what waits in a queue of failures.
      await security.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    }
    const again = await adopt('--yes');
    expect(again.stdout).to.equal('nothing was left behind: run npm run deploy\n');
  });

  it('leave nothing outside of its stack, and no hole in the ledger', async () => {
    const kept = (await stacks()).find(({ name }) => name === `${prefix}-finding-bucket`);
    expect(kept?.status).to.equal('UPDATE_COMPLETE');
    const world = await worldOf(rehearsal);
    const cells: LedgerCell[] = world ? await readLedger(world, () => undefined) : [];
    const names = new Set(['findings', 'report-bucket', 'report-delivery', 'alerts']);
    const holes = cells.filter(({ service, ok }) => names.has(service) && !ok);
    expect(holes.map(({ service, reason }) => `${service}: ${reason}`)).to.deep.equal([]);
  });
});
