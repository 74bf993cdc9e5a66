import { AttachRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { type PerformOptions, Rehearsal, type Stack } from 'ofn-rehearse';
import { isSeq } from 'yaml';
import type { Account } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { readLedger } from '../../scenarios/ledger.ts';
import type { ExistingOrganization } from '../../scenarios/organizations/existing.ts';
import { editYaml, reference } from '../../scenarios/organizations/files.ts';
import {
  type OperatorsRepository,
  openRepository,
} from '../../scenarios/organizations/play/repository.ts';
import { withoutTasks } from '../../scenarios/organizations/tasks.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';
import { worldOf } from '../../scenarios/world.ts';

const home = 'us-east-1';
const left = 'eu-west-1';

/** One account of each kind: two of them would leave as one does. */
const smaller = (organization: string): string =>
  editYaml(organization, (document) => {
    for (const [account, unit] of [
      ['ProductionAccount', 'WorkloadsProdOu'],
      ['DevelopmentAccount', 'WorkloadsNonProdOu'],
    ] as const) {
      document.deleteIn(['Organization', account]);
      document.deleteIn(['Organization', unit, 'Properties', 'Accounts']);
    }
  });

const organization: ExistingOrganization = {
  title: 'an organization that is deployed to',
  regions: [home, left],
  ids: {},
  before: { organization: smaller },
  seed: () => Promise.resolve(),
  findings: [],
  holes: [],
};

/** As organization.yml says how to close an account. */
const suspended = (organization: string): string =>
  editYaml(organization, (document) => {
    const accounts = ['Organization', 'SandboxOu', 'Properties', 'Accounts'];
    expect(isSeq(document.getIn(accounts))).to.equal(true);
    document.deleteIn(accounts);
    document.setIn(
      ['Organization', 'SuspendedOu', 'Properties', 'Accounts'],
      [reference('SandboxAccount')],
    );
  });

const placesOf = (stacks: readonly Stack[]): string[] =>
  [...new Set(stacks.map(({ account, region }) => `${account} ${region}`))].sort();
const placed = ({ account, region, name }: Stack): string => `${account} ${region} ${name}`;

// With the default, terminationProtection: true. https://github.com/org-formation/org-formation-cli/issues/478
describe('what leaves', () => {
  let rehearsal: Rehearsal;
  let repository: OperatorsRepository;
  let sandbox: Account;

  before(async function () {
    this.timeout(900_000);
    repository = openRepository(organization);
    const { tasksFile } = repository;
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: organization.regions });
    rehearsal.onClose(repository.remove);
    await rehearsal.requireSuccess(await rehearsal.perform());
    const accounts = await listAccounts(rehearsal);
    sandbox = accounts.find(({ name }) => name === 'Sandbox') as Account;
  });

  after(() => rehearsal?.close());

  const stacks = async (): Promise<Stack[]> =>
    (await rehearsal.aws.stacks()).filter(
      ({ name, status }) => status !== 'DELETE_COMPLETE' && !name.startsWith('StackSet-'),
    );

  /** Every bucket of every account. */
  const buckets = async (): Promise<string[]> => {
    const accounts = await listAccounts(rehearsal);
    const found = await Promise.all(
      accounts.map(async ({ id }) => {
        const { s3 } = (await sessionsOf(rehearsal).open(id)).clients(home);
        const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
        return Buckets.map(({ Name }) => `${id} ${Name}`);
      }),
    );
    return found.flat().sort();
  };

  /** Where protection was lifted: while nothing new is deployed, no other call changes it. */
  const lifted = async (since: number): Promise<string[]> => {
    const { calls, complete } = await rehearsal.aws.calls(since);
    expect(complete).to.equal(true);
    return [
      ...new Set(
        calls
          .filter(({ operation }) => operation === 'UpdateTerminationProtection')
          .map(({ account, region }) => `${account} ${region}`),
      ),
    ].sort();
  };

  const holes = async (): Promise<string[]> => {
    const world = await worldOf(rehearsal);
    const cells = world ? await readLedger(world, () => undefined) : [];
    expect(cells).not.to.be.empty;
    return cells
      .filter(({ ok }) => !ok)
      .map(({ service, name, region, actual, reason }) =>
        [service, name, region, actual, reason].join(' '),
      );
  };

  /** Performs once, then twice: the second time has nothing to do. */
  async function leave(options: PerformOptions) {
    const [before, kept, began] = [await stacks(), await buckets(), Date.now() / 1000];
    const performed = await rehearsal.requireSuccess(await rehearsal.perform(options));
    const where = await lifted(began);
    const after = await stacks();
    const { next } = await rehearsal.aws.events();
    await rehearsal.requireSuccess(await rehearsal.perform({ cleanup: options.cleanup ?? false }));
    const { events } = await rehearsal.aws.events(next);
    expect(events).to.deep.equal([]);
    expect(performed.output).not.to.include('unable to delete stack');
    expect(await buckets()).to.include.members(kept);
    expect(await holes()).to.deep.equal([]);
    const there = new Set(after.map(placed));
    return { gone: before.filter((stack) => !there.has(placed(stack))), after, where };
  }

  it('removes the stacks of an account that moves to SuspendedOu, and lifts no other protection', async () => {
    const { gone, after, where } = await leave({
      organizationText: suspended(rehearsal.organizationText),
    });

    expect(new Set(gone.map(({ account }) => account))).to.deep.equal(new Set([sandbox.id]));
    expect(after.filter(({ account }) => account === sandbox.id)).to.deep.equal([]);
    expect(where).to.deep.equal(placesOf(gone));
  });

  it('removes the stacks of a region that is governed no more, and lifts no other protection', async () => {
    const { gone, after, where } = await leave({ parameters: { governedRegions: [home] } });

    expect(new Set(gone.map(({ region }) => region))).to.deep.equal(new Set([left]));
    // It is still one of signInRegions, and sign-ins through it raise alerts.
    const there = after.filter(({ region }) => region === left).map(({ name }) => name);
    expect(
      there.filter((name) => !/^ofn-audit-(sign-in-|artifacts$|alerts-region$)/.test(name)),
    ).to.deep.equal([]);
    expect(where).to.deep.equal(placesOf(gone));
  });

  it('removes the stacks of capabilities whose include is gone, once removedCapabilities names them', async () => {
    repository.edit({ tasks: (text) => withoutTasks(text, ['Athena', 'FlowLogs']) });

    const { gone, where } = await leave({
      parameters: { removedCapabilities: ['athena', 'flow-logs'] },
      cleanup: true,
    });

    const names = [...new Set(gone.map(({ name }) => name))].sort();
    expect(names).to.deep.equal([
      'ofn-audit-athena',
      'ofn-audit-athena-queries',
      'ofn-audit-athena-tables',
      'ofn-audit-flow-logs',
      'ofn-audit-flow-logs-bucket',
      'ofn-audit-flow-logs-bus',
      'ofn-audit-flow-logs-region',
      'ofn-audit-flow-logs-roles',
    ]);
    expect(where).to.deep.equal(placesOf(gone));
  });
});

