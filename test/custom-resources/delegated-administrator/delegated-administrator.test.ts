import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { delegatedAdministrator } from '../../../custom-resources/delegated-administrator/delegated-administrator.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const LIST = 'ListDelegatedServicesForAccount';
const REGISTER = 'RegisterDelegatedAdministrator';
const DEREGISTER = 'DeregisterDelegatedAdministrator';
const CONFIG = 'config.amazonaws.com';
const RULES = 'config-multiaccountsetup.amazonaws.com';
const SECURITY = '222222222222';
const FORMER = '333333333333';

const ResourceProperties = { AccountId: SECURITY, ServicePrincipals: [CONFIG, RULES] };
const PhysicalResourceId = 'delegated-administrator';

function delegated(...principals: string[]) {
  return { DelegatedServices: principals.map((ServicePrincipal) => ({ ServicePrincipal })) };
}

function setUp(responses: Answers) {
  const { client, commands } = fakeClient<OrganizationsClient>(responses);
  const settings = { writeIntervalMs: 1000 };
  return { definition: delegatedAdministrator({ organizations: client }, settings), commands };
}

const success = {
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'delegated-administrator',
  data: { AccountId: SECURITY, ServicePrincipalCount: 2 },
};

describe('delegatedAdministrator', () => {
  it('registers on Create what is not registered yet, at most once a second', async () => {
    const { definition, commands } = setUp({
      [LIST]: [awsError('AccountNotRegisteredException'), delegated(CONFIG, RULES)],
      [REGISTER]: [{}, {}],
    });

    const { answers, pauses } = await run(
      definition,
      sampleEvent('create', { ResourceProperties }),
    );

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      [LIST, { AccountId: SECURITY }],
      [REGISTER, { AccountId: SECURITY, ServicePrincipal: CONFIG }],
      [REGISTER, { AccountId: SECURITY, ServicePrincipal: RULES }],
      [LIST, { AccountId: SECURITY }],
    ]);
    expect(pauses).to.deep.equal([1000]);
  });

  it('finds on the second page what is registered', async () => {
    const { definition, commands } = setUp({
      [LIST]: [{ ...delegated(CONFIG), NextToken: 'more' }, delegated(RULES)],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      [LIST, { AccountId: SECURITY }],
      [LIST, { AccountId: SECURITY, NextToken: 'more' }],
    ]);
  });

  it('registers a new account on Update and leaves the former, under the same id', async () => {
    const { definition, commands } = setUp({
      [LIST]: [delegated(), delegated(CONFIG, RULES)],
      [REGISTER]: [{}, {}],
    });
    const OldResourceProperties = { AccountId: FORMER, ServicePrincipals: [CONFIG] };
    const event = sampleEvent('update', {
      ResourceProperties,
      OldResourceProperties,
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands.map(([name]) => name)).to.deep.equal([LIST, REGISTER, REGISTER, LIST]);
  });

  it('deregisters the former account last with OnDelete deregister', async () => {
    const { definition, commands } = setUp({
      [LIST]: [delegated(CONFIG), delegated(CONFIG, RULES), delegated(CONFIG)],
      [REGISTER]: [{}],
      [DEREGISTER]: [{}],
    });
    const event = sampleEvent('update', {
      ResourceProperties: { ...ResourceProperties, OnDelete: 'deregister' },
      OldResourceProperties: { AccountId: FORMER, ServicePrincipals: [CONFIG, RULES] },
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      [LIST, { AccountId: SECURITY }],
      [REGISTER, { AccountId: SECURITY, ServicePrincipal: RULES }],
      [LIST, { AccountId: SECURITY }],
      [LIST, { AccountId: FORMER }],
      [DEREGISTER, { AccountId: FORMER, ServicePrincipal: CONFIG }],
    ]);
  });

  it('deregisters a service that left the list with OnDelete deregister', async () => {
    const { definition, commands } = setUp({
      [LIST]: [delegated(CONFIG, RULES), delegated(CONFIG, RULES)],
      [DEREGISTER]: [{}],
    });
    const event = sampleEvent('update', {
      ResourceProperties: {
        AccountId: SECURITY,
        ServicePrincipals: [CONFIG],
        OnDelete: 'deregister',
      },
      OldResourceProperties: ResourceProperties,
      PhysicalResourceId,
    });

    await run(definition, event);

    expect(commands).to.deep.equal([
      [LIST, { AccountId: SECURITY }],
      [LIST, { AccountId: SECURITY }],
      [DEREGISTER, { AccountId: SECURITY, ServicePrincipal: RULES }],
    ]);
  });

  it('leaves the account registered when it is deleted', async () => {
    const { definition, commands } = setUp({});

    const { answers } = await run(
      definition,
      sampleEvent('delete', { ResourceProperties, PhysicalResourceId }),
    );

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([]);
  });

  it('deregisters on Delete with OnDelete deregister, also what is gone meanwhile', async () => {
    const { definition, commands } = setUp({
      [LIST]: [delegated(CONFIG, RULES)],
      [DEREGISTER]: [awsError('AccountNotRegisteredException'), {}],
    });
    const event = sampleEvent('delete', {
      ResourceProperties: { ...ResourceProperties, OnDelete: 'deregister' },
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([
      [LIST, { AccountId: SECURITY }],
      [DEREGISTER, { AccountId: SECURITY, ServicePrincipal: CONFIG }],
      [DEREGISTER, { AccountId: SECURITY, ServicePrincipal: RULES }],
    ]);
  });

  it('deletes what is not registered at all', async () => {
    const { definition, commands } = setUp({ [LIST]: [awsError('AccountNotRegisteredException')] });
    const event = sampleEvent('delete', {
      ResourceProperties: { ...ResourceProperties, OnDelete: 'deregister' },
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([[LIST, { AccountId: SECURITY }]]);
  });

  it('fails when it is denied', async () => {
    const { definition } = setUp({ [LIST]: [awsError('AccessDeniedException', 'You may not')] });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason: 'stream: AccessDeniedException: You may not',
        physicalId: 'delegated-administrator:not-created',
      },
    ]);
  });

  const malformed: [properties: object, reason: string][] = [
    [
      { AccountId: 'security' },
      'stream: AccountId is "security": set it to an account id of 12 digits',
    ],
    [
      { ServicePrincipals: ['guardduty.amazonaws.com'] },
      'stream: ServicePrincipals[0] is guardduty.amazonaws.com, which has its own API to register: ' +
        'remove it and use Custom::GuardDutyAdministrator of guard-duty-organization',
    ],
    [
      { ServicePrincipals: ['cloudtrail.amazonaws.com'] },
      'stream: ServicePrincipals[0] is cloudtrail.amazonaws.com, which has its own API to register: ' +
        'remove it and use cloudtrail:RegisterOrganizationDelegatedAdmin',
    ],
  ];
  for (const [properties, reason] of malformed) {
    it(`calls nothing for ${JSON.stringify(properties)}`, async () => {
      const { definition, commands } = setUp({});
      const event = sampleEvent('create', {
        ResourceProperties: { ...ResourceProperties, ...properties },
      });

      const { answers } = await run(definition, event);

      expect(answers.map((answer) => answer.reason)).to.deep.equal([reason]);
      expect(commands).to.deep.equal([]);
    });
  }
});
