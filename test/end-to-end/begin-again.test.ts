import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GetDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { Rehearsal, setParameters } from 'ofn-rehearse';
import { runPreflight } from '../../preflight/preflight.ts';
import config from '../../rehearse.config.ts';
import { openRepository } from '../../scenarios/organizations/play/repository.ts';
import { withoutTasks } from '../../scenarios/organizations/tasks.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';

const root = path.join(import.meta.dirname, '../..');
const tasksFile = path.join(root, 'organization-tasks.yml');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

/** From the last one up, as README.md removes them. */
const capabilities = [
  'GuardDuty',
  'CloudTrail',
  'AccessAnalyzer',
  'OrganizationAccess',
  'Artifacts',
];
const others = Object.freeze([
  'AuditRole',
  'Alerts',
  'TrailAlarms',
  'TrailLogCopy',
  'FlowLogs',
  'Athena',
  'ConfigRecorder',
  'ConfigAggregator',
  'ConfigRules',
  'ConformancePacks',
  'Findings',
  'SignInMonitoring',
  'SecurityReporting',
  'SecurityAudit',
]);
const tasksWithout = (removed: readonly string[]): string =>
  withoutTasks(read('organization-tasks.yml'), [...others, ...removed]);

const regions = ['us-east-1', 'eu-west-1'];
const former = { terminationProtection: false, onRemoval: 'disable' };
const moved = {
  resourcePrefix: 'second',
  homeRegion: 'eu-west-1',
  securityAccount: { Ref: 'ProductionAccount' },
  logArchiveAccount: { Ref: 'DevelopmentAccount' },
};

const withSecondPrefix = (policies: string): string =>
  policies.replaceAll('ofn-audit', 'second').replaceAll('ofn_audit', 'second');

// docs/decisions/moves.md
describe('a baseline that begins again, with another prefix, home region, security account and log archive', () => {
  let rehearsal: Rehearsal;
  // An organization file has no parameters, so that its policies are changed as well.
  const second = openRepository({
    ids: {},
    before: { files: { 'organization-policies.yml': withSecondPrefix } },
  });

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions });
  });

  after(async () => {
    second.remove();
    await rehearsal?.close();
  });

  const perform = async (options: Parameters<Rehearsal['perform']>[0]) =>
    rehearsal.requireSuccess(await rehearsal.perform(options));
  const clientsOf = async (name: string) => {
    const accounts = await listAccounts(rehearsal);
    const { id = '' } = accounts.find((account) => account.name === name) ?? {};
    return { id, clients: (await sessionsOf(rehearsal).open(id)).clients };
  };

  /** The kinds of what preflight finds when the parameters are these. */
  async function findings(parameters: Readonly<Record<string, unknown>>): Promise<string[]> {
    const judged = await runPreflight({
      tasksFile: 'resourcePrefix' in parameters ? second.tasksFile : tasksFile,
      parametersText: setParameters(rehearsal.parametersText ?? '', parameters),
      sessions: sessionsOf(rehearsal),
      roleName: rehearsal.connection.roleName,
    });
    return judged.findings.map(({ kind, found }) => `${kind}: ${found.split("'")[0]}`);
  }

  /** Whether GuardDuty is enabled in each region of an account. */
  async function detection(name: string): Promise<(string | undefined)[]> {
    const { clients } = await clientsOf(name);
    return Promise.all(
      regions.map(async (region) => {
        const { guardDuty } = clients(region);
        const { DetectorIds: [DetectorId] = [] } = await guardDuty.send(
          new ListDetectorsCommand({}),
        );
        const { Status } = await guardDuty.send(new GetDetectorCommand({ DetectorId }));
        return Status;
      }),
    );
  }

  it('is refused beside the first', async () => {
    await perform({ tasksText: tasksWithout([]), parameters: former });

    const refused = await findings(moved);
    const unchanged = await findings({});

    expect(refused).to.include.members(
      ['resourcePrefix', 'homeRegion', 'securityAccount', 'logArchiveAccount'].map(
        (name) => `parameter-changed: ${name} is `,
      ),
    );
    expect(unchanged.filter((one) => one.startsWith('parameter-changed'))).to.deep.equal([]);
  });

  it('is deployed once the first is removed, and GuardDuty stays enabled in the meantime', async () => {
    for (const [index] of capabilities.entries()) {
      const removed = capabilities.slice(0, index + 1);
      await perform({ tasksText: tasksWithout(removed), cleanup: true });
      expect(await detection('Sandbox'), removed.join()).to.deep.equal(['ENABLED', 'ENABLED']);
    }
    const left = await findings(moved);
    const policies = withSecondPrefix(read('organization-policies.yml'));

    await perform({
      tasksText: tasksWithout([]),
      parameters: { ...moved, terminationProtection: true, onRemoval: 'keep' },
      files: { 'organization-policies.yml': policies },
    });

    expect(left.filter((one) => one.startsWith('parameter-changed'))).to.deep.equal([]);
    expect(await detection('Sandbox')).to.deep.equal(['ENABLED', 'ENABLED']);
  });

  it('leaves the evidence of the first where it was', async () => {
    const { id, clients } = await clientsOf('Log Archive');
    const Bucket = `ofn-audit-cloud-trail-${id}`;

    const bucket = await clients('us-east-1').s3.send(new HeadBucketCommand({ Bucket }));

    expect(bucket.BucketRegion).to.equal('us-east-1');
  });
});
