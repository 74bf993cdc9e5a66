import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { guardDutyOrganization } from '../../../custom-resources/guard-duty-organization/organization.ts';
import { type Answers, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const PhysicalResourceId = 'guard-duty-organization';
const ManagedBy = 'GUARDDUTY_POLICY';
const ResourceProperties = {
  AutoEnable: 'ALL',
  Features: ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS=off', 'RDS_LOGIN_EVENTS'],
};
const member = { AccountId: '111111111111', Email: 'a@example.com' };

/** A policy manages S3 and EKS, and not RDS. */
const features = [
  { Name: 'S3_DATA_EVENTS', Status: 'DISABLED', ManagedBy },
  { Name: 'EKS_AUDIT_LOGS', Status: 'ENABLED', ManagedBy },
  { Name: 'RDS_LOGIN_EVENTS', Status: 'DISABLED' },
];
const answers = {
  ListDetectors: [{ DetectorIds: ['d1'] }],
  GetDetector: [{ Status: 'ENABLED', Features: features }],
  UpdateDetector: [{}],
  DescribeOrganizationConfiguration: [{ AutoEnableOrganizationMembers: 'NONE', Features: [] }],
  UpdateOrganizationConfiguration: [{}],
  ListMembers: [{ Members: [] }],
  CreateMembers: [{ UnprocessedAccounts: [] }],
  DescribeOrganization: [{ Organization: { MasterAccountId: '111111111111' } }],
};
const foundational = { Name: 'CLOUD_TRAIL', Status: 'ENABLED', ManagedBy };

function setUp(responses: Answers) {
  const { client, commands } = fakeClient<GuardDutyClient>(responses);
  const organizations = fakeClient<OrganizationsClient>(responses).client;
  return {
    definition: guardDutyOrganization({ guardDuty: client, organizations }, 'eu-west-1'),
    commands,
  };
}

describe('guardDutyOrganization under a GUARDDUTY_POLICY', () => {
  it('writes no feature that the policy manages, and the others', async () => {
    const { definition, commands } = setUp(answers);

    const result = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(result.answers.map(({ status }) => status)).to.deep.equal(['SUCCESS']);
    expect(commands.filter(([name]) => name.startsWith('Update'))).to.deep.equal([
      [
        'UpdateDetector',
        {
          DetectorId: 'd1',
          Enable: true,
          Features: [{ Name: 'RDS_LOGIN_EVENTS', Status: 'ENABLED' }],
        },
      ],
      [
        'UpdateOrganizationConfiguration',
        {
          DetectorId: 'd1',
          AutoEnableOrganizationMembers: 'ALL',
          Features: [{ Name: 'RDS_LOGIN_EVENTS', AutoEnable: 'ALL' }],
        },
      ],
    ]);
  });

  it('leaves auto-enable as it is where the policy enables GuardDuty: it has no effect', async () => {
    const { definition, commands } = setUp({
      ...answers,
      GetDetector: [{ Status: 'ENABLED', Features: [foundational, ...features] }],
    });

    const result = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(result.answers.map(({ status }) => status)).to.deep.equal(['SUCCESS']);
    expect(commands.map(([name]) => name)).not.to.include('UpdateOrganizationConfiguration');
  });

  it('leaves what the policy manages of the management account', async () => {
    const { definition, commands } = setUp({
      ...answers,
      GetDetector: [{ Status: 'ENABLED', Features: [foundational] }],
      ListMembers: [{ Members: [member] }],
      GetMemberDetectors: [
        { MemberDataSourceConfigurations: [{ AccountId: '111111111111', Features: features }] },
      ],
      UpdateMemberDetectors: [{ UnprocessedAccounts: [] }],
    });

    await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(commands.filter(([name]) => name === 'UpdateMemberDetectors')).to.deep.equal([
      [
        'UpdateMemberDetectors',
        {
          DetectorId: 'd1',
          AccountIds: ['111111111111'],
          Features: [{ Name: 'RDS_LOGIN_EVENTS', Status: 'ENABLED' }],
        },
      ],
    ]);
  });

  it('logs which features the policy manages', async () => {
    const { definition } = setUp(answers);

    const { logged } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(logged).to.deep.include({
      message: 'A policy of the organization manages features',
      action: 'leave-managed',
      detectorId: 'd1',
      features: ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS'],
    });
  });

  it('ends no auto-enable on Delete that the policy stands for', async () => {
    const { definition, commands } = setUp({
      ...answers,
      GetDetector: [{ Status: 'ENABLED', Features: [foundational] }],
    });
    const properties = { ...ResourceProperties, OnDelete: 'disable' };
    const event = sampleEvent('delete', { ResourceProperties: properties, PhysicalResourceId });

    const result = await run(definition, event);

    expect(result.answers.map(({ status }) => status)).to.deep.equal(['SUCCESS']);
    expect(commands.map(([name]) => name)).to.deep.equal(['ListDetectors', 'GetDetector']);
  });
});
