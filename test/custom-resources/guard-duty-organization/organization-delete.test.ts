import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { guardDutyOrganization } from '../../../custom-resources/guard-duty-organization/organization.ts';
import { type Answer, type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const PhysicalResourceId = 'guard-duty-organization';
const ResourceProperties = { AutoEnable: 'ALL' };
const success = {
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'guard-duty-organization',
  data: undefined,
};

function setUp(responses: Answers) {
  const { client, commands } = fakeClient<GuardDutyClient>(responses);
  const organizations = fakeClient<OrganizationsClient>(responses).client;
  const clients = { guardDuty: client, organizations };
  return { definition: guardDutyOrganization(clients, 'eu-west-1'), commands };
}

describe('guardDutyOrganization on Delete', () => {
  it('leaves everything when it is deleted', async () => {
    const { definition, commands } = setUp({});
    const event = sampleEvent('delete', { ResourceProperties, PhysicalResourceId });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([]);
  });

  it('only stops enrolling on Delete with OnDelete disable', async () => {
    const { definition, commands } = setUp({
      ListDetectors: [{ DetectorIds: ['d1'] }],
      GetDetector: [{ Status: 'ENABLED' }],
      UpdateOrganizationConfiguration: [{}],
    });
    const event = sampleEvent('delete', {
      ResourceProperties: { ...ResourceProperties, OnDelete: 'disable' },
      PhysicalResourceId,
    });

    const { answers } = await run(definition, event);

    expect(answers).to.deep.equal([success]);
    expect(commands).to.deep.equal([
      ['ListDetectors', {}],
      ['GetDetector', { DetectorId: 'd1' }],
      [
        'UpdateOrganizationConfiguration',
        { DetectorId: 'd1', AutoEnableOrganizationMembers: 'NONE' },
      ],
    ]);
  });

  const gone: [what: string, responses: Record<string, Answer[]>][] = [
    ['there is no detector any more', { ListDetectors: [{ DetectorIds: [] }] }],
    [
      'the account does not administer any more',
      {
        ListDetectors: [{ DetectorIds: ['d1'] }],
        GetDetector: [{ Status: 'ENABLED' }],
        UpdateOrganizationConfiguration: [
          awsError('BadRequestException', 'without required AWS Organization master permission'),
        ],
      },
    ],
  ];
  for (const [what, responses] of gone) {
    it(`deletes when ${what}`, async () => {
      const { definition } = setUp(responses);
      const event = sampleEvent('delete', {
        ResourceProperties: { OnDelete: 'disable' },
        PhysicalResourceId,
      });

      const { answers } = await run(definition, event);

      expect(answers).to.deep.equal([success]);
    });
  }
});
