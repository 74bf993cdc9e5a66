import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { guardDutyAdministrator } from '../../../custom-resources/guard-duty-organization/administrator.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const SECURITY = '222222222222';
const ResourceProperties = { AdminAccountId: SECURITY };
const PhysicalResourceId = 'guard-duty-administrator';
const detector = {
  ListDetectors: [{ DetectorIds: ['d1'] }],
  GetDetector: [{ Status: 'ENABLED' }],
};
const nobody = { AdminAccounts: [] };
const designated = { AdminAccounts: [{ AdminAccountId: SECURITY, AdminStatus: 'ENABLED' }] };

function setUp(responses: Answers) {
  const { client, commands } = fakeClient<GuardDutyClient>(responses);
  const organizations = fakeClient<OrganizationsClient>({}).client;
  const clients = { guardDuty: client, organizations };
  return { definition: guardDutyAdministrator(clients, 'eu-west-1'), commands };
}

const success = {
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'guard-duty-administrator',
  data: { DetectorId: 'd1' },
};

describe('guardDutyAdministrator', () => {
  it('creates a detector where there is none, then designates the administrator', async () => {
    const { definition, commands } = setUp({
      ListDetectors: [{ DetectorIds: [] }],
      CreateDetector: [{ DetectorId: 'd1' }],
      GetDetector: [{ Status: 'ENABLED' }],
      ListOrganizationAdminAccounts: [nobody, designated],
      EnableOrganizationAdminAccount: [{}],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      ['ListDetectors', {}],
      ['CreateDetector', { Enable: true }],
      ['GetDetector', { DetectorId: 'd1' }],
      ['ListOrganizationAdminAccounts', {}],
      ['EnableOrganizationAdminAccount', { AdminAccountId: SECURITY }],
      ['ListOrganizationAdminAccounts', {}],
    ]);
  });

  it('writes nothing on Update when all is as it should be, under the same id', async () => {
    const { definition, commands } = setUp({
      ...detector,
      ListOrganizationAdminAccounts: [designated],
    });
    const event = sampleEvent('update', { ResourceProperties, PhysicalResourceId });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      ['ListDetectors', {}],
      ['GetDetector', { DetectorId: 'd1' }],
      ['ListOrganizationAdminAccounts', {}],
    ]);
  });

  it('resumes a detector that is suspended and never replaces it', async () => {
    const { definition, commands } = setUp({
      ...detector,
      GetDetector: [{ Status: 'DISABLED' }],
      UpdateDetector: [{}],
      ListOrganizationAdminAccounts: [designated],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([success]);
    expect(commands.slice(0, 3)).to.deep.equal([
      ['ListDetectors', {}],
      ['GetDetector', { DetectorId: 'd1' }],
      ['UpdateDetector', { DetectorId: 'd1', Enable: true }],
    ]);
  });

  it('adopts a detector that appears while it creates one', async () => {
    const { definition, commands } = setUp({
      ...detector,
      ListDetectors: [{ DetectorIds: [] }, { DetectorIds: ['d1'] }],
      CreateDetector: [awsError('BadRequestException', 'a detector already exists')],
      ListOrganizationAdminAccounts: [designated],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([success]);
    expect(commands.slice(0, 3).map(([name]) => name)).to.deep.equal([
      'ListDetectors',
      'CreateDetector',
      'ListDetectors',
    ]);
  });

  it('finds the administrator on the second page', async () => {
    const { definition, commands } = setUp({
      ...detector,
      ListOrganizationAdminAccounts: [{ ...nobody, NextToken: 'more' }, designated],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([success]);
    expect(commands.slice(2)).to.deep.equal([
      ['ListOrganizationAdminAccounts', {}],
      ['ListOrganizationAdminAccounts', { NextToken: 'more' }],
    ]);
  });

  const transient = [
    awsError('BadRequestException', 'rejected because an invalid or out-of-range value is given'),
    awsError('InternalServerErrorException'),
  ];
  for (const error of transient) {
    it(`tries again after ${error.name}, while a role is just becoming known`, async () => {
      const { definition, commands } = setUp({
        ...detector,
        ListOrganizationAdminAccounts: [nobody, designated],
        EnableOrganizationAdminAccount: [error, {}],
      });

      const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

      expect(answers).to.deep.equal([success]);
      expect(commands.filter(([name]) => name === 'EnableOrganizationAdminAccount')).to.have.length(
        2,
      );
    });
  }

  it('fails at once for another bad request', async () => {
    const { definition, commands } = setUp({
      ...detector,
      ListOrganizationAdminAccounts: [nobody],
      EnableOrganizationAdminAccount: [awsError('BadRequestException', 'not in organization')],
    });

    const { answers, pauses } = await run(
      definition,
      sampleEvent('create', { ResourceProperties }),
    );

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason: 'stream: BadRequestException: not in organization',
        physicalId: 'guard-duty-administrator:not-created',
      },
    ]);
    expect(commands).to.have.length(4);
    expect(pauses).to.deep.equal([]);
  });

  for (const name of ['AccessDeniedException', 'TooManyRequestsException']) {
    it(`fails for ${name}`, async () => {
      const { definition } = setUp({ ListDetectors: [awsError(name, 'No')] });

      const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

      expect(answers[0]?.reason).to.equal(`stream: ${name}: No`);
    });
  }

  const others: [status: string, id: string, reason: RegExp][] = [
    ['ENABLED', '333333333333', /^stream: 222222222222 cannot .* since 333333333333 is: set /],
    ['DISABLE_IN_PROGRESS', SECURITY, /^stream: GuardDuty is still removing its administrator 222/],
  ];
  for (const [AdminStatus, AdminAccountId, reason] of others) {
    it(`never replaces an administrator that is ${AdminStatus}`, async () => {
      const { definition, commands } = setUp({
        ...detector,
        ListOrganizationAdminAccounts: [{ AdminAccounts: [{ AdminAccountId, AdminStatus }] }],
      });

      const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

      expect(answers[0]?.reason).to.match(reason);
      expect(commands).to.have.length(3);
    });
  }

  it('leaves the administrator when it is deleted', async () => {
    const { definition, commands } = setUp({});
    const event = sampleEvent('delete', { ResourceProperties, PhysicalResourceId });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([]);
  });

  it('removes the administrator on Delete with OnDelete disable, but no detector', async () => {
    const { definition, commands } = setUp({
      ListOrganizationAdminAccounts: [designated],
      DisableOrganizationAdminAccount: [{}],
    });
    const event = sampleEvent('delete', {
      ResourceProperties: { ...ResourceProperties, OnDelete: 'disable' },
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([
      ['ListOrganizationAdminAccounts', {}],
      ['DisableOrganizationAdminAccount', { AdminAccountId: SECURITY }],
    ]);
  });

  it('deletes what is not an administrator any more', async () => {
    const { definition, commands } = setUp({ ListOrganizationAdminAccounts: [nobody] });
    const event = sampleEvent('delete', {
      ResourceProperties: { ...ResourceProperties, OnDelete: 'disable' },
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([{ ...success, data: undefined }]);
    expect(commands).to.deep.equal([['ListOrganizationAdminAccounts', {}]]);
  });

  it('calls nothing when a property is malformed', async () => {
    const { definition, commands } = setUp({});
    const event = sampleEvent('create', { ResourceProperties: { AdminAccountId: 'security' } });

    const { answers } = await run(definition, event);

    expect(answers[0]?.reason).to.equal(
      'stream: AdminAccountId is "security": set it to an account id of 12 digits',
    );
    expect(commands).to.deep.equal([]);
  });
});
