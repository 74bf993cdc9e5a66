import { expect } from 'chai';
import { readAdministrators, readDetector } from '../../../preflight/read/guard-duty.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { placeOf } from './place.ts';

const detector = {
  Status: 'ENABLED',
  FindingPublishingFrequency: 'ONE_HOUR',
  Features: [
    {
      Name: 'RUNTIME_MONITORING',
      Status: 'ENABLED',
      ManagedBy: 'GUARDDUTY_POLICY',
      UpdatedAt: new Date(),
      AdditionalConfiguration: [{ Name: 'EC2_AGENT_MANAGEMENT', Status: 'DISABLED' }],
    },
  ],
  Tags: { team: 'audit' },
};
const read = {
  DetectorId: 'd1',
  Status: 'ENABLED',
  FindingPublishingFrequency: 'ONE_HOUR',
  Features: [
    {
      Name: 'RUNTIME_MONITORING',
      Status: 'ENABLED',
      ManagedBy: 'GUARDDUTY_POLICY',
      additional: [{ Name: 'EC2_AGENT_MANAGEMENT', Status: 'DISABLED' }],
    },
  ],
  Tags: { team: 'audit' },
  exports: [],
  members: [],
};
const there = { ListDetectors: { DetectorIds: ['d1'] }, GetDetector: detector };
const security = { accountId: '222222222222' };

describe('GuardDuty in a snapshot', () => {
  it('is nothing where it has no detector', async () => {
    const guardDuty = fakeClient({ ListDetectors: { DetectorIds: [] } });

    expect(await readDetector(placeOf({ guardDuty }))).to.equal(undefined);
  });

  it('is in a member its detector, and who administers it', async () => {
    const guardDuty = fakeClient({
      ...there,
      GetAdministratorAccount: {
        Administrator: { AccountId: '555555555555', RelationshipStatus: 'Enabled' },
      },
    });

    expect(await readDetector(placeOf({ guardDuty }))).to.deep.equal({
      ...read,
      administrator: { AccountId: '555555555555', RelationshipStatus: 'Enabled' },
    });
  });

  it('is in an administrator its exports, members and decisions for the organization', async () => {
    const guardDuty = fakeClient({
      ...there,
      GetAdministratorAccount: {},
      ListPublishingDestinations: { Destinations: [{ DestinationId: 'e1' }] },
      DescribePublishingDestination: {
        DestinationId: 'e1',
        DestinationProperties: { DestinationArn: 'arn:aws:s3:::bucket', KmsKeyArn: 'key' },
      },
      ListMembers: [
        { Members: [], NextToken: 'more' },
        {
          Members: [
            {
              AccountId: '444444444444',
              Email: 'a@example.com',
              RelationshipStatus: 'Enabled',
              InvitedAt: '2026-01-01',
            },
          ],
        },
      ],
      DescribeOrganizationConfiguration: {
        AutoEnableOrganizationMembers: 'ALL',
        Features: [{ Name: 'S3_DATA_EVENTS', AutoEnable: 'NEW' }],
      },
    });

    expect(await readDetector(placeOf({ guardDuty }, security))).to.deep.equal({
      ...read,
      exports: [{ DestinationId: 'e1', DestinationArn: 'arn:aws:s3:::bucket', KmsKeyArn: 'key' }],
      members: [
        {
          AccountId: '444444444444',
          Email: 'a@example.com',
          RelationshipStatus: 'Enabled',
          InvitedAt: '2026-01-01',
        },
      ],
      organization: {
        AutoEnableOrganizationMembers: 'ALL',
        Features: [{ Name: 'S3_DATA_EVENTS', AutoEnable: 'NEW' }],
      },
    });
  });

  it('decides nothing for the organization where AWS refuses to say so', async () => {
    const guardDuty = fakeClient({
      ...there,
      GetAdministratorAccount: {},
      ListPublishingDestinations: {},
      ListMembers: {},
      DescribeOrganizationConfiguration: awsError('BadRequestException', 'not an administrator'),
    });

    expect(await readDetector(placeOf({ guardDuty }, security))).to.deep.equal(read);
  });

  it('is administered by whom the management account names, which alone is asked', async () => {
    const guardDuty = fakeClient({
      ListOrganizationAdminAccounts: {
        AdminAccounts: [{ AdminAccountId: '222222222222', AdminStatus: 'ENABLED' }],
      },
    });
    const management = { accountId: '111111111111' };

    expect(await readAdministrators(placeOf({ guardDuty }, management))).to.deep.equal([
      '222222222222',
    ]);
    expect(await readAdministrators(placeOf({ guardDuty }, security))).to.deep.equal([]);
    expect(guardDuty.commands).to.have.length(1);
  });
});
