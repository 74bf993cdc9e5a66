import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { guardDutyAdministrator } from '../../../custom-resources/guard-duty-organization/administrator.ts';
import { guardDutyOrganization } from '../../../custom-resources/guard-duty-organization/organization.ts';
import { type Answers, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const MANAGEMENT = '111111111111';
const SECURITY = '222222222222';
const Features = ['S3_DATA_EVENTS', 'RUNTIME_MONITORING=off'];
const own = {
  ListDetectors: [{ DetectorIds: ['d1'] }],
  GetDetector: [
    { Status: 'ENABLED', Features: [{ Name: 'RUNTIME_MONITORING', Status: 'ENABLED' }] },
  ],
  UpdateDetector: [{}],
  ListOrganizationAdminAccounts: [
    { AdminAccounts: [{ AdminAccountId: SECURITY, AdminStatus: 'ENABLED' }] },
  ],
};

function administrator(responses: Answers) {
  const { client, commands } = fakeClient<GuardDutyClient>({ ...own, ...responses });
  const organizations = fakeClient<OrganizationsClient>({}).client;
  const definition = guardDutyAdministrator({ guardDuty: client, organizations }, 'eu-west-1');
  return { definition, commands };
}

// https://docs.aws.amazon.com/guardduty/latest/ug/administrator_member_relationships.html
describe('the detector of the management account', () => {
  const ResourceProperties = { AdminAccountId: SECURITY, Features };

  it('follows the list while it is not a member', async () => {
    const { definition, commands } = administrator({ GetAdministratorAccount: [{}] });

    await run(definition, sampleEvent('create', { ResourceProperties }));

    expect(commands.filter(([name]) => name === 'UpdateDetector')).to.deep.equal([
      [
        'UpdateDetector',
        {
          DetectorId: 'd1',
          Enable: true,
          Features: [
            { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
            { Name: 'RUNTIME_MONITORING', Status: 'DISABLED' },
          ],
        },
      ],
    ]);
  });

  it('is left to its administrator once it is a member', async () => {
    const Administrator = { AccountId: SECURITY, RelationshipStatus: 'Enabled' };
    const { definition, commands } = administrator({
      GetAdministratorAccount: [{ Administrator }],
    });

    const { answers } = await run(definition, sampleEvent('update', { ResourceProperties }));

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect(commands.filter(([name]) => name === 'UpdateDetector')).to.deep.equal([]);
  });

  it('follows the list as a member, since its administrator sets it', async () => {
    const responses = {
      ...own,
      GetDetector: [
        { Status: 'ENABLED', Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] },
      ],
      DescribeOrganizationConfiguration: [
        {
          AutoEnableOrganizationMembers: 'ALL',
          Features: [{ Name: 'S3_DATA_EVENTS', AutoEnable: 'ALL' }],
        },
      ],
      ListMembers: [{ Members: [{ AccountId: MANAGEMENT }, { AccountId: '333333333333' }] }],
      DescribeOrganization: [{ Organization: { MasterAccountId: MANAGEMENT } }],
      GetMemberDetectors: [
        {
          MemberDataSourceConfigurations: [
            {
              AccountId: MANAGEMENT,
              Features: [
                { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
                { Name: 'RUNTIME_MONITORING', Status: 'ENABLED' },
              ],
            },
          ],
        },
      ],
      UpdateMemberDetectors: [{ UnprocessedAccounts: [] }],
    };
    const { client, commands } = fakeClient<GuardDutyClient>(responses);
    const organizations = fakeClient<OrganizationsClient>(responses).client;
    const definition = guardDutyOrganization({ guardDuty: client, organizations }, 'eu-west-1');

    await run(definition, sampleEvent('update', { ResourceProperties: { Features } }));

    expect(commands.filter(([name]) => name.startsWith('Update'))).to.deep.equal([
      [
        'UpdateMemberDetectors',
        {
          DetectorId: 'd1',
          AccountIds: [MANAGEMENT],
          Features: [{ Name: 'RUNTIME_MONITORING', Status: 'DISABLED' }],
        },
      ],
    ]);
  });
});
