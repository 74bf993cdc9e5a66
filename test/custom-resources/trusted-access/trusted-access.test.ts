import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { trustedAccess } from '../../../custom-resources/trusted-access/trusted-access.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const LIST = 'ListAWSServiceAccessForOrganization';
const ENABLE = 'EnableAWSServiceAccess';
const DISABLE = 'DisableAWSServiceAccess';
const CONFIG = 'config.amazonaws.com';
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const ACCESS_ANALYZER = 'access-analyzer.amazonaws.com';
const CLOUDWATCH = 'observabilityadmin.amazonaws.com';

function listed(...principals: string[]) {
  return { EnabledServicePrincipals: principals.map((ServicePrincipal) => ({ ServicePrincipal })) };
}

function setUp(responses: Answers) {
  const organizations = fakeClient<OrganizationsClient>(responses);
  const cloudformation = fakeClient<CloudFormationClient>(responses);
  const iam = fakeClient<IAMClient>(responses);
  const clients = {
    organizations: organizations.client,
    cloudformation: cloudformation.client,
    iam: iam.client,
  };
  const definition = trustedAccess(clients, { writeIntervalMs: 1000 });
  return { definition, commands: organizations.commands, asked: iam.commands };
}

const success = {
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'trusted-access',
  data: { ServicePrincipalCount: 2 },
};

