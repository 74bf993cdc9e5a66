import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { trustedAccess } from '../../../custom-resources/trusted-access/trusted-access.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';
const DENIED = awsError('AccessDenied', 'not authorized to perform: iam:GetRole');

/** An organization with both switches; each call turns what AWS says that it turns. */
function setUp(trusted: boolean, activated: boolean, refused?: Error) {
  const state = { trusted, activated };
  const sent: string[] = [];
  const list = () => ({
    EnabledServicePrincipals: state.trusted ? [{ ServicePrincipal: PRINCIPAL }] : [],
  });
  const actions: Record<string, () => object> = {
    ListAWSServiceAccessForOrganization: list,
    DescribeOrganizationsAccess: () => ({ Status: state.activated ? 'ENABLED' : 'DISABLED' }),
    EnableAWSServiceAccess: () => Object.assign(state, { trusted: true }),
    DisableAWSServiceAccess: () => Object.assign(state, { trusted: false }),
    ActivateOrganizationsAccess: () => {
      if (refused) {
        throw refused;
      }
      return Object.assign(state, { trusted: true, activated: true });
    },
    DeactivateOrganizationsAccess: () => Object.assign(state, { trusted: false, activated: false }),
  };
  const send = async (command: object) => {
    const name = command.constructor.name.replace(/Command$/, '');
    if (!/^(List|Describe)/.test(name)) {
      sent.push(name);
    }
    return actions[name]?.();
  };
  const client = { send } as unknown;
  const definition = trustedAccess(
    {
      organizations: client as Pick<OrganizationsClient, 'send'>,
      cloudformation: client as Pick<CloudFormationClient, 'send'>,
      iam: client as Pick<IAMClient, 'send'>,
    },
    { writeIntervalMs: 1000 },
  );
  return { definition, sent, state };
}

const properties = (more: object = {}) => ({
  ResourceProperties: { ServicePrincipals: [PRINCIPAL], ...more },
});

// https://github.com/pepperize/cdk-organizations/issues/1718
describe('trustedAccess of StackSets', () => {
  it('activates them through CloudFormation alone', async () => {
    const { definition, sent, state } = setUp(false, false);

    const { answers } = await run(definition, sampleEvent('create', properties()));

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(sent).to.deep.equal(['ActivateOrganizationsAccess']);
    expect(state).to.deep.equal({ trusted: true, activated: true });
  });

  it('activates them where AWS Organizations alone trusts them', async () => {
    const { definition, sent, state } = setUp(true, false);

    const { answers } = await run(definition, sampleEvent('create', properties()));

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(sent).to.deep.equal(['ActivateOrganizationsAccess']);
    expect(state).to.deep.equal({ trusted: true, activated: true });
  });

  it('enables trusted access again where it was withdrawn from activated ones', async () => {
    const { definition, sent, state } = setUp(false, true);

    const { answers } = await run(definition, sampleEvent('update', properties()));

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(sent).to.deep.equal(['EnableAWSServiceAccess']);
    expect(state).to.deep.equal({ trusted: true, activated: true });
  });

  it('writes nothing where both switches are on', async () => {
    const { definition, sent } = setUp(true, true);

    const { answers } = await run(definition, sampleEvent('create', properties()));

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(sent).to.deep.equal([]);
  });

  it('does not ask CloudFormation when they are not in the list', async () => {
    const organizations = fakeClient<OrganizationsClient>({
      ListAWSServiceAccessForOrganization: [
        { EnabledServicePrincipals: [{ ServicePrincipal: 'config.amazonaws.com' }] },
      ],
    });
    const cloudformation = fakeClient<CloudFormationClient>({});
    const clients = {
      organizations: organizations.client,
      cloudformation: cloudformation.client,
      iam: fakeClient<IAMClient>({}).client,
    };
    const event = sampleEvent('create', {
      ResourceProperties: { ServicePrincipals: ['config.amazonaws.com'] },
    });

    const { answers } = await run(trustedAccess(clients, { writeIntervalMs: 1000 }), event);

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(cloudformation.commands).to.deep.equal([]);
  });

  for (const [activated, command] of [
    [true, 'DeactivateOrganizationsAccess'],
    [false, 'DisableAWSServiceAccess'],
  ] as const) {
    it(`disables them by ${command} on Delete with OnDelete disable`, async () => {
      const { definition, sent, state } = setUp(true, activated);
      const event = sampleEvent('delete', properties({ OnDelete: 'disable' }));

      const { answers } = await run(definition, event);

      expect(answers[0]?.status).to.equal('SUCCESS');
      expect(sent).to.deep.equal([command]);
      expect(state.trusted).to.equal(false);
    });
  }

  it('fails when the activation is denied', async () => {
    const { definition } = setUp(true, false, DENIED);

    const { answers } = await run(definition, sampleEvent('create', properties()));

    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.equal(
      'stream: AccessDenied: not authorized to perform: iam:GetRole',
    );
  });
});
