import path from 'node:path';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { scenarios } from '../../scenarios/index.ts';
import type { World } from '../../scenarios/scenario.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';
import { worldOf } from '../../scenarios/world.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const region = 'us-east-1';
const match = '{config-rules,sign-in-monitoring,trail-alarms}';
const capabilities = ['alerts', 'config-rules', 'findings', 'sign-in-monitoring', 'trail-alarms'];

describe('alerts on topics that a customer managed key encrypts', function () {
  this.timeout(600_000);
  let rehearsal: Rehearsal;
  let world: World;

  /** A key as templates/alerts/README.md describes it. @returns its id */
  async function createKey(accountId: string, services: readonly string[]): Promise<string> {
    const { kms } = (await sessionsOf(rehearsal).open(accountId)).clients(region);
    const statement = (principal: object, actions: readonly string[]) => ({
      ...{ Effect: 'Allow', Principal: principal, Action: actions, Resource: '*' },
    });
    const Statement = [
      statement({ AWS: `arn:aws:iam::${accountId}:root` }, ['kms:*']),
      statement({ Service: services }, ['kms:GenerateDataKey*', 'kms:Decrypt']),
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
    return KeyMetadata?.KeyId ?? '';
  }

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, match, regions: [region] });
    await rehearsal.requireSuccess(await rehearsal.perform({ match: 'Organization' }));
    const accounts = await listAccounts(rehearsal);
    const security = accounts.find(({ name }) => name === 'Security')?.id ?? '';
    const { managementAccountId } = rehearsal.seeded;
    const alarms = 'cloudwatch.amazonaws.com';
    const parameters = {
      alertTopicKey: await createKey(security, ['events.amazonaws.com', alarms]),
      alarmTopicKey: await createKey(managementAccountId, [alarms]),
    };
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));
    world = (await worldOf(rehearsal)) as World;
  });

  after(() => rehearsal.close());

  const played = scenarios.filter(
    ({ capability, fromAccounts = 0 }) => capabilities.includes(capability) && fromAccounts === 0,
  );

  for (const { capability, name, applies, run } of played) {
    it(`reach subscribers: ${capability} ${name}`, async () => {
      expect(applies(world), 'is not played here').to.equal(true);
      expect(await run(world)).to.be.a('string');
    });
  }
});
