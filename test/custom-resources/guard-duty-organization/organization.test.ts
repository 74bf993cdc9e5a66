import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { guardDutyOrganization } from '../../../custom-resources/guard-duty-organization/organization.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const PhysicalResourceId = 'guard-duty-organization';
const ResourceProperties = {
  AutoEnable: 'ALL',
  Features: ['S3_DATA_EVENTS'],
  FindingPublishingFrequency: 'FIFTEEN_MINUTES',
};
const member = { AccountId: '333333333333', Email: 'c@example.com' };
const converged = {
  ListDetectors: [{ DetectorIds: ['d1'] }],
  GetDetector: [
    {
      Status: 'ENABLED',
      FindingPublishingFrequency: 'FIFTEEN_MINUTES',
      Features: [
        { Name: 'CLOUD_TRAIL', Status: 'ENABLED' },
        { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
      ],
    },
  ],
  DescribeOrganizationConfiguration: [
    {
      AutoEnableOrganizationMembers: 'ALL',
      Features: [{ Name: 'S3_DATA_EVENTS', AutoEnable: 'ALL' }],
    },
  ],
  ListMembers: [{ Members: [member] }],
  CreateMembers: [{ UnprocessedAccounts: [] }],
  DescribeOrganization: [{ Organization: { MasterAccountId: '111111111111' } }],
};

function setUp(responses: Answers) {
  const { client, commands } = fakeClient<GuardDutyClient>(responses);
  const organizations = fakeClient<OrganizationsClient>(responses).client;
  const clients = { guardDuty: client, organizations };
  return { definition: guardDutyOrganization(clients, 'eu-west-1'), commands };
}

const success = {
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'guard-duty-organization',
  data: { DetectorId: 'd1', MemberCount: 1, SkippedCount: 0 },
};

describe('guardDutyOrganization', () => {
  it('changes on Create what differs: listed features on or off, and no others', async () => {
    const { definition, commands } = setUp({
      ...converged,
      GetDetector: [
        {
          Status: 'ENABLED',
          FindingPublishingFrequency: 'SIX_HOURS',
          Features: [
            { Name: 'CLOUD_TRAIL', Status: 'ENABLED' },
            { Name: 'EKS_AUDIT_LOGS', Status: 'ENABLED' },
            { Name: 'RUNTIME_MONITORING', Status: 'ENABLED' },
          ],
        },
      ],
      DescribeOrganizationConfiguration: [
        {
          AutoEnableOrganizationMembers: 'NEW',
          Features: [
            { Name: 'EKS_AUDIT_LOGS', AutoEnable: 'NEW' },
            { Name: 'RUNTIME_MONITORING', AutoEnable: 'ALL' },
          ],
        },
      ],
      UpdateDetector: [{}],
      UpdateOrganizationConfiguration: [{}],
    });
    const Features = ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS=off'];
    const properties = { ...ResourceProperties, Features };
    const event = sampleEvent('create', { ResourceProperties: properties });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      ['ListDetectors', {}],
      ['GetDetector', { DetectorId: 'd1' }],
      [
        'UpdateDetector',
        {
          DetectorId: 'd1',
          FindingPublishingFrequency: 'FIFTEEN_MINUTES',
          Features: [
            { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
            { Name: 'EKS_AUDIT_LOGS', Status: 'DISABLED' },
          ],
        },
      ],
      ['DescribeOrganizationConfiguration', { DetectorId: 'd1' }],
      [
        'UpdateOrganizationConfiguration',
        {
          DetectorId: 'd1',
          AutoEnableOrganizationMembers: 'ALL',
          Features: [
            { Name: 'S3_DATA_EVENTS', AutoEnable: 'ALL' },
            { Name: 'EKS_AUDIT_LOGS', AutoEnable: 'NONE' },
          ],
        },
      ],
      ['ListMembers', { DetectorId: 'd1', OnlyAssociated: 'true' }],
      ['CreateMembers', { DetectorId: 'd1', AccountDetails: [member] }],
    ]);
  });

  it('writes nothing on Update when nothing differs, under the same id', async () => {
    const { definition, commands } = setUp(converged);
    const event = sampleEvent('update', { ResourceProperties, PhysicalResourceId });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands.map(([name]) => name)).to.deep.equal([
      'ListDetectors',
      'GetDetector',
      'DescribeOrganizationConfiguration',
      'ListMembers',
    ]);
  });

  it('touches no feature without a list of them, and enrols all by default', async () => {
    const { definition, commands } = setUp({
      ...converged,
      DescribeOrganizationConfiguration: [
        {
          AutoEnableOrganizationMembers: 'NONE',
          Features: [{ Name: 'EKS_AUDIT_LOGS', AutoEnable: 'NEW' }],
        },
      ],
      UpdateOrganizationConfiguration: [{}],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties: {} }));

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      ['ListDetectors', {}],
      ['GetDetector', { DetectorId: 'd1' }],
      ['DescribeOrganizationConfiguration', { DetectorId: 'd1' }],
      [
        'UpdateOrganizationConfiguration',
        { DetectorId: 'd1', AutoEnableOrganizationMembers: 'ALL' },
      ],
      ['ListMembers', { DetectorId: 'd1', OnlyAssociated: 'true' }],
      ['CreateMembers', { DetectorId: 'd1', AccountDetails: [member] }],
    ]);
  });

  it('finds features and members on the second page', async () => {
    const { definition, commands } = setUp({
      ...converged,
      DescribeOrganizationConfiguration: [
        { AutoEnableOrganizationMembers: 'ALL', Features: [], NextToken: 'more' },
        { Features: [{ Name: 'S3_DATA_EVENTS', AutoEnable: 'ALL' }] },
      ],
      ListMembers: [
        { Members: [{ AccountId: '333333333333' }], NextToken: 'more' },
        { Members: [{ AccountId: '444444444444' }] },
      ],
    });

    const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(answers).to.deep.equal([
      { ...success, data: { DetectorId: 'd1', MemberCount: 2, SkippedCount: 0 } },
    ]);
    expect(commands.slice(2)).to.deep.equal([
      ['DescribeOrganizationConfiguration', { DetectorId: 'd1' }],
      ['DescribeOrganizationConfiguration', { DetectorId: 'd1', NextToken: 'more' }],
      ['ListMembers', { DetectorId: 'd1', OnlyAssociated: 'true' }],
      ['ListMembers', { DetectorId: 'd1', OnlyAssociated: 'true', NextToken: 'more' }],
    ]);
  });

  it('fails when the account never becomes the administrator, with a remedy', async () => {
    const { definition } = setUp({
      ...converged,
      DescribeOrganizationConfiguration: awsError(
        'BadRequestException',
        'The request failed because you do not have required AWS Organization master permission.',
      ),
    });

    const { answers, pauses } = await run(
      definition,
      sampleEvent('create', { ResourceProperties }),
    );

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason:
          "stream: This account is not GuardDuty's delegated administrator in this region: " +
          'create Custom::GuardDutyAdministrator for it in the management account first',
        physicalId: 'guard-duty-organization:not-created',
      },
    ]);
    expect(pauses).to.have.length(7);
  });

  for (const name of ['AccessDeniedException', 'TooManyRequestsException']) {
    it(`fails for ${name}`, async () => {
      const { definition } = setUp({ ...converged, ListMembers: [awsError(name, 'No')] });

      const { answers } = await run(definition, sampleEvent('create', { ResourceProperties }));

      expect(answers[0]?.reason).to.equal(`stream: ${name}: No`);
    });
  }

  it('calls nothing when a property is malformed', async () => {
    const { definition, commands } = setUp({});
    const event = sampleEvent('create', { ResourceProperties: { AutoEnable: 'true' } });

    const { answers } = await run(definition, event);

    expect(answers[0]?.reason).to.equal(
      'stream: AutoEnable is "true": set it to one of ALL, NEW, NONE',
    );
    expect(commands).to.deep.equal([]);
  });
});
