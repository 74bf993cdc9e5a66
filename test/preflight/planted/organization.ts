import {
  AcceptHandshakeCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  EnableAWSServiceAccessCommand,
  InviteAccountToOrganizationCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import type { Planted, World } from './world.ts';

/** An invitation of an account, which has another owner. @returns its id */
async function invite({ clients, ids }: World, logicalName: string): Promise<string | undefined> {
  const { organizations } = await clients('ManagementAccount');
  const { Handshake } = await organizations.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: ids[logicalName], Type: 'ACCOUNT' } }),
  );
  return Handshake?.Id;
}

/** Services, accounts and regions of an organization that has been used. */
export const organization: Planted = {
  kinds: [
    'policy-type-off',
    'stack-sets-not-activated',
    'service-administered-elsewhere',
    'account-not-active',
    'account-undeclared',
    'account-unreachable',
    'account-invited',
    'account-unknown',
    'region-not-enabled',
    'region-enabled-since',
    'region-of-every-account',
  ],
  parameters: {
    optInExclusions: ['me-south-1=DevelopmentAccount', 'eu-west-1=SandboxAccount'],
  },
  declares: {
    InvitedAccount: '888888888888',
    RolelessAccount: '999999999999',
    LostAccount: '121212121212',
  },
  async plant(world) {
    const { organizations } = await world.clients('ManagementAccount');
    const trusted = ['member.org.stacksets.cloudformation', 'access-analyzer'];
    for (const name of trusted) {
      const ServicePrincipal = `${name}.amazonaws.com`;
      await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    }
    await organizations.send(
      new RegisterDelegatedAdministratorCommand({
        AccountId: world.ids['ProductionAccount'],
        ServicePrincipal: 'access-analyzer.amazonaws.com',
      }),
    );
    await organizations.send(new CloseAccountCommand({ AccountId: world.ids['ClosedAccount'] }));
    const legacy = { AccountName: 'Legacy', Email: 'legacy@example.com' };
    await organizations.send(new CreateAccountCommand(legacy));
    await world.stranger('InvitedAccount');
    await invite(world, 'InvitedAccount');
    const roleless = await world.stranger('RolelessAccount');
    const HandshakeId = await invite(world, 'RolelessAccount');
    await roleless.organizations.send(new AcceptHandshakeCommand({ HandshakeId }));
    await world.control('POST', `/accounts/${world.ids['SandboxAccount']}/regions`, {
      region: 'me-south-1',
      status: 'DISABLED',
    });
  },
};