// org-formation says that it could not delete it, forgets it, and succeeds.
describe('a stack that org-formation could not delete', () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const RoleName = 'AssumableSecurityAuditRole';

  it('is deleted by the next deployment that can', async () => {
    const repository = openRepository(organization);
    const { tasksFile } = repository;
    const match = 'audit-role';
    const rehearsal = await Rehearsal.open({ config, tasksFile, match, regions: [home] });
    rehearsal.onClose(repository.remove);
    try {
      await rehearsal.requireSuccess(await rehearsal.perform());
      const accounts = await listAccounts(rehearsal);
      const { id } = accounts.find(({ name }) => name === 'Sandbox') as Account;
      const { iam } = (await sessionsOf(rehearsal).open(id)).clients(home);
      const stacks = async () =>
        (await rehearsal.aws.stacks())
          .filter(({ account, status }) => account === id && status !== 'DELETE_COMPLETE')
          .map(({ status }) => status);

      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
      const organizationText = suspended(rehearsal.organizationText);
      const first = await rehearsal.requireSuccess(await rehearsal.perform({ organizationText }));
      const failed = await stacks();
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
      await rehearsal.requireSuccess(await rehearsal.perform());

      expect(first.output).to.include('unable to delete stack ofn-audit-audit-role');
      expect(failed).to.deep.equal(['DELETE_FAILED']);
      expect(await stacks()).to.deep.equal([]);
    } finally {
      await rehearsal.close();
    }
  });
});

describe('an organization without a unit of suspended accounts', () => {
  it('is deployed to with an empty list in its place', async () => {
    const repository = openRepository({
      ...organization,
      before: {
        organization: (text) =>
          editYaml(smaller(text), (document) => document.deleteIn(['Organization', 'SuspendedOu'])),
        tasks: (text) => text.replaceAll('!Ref SuspendedOu', '[]'),
        parameters: { suspendedOu: [] },
      },
    });
    const { tasksFile } = repository;
    const match = '{audit-role,config-recorder}';
    const rehearsal = await Rehearsal.open({ config, tasksFile, match, regions: [home] });
    rehearsal.onClose(repository.remove);
    try {
      await rehearsal.requireSuccess(await rehearsal.perform());

      const names = [
        repository.read('organization.yml'),
        repository.read('organization-tasks.yml'),
      ];
      expect(names.filter((text) => /Ref SuspendedOu/.test(text))).to.deep.equal([]);
      const accounts = await listAccounts(rehearsal);
      const stacks = await rehearsal.aws.stacks();
      for (const stack of ['ofn-audit-audit-role', 'ofn-audit-config-recorder']) {
        const there = stacks.filter(({ name }) => name === stack).map(({ account }) => account);
        expect(there.sort(), stack).to.deep.equal(accounts.map(({ id }) => id).sort());
      }
    } finally {
      await rehearsal.close();
    }
  });
});
