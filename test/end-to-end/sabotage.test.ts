import path from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import type { Cell } from '../../coverage/types.ts';
import { connect, type OpenSessions } from '../../organization/clients.ts';
import type { Account } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { readLedger } from '../../scenarios/ledger.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';
import type { Damage, Owner } from '../../scenarios/tamper-protection/damages/damage.ts';
import { damages } from '../../scenarios/tamper-protection/damages/index.ts';
import { trailDamages } from '../../scenarios/tamper-protection/damages/management.ts';
import { worldOf } from '../../scenarios/world.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const regions = ['us-east-1', 'eu-west-1'];
const administrator = 'Administrator';

const names: Readonly<Record<Owner, string>> = {
  ManagementAccount: 'Management',
  SecurityAccount: 'Security',
  LogArchiveAccount: 'Log Archive',
  ProductionAccount: 'Production',
  DevelopmentAccount: 'Development',
  SandboxAccount: 'Sandbox',
};

/** The organization with all policies on each of its units. */
const protectedEverywhere = (text: string): string =>
  text
    .replace(/ServiceControlPolicies:\n\s+- !Ref ProtectDetection\n\s+- !Ref ProtectBaseline\n/, '')
    .replaceAll(
      /( +)OrganizationalUnitName: (Security|Workloads|Sandbox)\n/g,
      '$&$1ServiceControlPolicies: [!Ref ProtectDetection, !Ref ProtectBaseline, !Ref ProtectBuses]\n',
    );

describe('an organization that is attacked from inside', () => {
  let rehearsal: Rehearsal;
  let accounts: readonly Account[];
  let administrators: OpenSessions;

  const idOf = (owner: Owner): string =>
    accounts.find(({ name }) => name === names[owner])?.id ?? '';

  const attackOf = async ({ account, region = 'us-east-1' }: Damage, sessions: OpenSessions) => {
    const accountId = idOf(account);
    const { clients } = await sessions.open(accountId);
    return { accountId, region, clients: clients(region) };
  };

  before(async function () {
    this.timeout(600_000);
    rehearsal = await Rehearsal.open({ config, tasksFile, regions });
    const organizationText = protectedEverywhere(rehearsal.organizationText);
    await rehearsal.requireSuccess(await rehearsal.perform({ organizationText }));
    accounts = await listAccounts(rehearsal);
    const { managementAccountId, ...connection } = rehearsal.connection;
    for (const owner of Object.keys(names) as Owner[]) {
      const { clients } = await sessionsOf(rehearsal).open(idOf(owner));
      await clients('us-east-1').iam.send(
        new CreateRoleCommand({
          RoleName: administrator,
          AssumeRolePolicyDocument: trust(managementAccountId),
        }),
      );
      await clients('us-east-1').iam.send(
        new PutRolePolicyCommand({
          ...{ RoleName: administrator, PolicyName: 'everything', PolicyDocument: everything },
        }),
      );
    }
    // So that there is a subscription to end.
    await rehearsal.aws.control('POST', '/sns/confirm', {
      topicArn: `arn:aws:sns:us-east-1:${idOf('SecurityAccount')}:ofn-audit-alerts`,
      endpoint: 'security-alerts@example.com',
    });
    administrators = await connect({ ...connection, roleName: administrator });
  });

  after(async () => {
    administrators?.close();
    await rehearsal?.close();
  });

  for (const damage of damages.filter(({ policy }) => policy !== undefined)) {
    it(`denies by policy an administrator of ${names[damage.account]} who ${damage.name}`, async () => {
      const attack = await attackOf(damage, administrators);

      const error = await damage.does(attack).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );

      expect(error, 'nothing was denied').not.to.equal(undefined);
      expect(String(error)).to.match(/explicit deny in a service control policy/);
    });
  }

  it('has no hole after all of these', async function () {
    this.timeout(300_000);

    expect(holes(await ledger())).to.deep.equal([]);
  });

  it('names in the ledger what was done where no policy denies it, and nothing else', async function () {
    this.timeout(300_000);
    const failed: string[] = [];
    for (const damage of damages.filter((one) => 'service' in one.ledger)) {
      await damage
        .does(await attackOf(damage, sessionsOf(rehearsal)))
        .catch((error: unknown) => failed.push(`${damage.name}: ${error}`));
    }
    expect(failed).to.deep.equal([]);

    const cells = await ledger();

    const expected = damages.flatMap(({ account, region = 'us-east-1', ledger }) =>
      'service' in ledger
        ? accounts
            .filter(({ name }) => ledger.isOfAllAccounts || name === names[account])
            .map(({ name }) => `${name} ${region} ${ledger.service}`)
        : [],
    );
    expect(holes(cells)).to.have.members([...new Set(expected)]);
    const unsaid = damages.filter(({ account, region = 'us-east-1', ledger }) => {
      const cell =
        'service' in ledger &&
        cells.find(
          (one) =>
            one.name === names[account] && one.region === region && one.service === ledger.service,
        );
      return cell && 'says' in ledger && !ledger.says.test(cell.reason ?? '');
    });
    const said = unsaid.map(({ name, account, region = 'us-east-1', ledger }) => {
      const service = 'service' in ledger ? ledger.service : '';
      const cell = cells.find(
        (one) => one.name === names[account] && one.region === region && one.service === service,
      );
      return `${name}: ${'says' in ledger ? ledger.says : ''}, in: ${cell?.reason}`;
    });
    expect(said).to.deep.equal([]);
  });

  it('names a trail that is stopped, or that records less, in the cells of all accounts', async function () {
    this.timeout(300_000);
    for (const damage of trailDamages) {
      await damage.does(await attackOf(damage, sessionsOf(rehearsal)));
    }

    const cells = await ledger();

    const ofTrail = cells.filter(({ service }) => service === 'cloud-trail');
    expect(ofTrail.map(({ ok }) => ok)).not.to.include(true);
  });

  const ledger = async (): Promise<Cell[]> => {
    const world = await worldOf(rehearsal);
    if (!world) {
      throw new Error('expected a parameters file');
    }
    return readLedger(world, () => undefined);
  };
});

const holes = (cells: readonly Cell[]): string[] =>
  cells.filter(({ ok }) => !ok).map(({ name, region, service }) => `${name} ${region} ${service}`);

const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

const trust = (accountId: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
      },
    ],
  });
