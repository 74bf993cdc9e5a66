import { expect } from 'chai';
import { readOrganizationTrail } from '../../../coverage/checks/cloud-trail.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const TrailARN = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/ofn-audit-organization-trail';
const trail = {
  Name: 'ofn-audit-organization-trail',
  TrailARN,
  IsOrganizationTrail: true,
  IsMultiRegionTrail: true,
  IncludeGlobalServiceEvents: true,
  LogFileValidationEnabled: true,
};

const target = (cloudTrail: FakeClient) => ({
  account: accounts[3] as Account,
  region: 'eu-west-1',
  accounts,
  settings,
  clients: fakeClients({ cloudTrail }),
});

describe('the check of the organization trail', () => {
  it('finds it on when it logs, and asks for its status by ARN', async () => {
    const cloudTrail = fakeClient({
      DescribeTrails: [{ trailList: [{ Name: 'other', TrailARN: 'a:trail/other' }, trail] }],
      GetTrailStatus: [{ IsLogging: true }],
    });

    const verdict = await readOrganizationTrail(target(cloudTrail));

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(cloudTrail.commands).to.deep.equal([
      ['DescribeTrails', {}],
      ['GetTrailStatus', { Name: TrailARN }],
    ]);
  });

  it('finds it off when the account does not see it', async () => {
    const cloudTrail = fakeClient({ DescribeTrails: [{ trailList: [] }] });

    const verdict = await readOrganizationTrail(target(cloudTrail));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'there is no trail ofn-audit-organization-trail',
    });
  });

  it('names what a trail lacks that was changed to one of a single region', async () => {
    const changed = { ...trail, IsMultiRegionTrail: false, LogFileValidationEnabled: false };
    const cloudTrail = fakeClient({ DescribeTrails: [{ trailList: [changed] }] });

    const verdict = await readOrganizationTrail(target(cloudTrail));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason:
        'the trail ofn-audit-organization-trail lacks IsMultiRegionTrail, LogFileValidationEnabled',
    });
  });

  it('finds it off when it was stopped', async () => {
    const cloudTrail = fakeClient({
      DescribeTrails: [{ trailList: [trail] }],
      GetTrailStatus: [{ IsLogging: false }],
    });

    const verdict = await readOrganizationTrail(target(cloudTrail));

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'the trail ofn-audit-organization-trail does not log',
    });
  });

  for (const error of ['LatestDeliveryError', 'LatestCloudWatchLogsDeliveryError']) {
    it(`finds it off when it logs and has a ${error}`, async () => {
      const cloudTrail = fakeClient({
        DescribeTrails: [{ trailList: [trail] }],
        GetTrailStatus: [{ IsLogging: true, [error]: 'AccessDenied' }],
      });

      const verdict = await readOrganizationTrail(target(cloudTrail));

      expect(verdict).to.deep.equal({
        actual: 'off',
        reason: 'the trail ofn-audit-organization-trail does not deliver: AccessDenied',
      });
    });
  }

  it('lets an error through', async () => {
    const cloudTrail = fakeClient({
      DescribeTrails: [awsError('AccessDeniedException', 'no')],
    });

    const outcome = await readOrganizationTrail(target(cloudTrail)).catch(String);

    expect(outcome).to.equal('AccessDeniedException: no');
  });
});
