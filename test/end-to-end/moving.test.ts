import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ContinueUpdateRollbackCommand } from '@aws-sdk/client-cloudformation';
import {
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedServicesForAccountCommand,
} from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { parseDocument } from 'yaml';
import { runPreflight } from '../../preflight/preflight.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');

const services = ['access-analyzer', 'config', 'config-multiaccountsetup'];
const principals = (names: readonly string[]) => names.map((name) => `${name}.amazonaws.com`);

/** The task file in which the stack of organization-access, and nothing else, has other parameters. */
function tasksWith(parameters: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(readFileSync(tasksFile, 'utf8'), { logLevel: 'silent' });
  for (const [name, value] of Object.entries(parameters)) {
    document.setIn(['OrganizationAccess', 'Parameters', name], document.createNode(value));
  }
  return document.toString();
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
describe('a changed delegation', () => {
  let rehearsal: Rehearsal;

  beforeEach(async () => {
    rehearsal = await Rehearsal.open({
      ...{ config, tasksFile, regions: ['us-east-1'] },
      match: 'organization-access',
    });
  });

  afterEach(() => rehearsal?.close());

  const perform = (parameters: Readonly<Record<string, unknown>> = {}) =>
    rehearsal.perform({ tasksText: tasksWith(parameters) });
  const succeed = async (parameters = {}) => rehearsal.requireSuccess(await perform(parameters));
  const organizations = async () => {
    const { managementAccountId } = rehearsal.seeded;
    return (await sessionsOf(rehearsal).open(managementAccountId)).clients('us-east-1')
      .organizations;
  };
  const idOf = async (name: string) =>
    (await listAccounts(rehearsal)).find((account) => account.name === name)?.id ?? '';
  const delegatedTo = async (name: string): Promise<(string | undefined)[]> => {
    const AccountId = await idOf(name);
    const command = new ListDelegatedServicesForAccountCommand({ AccountId });
    const { DelegatedServices = [] } = await (await organizations()).send(command);
    return DelegatedServices.map(({ ServicePrincipal }) => ServicePrincipal);
  };
  const statusOf = async (stackName: string) => {
    const stacks = (await rehearsal.aws.control('GET', '/stacks')) as {
      name: string;
      status: string;
    }[];
    return stacks.find(({ name }) => name === stackName)?.status;
  };

  it('rolls back when AWS refuses another account, and the next deployment updates the stack', async () => {
    await succeed();

    const refused = await perform({ securityAccount: await idOf('Production') });
    const rolledBack = await statusOf('ofn-audit-organization-access');
    await succeed({ logRetentionDays: 30 });

    expect(refused.exitCode).not.to.equal(0);
    expect(refused.output).to.include('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE');
    expect(rolledBack).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(await delegatedTo('Security')).to.have.members(principals(services));
    expect(await statusOf('ofn-audit-organization-access')).to.equal('UPDATE_COMPLETE');
  });

  it('leaves a stack stuck when the roll-back fails, which preflight names with what frees it', async () => {
    const StackName = 'ofn-audit-organization-access';
    await succeed();
    const fault = { service: 'organizations', action: 'ListDelegatedServicesForAccount', times: 9 };
    await rehearsal.aws.control('POST', '/faults', { ...fault, error: 'AccessDeniedException' });
    await perform({ securityAccount: await idOf('Production') });
    await rehearsal.aws.control('DELETE', '/faults');
    const stuck = await statusOf(StackName);

    const { findings } = await runPreflight({
      ...{ tasksFile, parametersText: rehearsal.parametersText ?? '' },
      ...{ sessions: sessionsOf(rehearsal), roleName: rehearsal.connection.roleName },
    });
    const found = findings.find(({ kind }) => kind === 'stack-update-rollback-failed');
    const [, ...skipped] = found?.remedy.split('--resources-to-skip')[1]?.split(' ') ?? [];
    const management = await sessionsOf(rehearsal).open(rehearsal.seeded.managementAccountId);
    const { cloudFormation } = management.clients('us-east-1');
    await cloudFormation.send(
      new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: skipped }),
    );
    await succeed({ logRetentionDays: 30 });

    expect(stuck).to.equal('UPDATE_ROLLBACK_FAILED');
    expect(found?.remedy).to.include(`continue-update-rollback --stack-name ${StackName}`);
    expect(skipped).to.deep.equal(['DelegatedAdministrator']);
    expect(await statusOf(StackName)).to.equal('UPDATE_COMPLETE');
    expect(await delegatedTo('Security')).to.have.members(principals(services));
  });

  it('ends for services that leave the lists with onRemoval: disable, which the roles then allow', async () => {
    const trustedServices = principals([...services, 'cloudtrail']);
    await succeed({ onRemoval: 'disable', trustedServices });

    await succeed({
      onRemoval: 'disable',
      trustedServices: principals(services),
      delegatedServices: principals(services.slice(0, 2)),
    });

    const command = new ListAWSServiceAccessForOrganizationCommand({});
    const { EnabledServicePrincipals = [] } = await (await organizations()).send(command);
    const trusted = EnabledServicePrincipals.map(({ ServicePrincipal }) => ServicePrincipal);
    expect(trusted).not.to.include('cloudtrail.amazonaws.com');
    expect(await delegatedTo('Security')).to.have.members(principals(services.slice(0, 2)));
  });
});
