import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { parseDocument } from 'yaml';
import { readTrailLogCopy } from '../../coverage/checks/trail-log-copy.ts';
import { connect } from '../../organization/clients.ts';
import type { Clients } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import type { World } from '../../scenarios/scenario.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { callIn, copyHasWhatIsLogged, streamsWith } from '../../scenarios/trail-log-copy/copy.ts';
import { worldOf } from '../../scenarios/world.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const hour = 3_600_000;
const logGroupName = 'ofn-audit-trail-log-copy';

/** The tasks that a copy needs. */
function tasks(): string {
  const document = parseDocument(readFileSync(tasksFile, 'utf8'), { logLevel: 'silent' });
  const kept = ['Organization', 'Artifacts', 'OrganizationAccess', 'CloudTrail', 'TrailLogCopy'];
  const names = Object.keys(document.toJS()).slice(2);
  for (const name of names.filter((one) => !kept.includes(one))) {
    document.delete(name);
  }
  return document.toString();
}

const protectedSecurity = (text: string): string =>
  text.replace(
    /( +)OrganizationalUnitName: Security\n/,
    '$&$1ServiceControlPolicies: [!Ref ProtectDetection, !Ref ProtectBaseline]\n',
  );

describe('the copy of the log group of the trail', () => {
  let rehearsal: Rehearsal;
  let world: World;

  const logsOf = async (accountId: string): Promise<Clients['cloudWatchLogs']> =>
    (await sessionsOf(rehearsal).open(accountId)).clients('us-east-1').cloudWatchLogs;
  const perform = async (options: Parameters<Rehearsal['perform']>[0]) => {
    await rehearsal.requireSuccess(await rehearsal.perform({ tasksText: tasks(), ...options }));
    const found = await worldOf(rehearsal);
    if (!found) {
      throw new Error('expected a parameters file');
    }
    world = found;
  };

  before(async function () {
    this.timeout(300_000);
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    await perform({
      organizationText: protectedSecurity(rehearsal.organizationText),
      parameters: { trailLogCopy: true, terminationProtection: false },
    });
  });

  after(() => rehearsal?.close());

  it('has what is logged, and is kept as long', async () => {
    const logs = await logsOf(world.settings.logArchiveAccountId);

    await copyHasWhatIsLogged.run(world);

    const { logGroups = [] } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
    );
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).to.deep.equal([365]);
  });

  it('is changed by no administrator of the log archive account, as a policy says', async () => {
    const { logArchiveAccountId, managementAccountId } = world.settings;
    const { clients } = await sessionsOf(rehearsal).open(logArchiveAccountId);
    await makeAdministrator(clients('us-east-1').iam, managementAccountId);
    const administrators = await connect({ ...rehearsal.connection, roleName: 'Administrator' });
    const logs = (await administrators.open(logArchiveAccountId)).clients(
      'us-east-1',
    ).cloudWatchLogs;

    const answers = await Promise.allSettled([
      logs.send(new DeleteLogGroupCommand({ logGroupName })),
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 })),
    ]);
    administrators.close();

    for (const answer of answers) {
      expect(String('reason' in answer && answer.reason)).to.match(
        /explicit deny in a service control policy/,
      );
    }
  });

  it('is a hole in the ledger an hour after it lacks what the trail has logged', async () => {
    const { logArchiveAccountId } = world.settings;
    const { clients } = await sessionsOf(rehearsal).open(logArchiveAccountId);
    const target = {
      account: {
        id: logArchiveAccountId,
        name: 'Log Archive',
        email: '',
        state: 'ACTIVE' as const,
      },
      region: 'us-east-1',
      accounts: [],
      settings: world.settings,
      clients: clients('us-east-1'),
      sessions: sessionsOf(rehearsal),
    };
    const later = Date.now() + 3 * hour;
    const whole = await readTrailLogCopy(target, later);

    await empty(target.clients.cloudWatchLogs);

    const states = [whole, await readTrailLogCopy(target), await readTrailLogCopy(target, later)];
    expect(states.map(({ actual }) => actual)).to.deep.equal(['on', 'on', 'off']);
    expect(states[2]?.reason).to.match(/has no event since .*, and ofn-audit-cloud-trail has/);
  });

  it('outlives its source, which an administrator of the management account deletes', async () => {
    const { managementAccountId, securityAccountId } = world.settings;
    const management = await logsOf(managementAccountId);
    await callIn(world, securityAccountId, 'before');

    await management.send(new DeleteLogGroupCommand({ logGroupName: 'ofn-audit-cloud-trail' }));

    const { logGroups = [] } = await management.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: 'ofn-audit-cloud-trail' }),
    );
    expect(logGroups).to.deep.equal([]);
    expect(await streamsWith(world, 'before')).to.have.length(1);
  });

  it('stays when the parameter ends it, with its events', async function () {
    this.timeout(300_000);
    await perform({
      parameters: { trailLogCopy: false, terminationProtection: false },
      cleanup: true,
    });

    const stacks = (await rehearsal.aws.control('GET', '/stacks')) as { name: string }[];

    expect(stacks.filter(({ name }) => name.includes('trail-log-copy'))).to.deep.equal([]);
    expect(await streamsWith(world, 'before')).to.have.length(1);
  });
});

/** As a copy is that gets nothing. */
async function empty(logs: Clients['cloudWatchLogs']): Promise<void> {
  const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  for (const { logStreamName } of logStreams) {
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
  }
}

async function makeAdministrator(iam: Clients['iam'], managementId: string): Promise<void> {
  const RoleName = 'Administrator';
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${managementId}:root` },
  };
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(
    new PutRolePolicyCommand({
      ...{ RoleName, PolicyName: 'everything', PolicyDocument: document(statement) },
    }),
  );
}