describe('trustedAccess', () => {
  it('enables on Create what is not enabled yet', async () => {
    const { definition, commands } = setUp({
      [LIST]: [listed(CONFIG), listed(CONFIG, CLOUDTRAIL)],
      [ENABLE]: [{}],
    });

    const { answers } = await run(definition, sampleEvent('create'));

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      [LIST, {}],
      [ENABLE, { ServicePrincipal: CLOUDTRAIL }],
      [LIST, {}],
    ]);
  });

  it('writes nothing when all is enabled', async () => {
    const { definition, commands } = setUp({ [LIST]: [listed(CONFIG, CLOUDTRAIL)] });

    const { answers } = await run(definition, sampleEvent('create'));

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([[LIST, {}]]);
  });

  it('finds on the second page what is enabled', async () => {
    const { definition, commands } = setUp({
      [LIST]: [{ ...listed(CONFIG), NextToken: 'more' }, listed(CLOUDTRAIL)],
    });

    const { answers } = await run(definition, sampleEvent('create'));

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      [LIST, {}],
      [LIST, { NextToken: 'more' }],
    ]);
  });

  it('writes at most once a second, then waits until all is listed', async () => {
    const { definition } = setUp({
      [LIST]: [listed(), listed(CONFIG), listed(CONFIG, CLOUDTRAIL)],
      [ENABLE]: [{}, {}],
    });

    const { answers, pauses } = await run(definition, sampleEvent('create'));

    expect(answers).to.deep.equal([success]);
    expect(pauses).to.deep.equal([1000, 5000]);
  });

  // https://github.com/aws-samples/aws-security-reference-architecture-examples/pull/47
  it('makes the role of Access Analyzer in the management account where it is missing', async () => {
    const { definition, asked } = setUp({
      [LIST]: [listed(ACCESS_ANALYZER)],
      GetRole: [awsError('NoSuchEntityException'), {}],
      CreateServiceLinkedRole: [{}],
    });
    const event = sampleEvent('create', {
      ResourceProperties: { ServicePrincipals: [ACCESS_ANALYZER] },
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: { ServicePrincipalCount: 1 } }]);
    expect(asked).to.deep.equal([
      ['GetRole', { RoleName: 'AWSServiceRoleForAccessAnalyzer' }],
      ['CreateServiceLinkedRole', { AWSServiceName: ACCESS_ANALYZER }],
      ['GetRole', { RoleName: 'AWSServiceRoleForAccessAnalyzer' }],
    ]);
  });

  it('leaves the role of CloudWatch in the management account as it is', async () => {
    const { definition, asked } = setUp({ [LIST]: [listed(CLOUDWATCH)], GetRole: [{}] });
    const event = sampleEvent('create', {
      ResourceProperties: { ServicePrincipals: [CLOUDWATCH] },
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: { ServicePrincipalCount: 1 } }]);
    expect(asked).to.deep.equal([['GetRole', { RoleName: 'AWSServiceRoleForObservabilityAdmin' }]]);
  });

  it('leaves on by default what an Update removes', async () => {
    const { definition, commands } = setUp({ [LIST]: [listed(CONFIG, CLOUDTRAIL)] });
    const event = sampleEvent('update', {
      ResourceProperties: { ServicePrincipals: [CONFIG] },
      OldResourceProperties: { ServicePrincipals: [CONFIG, CLOUDTRAIL] },
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: { ServicePrincipalCount: 1 } }]);
    expect(commands).to.deep.equal([[LIST, {}]]);
  });

  it('disables with OnDelete disable what an Update removes, under the same id', async () => {
    const { definition, commands } = setUp({
      [LIST]: [listed(CONFIG, CLOUDTRAIL)],
      [DISABLE]: [{}],
    });
    const event = sampleEvent('update', {
      ResourceProperties: { ServicePrincipals: [CONFIG], OnDelete: 'disable' },
      OldResourceProperties: { ServicePrincipals: [CLOUDTRAIL, 'not-there.amazonaws.com'] },
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: { ServicePrincipalCount: 1 } }]);
    expect(commands).to.deep.equal([
      [LIST, {}],
      [DISABLE, { ServicePrincipal: CLOUDTRAIL }],
    ]);
  });

  it('leaves everything on when it is deleted', async () => {
    const { definition, commands } = setUp({});

    const { answers } = await run(definition, sampleEvent('delete'));

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([]);
  });

  it('disables with OnDelete disable only what is listed and still enabled', async () => {
    const { definition, commands } = setUp({
      [LIST]: [listed(CONFIG, 'other.amazonaws.com')],
      [DISABLE]: [{}],
    });
    const event = sampleEvent('delete', {
      ResourceProperties: { ServicePrincipals: [CONFIG, CLOUDTRAIL], OnDelete: 'disable' },
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([
      [LIST, {}],
      [DISABLE, { ServicePrincipal: CONFIG }],
    ]);
  });

  for (const name of ['TooManyRequestsException', 'ConcurrentModificationException']) {
    it(`tries again after ${name}`, async () => {
      const { definition, commands } = setUp({
        [LIST]: [listed(CONFIG), listed(CONFIG, CLOUDTRAIL)],
        [ENABLE]: [awsError(name), {}],
      });

      const { answers, pauses } = await run(definition, sampleEvent('create'));

      expect(answers).to.deep.equal([success]);
      expect(commands.map(([command]) => command)).to.deep.equal([LIST, ENABLE, ENABLE, LIST]);
      expect(pauses).to.have.length(1);
    });
  }

  it('fails when it is denied', async () => {
    const { definition, commands } = setUp({
      [LIST]: [listed(CONFIG)],
      [ENABLE]: [awsError('AccessDeniedException', 'You may not')],
    });

    const { answers } = await run(definition, sampleEvent('create'));

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason: 'stream: AccessDeniedException: You may not',
        physicalId: 'trusted-access:not-created',
      },
    ]);
    expect(commands.map(([name]) => name)).to.deep.equal([LIST, ENABLE]);
  });

  it('fails when AWS Organizations never lists it', async () => {
    const { definition } = setUp({ [LIST]: listed(CONFIG), [ENABLE]: [{}] });

    const { answers, pauses } = await run(definition, sampleEvent('create'));

    expect(answers[0]?.reason).to.equal(
      'stream: Timed out after 55 s waiting for AWS Organizations to list trusted access of ' +
        'cloudtrail.amazonaws.com; update the stack to retry',
    );
    expect(pauses).to.have.length(11);
  });

  it('calls nothing when a property is malformed', async () => {
    const { definition, commands } = setUp({});
    const event = sampleEvent('create', { ResourceProperties: { ServicePrincipals: ['config'] } });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason:
          'stream: ServicePrincipals[0] is "config": set it to a service principal such as config.amazonaws.com',
        physicalId: 'trusted-access:not-created',
      },
    ]);
    expect(commands).to.deep.equal([]);
  });
});
