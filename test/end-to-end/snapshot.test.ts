import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import {
  CreateDetectorCommand,
  GetDetectorCommand,
  ListDetectorsCommand,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import { expect } from 'chai';
import { type AwsEvent, type LedgerCell, Rehearsal, type Snapshot } from 'ofn-rehearse';
import type { Clients } from '../../organization/types.ts';
import { runPreflight } from '../../preflight/preflight.ts';
import { readSnapshotFile, writeSnapshot } from '../../preflight/snapshot-file.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const home = 'us-east-1';
const regions = [home];

const open = (from?: Snapshot): Promise<Rehearsal> =>
  Rehearsal.open({ config, tasksFile, regions, from });

const clientsOf = async (rehearsal: Rehearsal, accountId: string): Promise<Clients> =>
  (await sessionsOf(rehearsal).open(accountId)).clients(home);

/** As npm run preflight -- --snapshot takes one, by way of its file. */
async function snapshotOf(rehearsal: Rehearsal): Promise<Snapshot> {
  const { parametersText = '', connection } = rehearsal;
  const { roleName } = connection;
  const { snapshot } = await runPreflight({
    ...{ tasksFile, parametersText, roleName, sessions: sessionsOf(rehearsal), detail: 'file' },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-snapshot-'));
  try {
    const file = path.join(folder, 'organization.json');
    writeSnapshot(file, snapshot);
    return readSnapshotFile(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Performs everything, and answers what stacks, resources and functions had to do. */
async function eventsOf(rehearsal: Rehearsal): Promise<AwsEvent[]> {
  const { next } = await rehearsal.aws.events();
  await rehearsal.requireSuccess(await rehearsal.perform());
  return (await rehearsal.aws.events(next)).events;
}

describe('a rehearsal from the snapshot of a rehearsed organization', () => {
  let restored: Rehearsal;

  before(async () => {
    const original = await open();
    try {
      await original.requireSuccess(await original.perform());
      restored = await open(await snapshotOf(original));
    } finally {
      await original.close();
    }
  });

  after(() => restored?.close());

  it('has every stack as it was, with what it consists of', () => {
    expect(restored.warnings).to.deep.equal([]);
  });

  it('changes nothing, the first time and the second', async () => {
    expect(await eventsOf(restored)).to.deep.equal([]);
    expect(await eventsOf(restored)).to.deep.equal([]);
  });

  it('is covered as the ledger expects', async () => {
    const world = await config.world?.(restored);

    const cells: LedgerCell[] = world ? ((await config.ledger?.(world, () => {})) ?? []) : [];

    expect(cells).not.to.deep.equal([]);
    expect(cells.filter(({ ok }) => !ok)).to.deep.equal([]);
  });

  for (const name of [
    'takes a marked event the whole way, from default buses to the topic',
    'keeps the findings of every region in the log archive',
    'alerts once on a duplicate sign-in',
    'delivers to every account its own reports, byte for byte, whatever their names, and no others',
  ]) {
    it(`works: it ${name}`, async () => {
      const world = await config.world?.(restored);
      const scenario = config.scenarios?.find((one) => one.name === name);

      if (!world || !scenario?.applies(world)) {
        throw new Error(`there is no scenario that ${name}, or it does not apply`);
      }

      expect(await scenario.run(world)).to.be.a('string');
    });
  }
});

const takenLogGroup = '/aws/lambda/ofn-audit-config-setup';

/** Clicked together over the years: of it some is adopted, some is in the way, some is of others. */
async function use(rehearsal: Rehearsal): Promise<void> {
  await rehearsal.requireSuccess(await rehearsal.perform({ match: 'Organization' }));
  const accounts = await listAccounts(rehearsal);
  const idOf = (name: string): string => accounts.find((one) => one.name === name)?.id ?? '';
  const security = await clientsOf(rehearsal, idOf('Security'));
  await security.cloudWatchLogs.send(new CreateLogGroupCommand({ logGroupName: takenLogGroup }));
  const { guardDuty } = security;
  const { DetectorId } = await guardDuty.send(new CreateDetectorCommand({ Enable: true }));
  const Features = [{ Name: 'S3_DATA_EVENTS' as const, Status: 'DISABLED' as const }];
  await guardDuty.send(new UpdateDetectorCommand({ DetectorId, Features }));
  const { configService } = await clientsOf(rehearsal, idOf('Production'));
  const roleARN = `arn:aws:iam::${idOf('Production')}:role/OrganizationAccountAccessRole`;
  await configService.send(
    new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'default', roleARN } }),
  );
  const { cloudFormation } = await clientsOf(rehearsal, idOf('Development'));
  const TemplateBody = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}';
  await cloudFormation.send(new CreateStackCommand({ StackName: 'of-others', TemplateBody }));
}

/** Stacks, and why those failed that did: without ids that are drawn anew. */
async function outcomeOf(rehearsal: Rehearsal): Promise<string[]> {
  const stacks = await rehearsal.aws.stacks();
  return stacks
    .map(({ account, region, name, status, statusReason = '', resources }) => {
      const failed = resources.filter((one) => one.status.endsWith('FAILED'));
      const reasons = failed.map((one) => `${one.logicalId}: ${one.reason}`);
      return [account, region, name, status, statusReason, ...reasons].join(' ');
    })
    .map((line) => line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'))
    .sort();
}

describe('a rehearsal from the snapshot of an organization that has been used', () => {
  let original: Rehearsal;
  let restored: Rehearsal;

  before(async () => {
    original = await open();
    await use(original);
    restored = await open(await snapshotOf(original));
    for (const rehearsal of [original, restored]) {
      await rehearsal.perform({ goOn: true });
    }
  });

  after(() => Promise.all([original?.close(), restored?.close()]));

  it('restores all of it', () => {
    expect(restored.warnings).to.deep.equal([]);
  });

  it('ends as it does on the organization itself: the same stacks, and the same obstacles', async () => {
    const expected = await outcomeOf(original);

    const outcome = await outcomeOf(restored);

    expect(outcome).to.deep.equal(expected);
    const obstacles = outcome.filter((line) => /ROLLBACK/.test(line)).join('\n');
    expect(obstacles).to.match(/us-east-1 ofn-audit-config-setup .*LogGroup/);
    expect(obstacles).to.match(/us-east-1 ofn-audit-config-recorder .*Recorder/);
  });

  it('adopts the detector with the id that it has', async () => {
    const detectors = await Promise.all(
      [original, restored].map(async (rehearsal) => {
        const accounts = await listAccounts(rehearsal);
        const security = accounts.find(({ name }) => name === 'Security')?.id ?? '';
        const { guardDuty } = await clientsOf(rehearsal, security);
        const { DetectorIds = [] } = await guardDuty.send(new ListDetectorsCommand({}));
        const [DetectorId] = DetectorIds;
        const { Features = [] } = await guardDuty.send(new GetDetectorCommand({ DetectorId }));
        const features = Features.map(({ Name, Status }) => [Name, Status]);
        return { DetectorIds, features: Object.fromEntries(features) };
      }),
    );

    expect(detectors[1]).to.deep.equal(detectors[0]);
    expect(detectors[0]?.DetectorIds).to.have.length(1);
  });
});
