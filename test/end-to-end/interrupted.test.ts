import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { listAccounts } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');

interface StackRow {
  readonly name: string;
  readonly status: string;
  readonly terminationProtection: boolean;
}

const complete = {
  accounts: ['Development', 'Log Archive', 'Management', 'Production', 'Sandbox', 'Security'],
  stacks: [
    'ofn-audit-artifacts CREATE_COMPLETE true',
    'ofn-audit-artifacts CREATE_COMPLETE true',
    'ofn-audit-organization-access CREATE_COMPLETE true',
  ],
};

describe('a deployment that is interrupted', () => {
  let rehearsal: Rehearsal;

  beforeEach(async () => {
    rehearsal = await Rehearsal.open({
      ...{ config, tasksFile, regions: ['us-east-1'] },
      match: 'organization-access',
    });
  });

  afterEach(() => rehearsal?.close());

  /** The accounts, and the stacks with their states and whether they are protected. */
  async function left() {
    const stacks = (await rehearsal.aws.control('GET', '/stacks')) as StackRow[];
    const accounts = await listAccounts(rehearsal);
    return {
      accounts: accounts.map(({ name }) => name).sort(),
      stacks: stacks
        .map(
          ({ name, status, terminationProtection }) => `${name} ${status} ${terminationProtection}`,
        )
        .sort(),
    };
  }

  /** Kills ofn once it prints such a line. */
  async function killedAt(moment: RegExp): Promise<void> {
    const killer = new AbortController();
    let seen = false;
    const onLine = (line: string) => {
      if (moment.test(line)) {
        seen = true;
        killer.abort();
      }
    };
    const ended = await rehearsal.perform({ onLine, signal: killer.signal }).then(
      ({ output }) => output,
      (error: Error) => error.name,
    );

    expect(seen, `no line ${moment} in ${ended}`).to.equal(true);
  }

  it('is repeated to its end after it was killed, at any moment', async () => {
    const artifacts = /Stack ofn-audit-artifacts in account \d+ .* update starting/;
    const access = /Stack ofn-audit-organization-access in account \d+ .* update starting/;

    await killedAt(/OC::ORG::Account LogArchiveAccount/);
    await killedAt(artifacts);
    await killedAt(access);
    await killedAt(/Enabling termination protection|Task OrganizationAccess execute successful/);
    await rehearsal.requireSuccess(await rehearsal.perform());

    expect(await left()).to.deep.equal(complete);
  });

  it('is repeated to its end after two began at the same time', async () => {
    const both = await Promise.all([rehearsal.perform(), rehearsal.perform()]);
    await rehearsal.requireSuccess(await rehearsal.perform());

    expect(both.map(({ exitCode }) => exitCode)).to.include(0);
    expect(await left()).to.deep.equal(complete);
  });

  // The second waits while AWS refuses it, and finds nothing to update then.
  it('has no effect on another one that changes the same at the same time', async () => {
    await rehearsal.requireSuccess(await rehearsal.perform());
    const parameters = { logRetentionDays: 30 };

    const both = await Promise.all([
      rehearsal.perform({ parameters }),
      rehearsal.perform({ parameters }),
    ]);

    expect(both.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0]);
    expect((await left()).stacks).to.deep.equal([
      ...complete.stacks.slice(0, 2),
      'ofn-audit-organization-access UPDATE_COMPLETE true',
    ]);
  });
});
