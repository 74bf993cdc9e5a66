import { expect } from 'chai';
import {
  readAdministrator,
  readAutoEnable,
  readDetector,
} from '../../../coverage/checks/guard-duty.ts';
import type { Account } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const ManagedBy = 'GUARDDUTY_POLICY';
const foundational = { Name: 'CLOUD_TRAIL', Status: 'ENABLED', ManagedBy };
const noPolicies = { ListRoots: [{ Roots: [{ PolicyTypes: [] }] }] };

const target = (pages: Record<string, readonly unknown[]>) => ({
  account: accounts[1] as Account,
  region: 'eu-west-1',
  accounts,
  settings,
  clients: fakeClients({ guardDuty: fakeClient(pages), organizations: fakeClient(noPolicies) }),
});

const oneDetector = [{ DetectorIds: ['d1'] }];
const none = { actual: 'off', reason: 'there is no detector' };
const enabled = { Status: 'ENABLED', FindingPublishingFrequency: 'FIFTEEN_MINUTES' };
const s3 = (Status: string) => ({ Name: 'S3_DATA_EVENTS', Status });

describe('GuardDuty checks', () => {
  it('finds a detector that is enabled, on the second page too', async () => {
    const verdict = await readDetector(
      target({
        ListDetectors: [{ DetectorIds: [], NextToken: 'two' }, { DetectorIds: ['d1'] }],
        GetDetector: [{ Status: 'ENABLED' }],
      }),
    );

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('finds no detector off', async () => {
    const verdict = await readDetector(target({ ListDetectors: [{ DetectorIds: [] }] }));

    expect(verdict).to.deep.equal(none);
  });

  it('finds a detector that is suspended off', async () => {
    const verdict = await readDetector(
      target({ ListDetectors: oneDetector, GetDetector: [{ Status: 'DISABLED' }] }),
    );

    expect(verdict).to.deep.equal({ actual: 'off', reason: 'the detector d1 is DISABLED' });
  });

  it('names features of a detector that were switched, and no others', async () => {
    const detector = async (region: string, ...Features: object[]) =>
      readDetector({
        ...target({ ListDetectors: oneDetector, GetDetector: [{ ...enabled, Features }] }),
        region,
      });
    const runtime = { Name: 'RUNTIME_MONITORING', Status: 'ENABLED' };
    const unnamed = { Name: 'RDS_LOGIN_EVENTS', Status: 'DISABLED' };
    const unknown = await detector('eu-west-1', unnamed);

    expect(await detector('eu-west-1', s3('ENABLED'), unnamed)).to.deep.equal({ actual: 'on' });
    expect(unknown).to.deep.equal({ actual: 'on' });
    expect(await detector('eu-west-1', s3('DISABLED'), runtime)).to.deep.equal({
      actual: 'off',
      reason: 'the detector d1 has S3_DATA_EVENTS not ENABLED, RUNTIME_MONITORING not DISABLED',
    });
    expect(await detector('eu-north-1', s3('DISABLED'))).to.deep.equal({ actual: 'on' });
    expect(await detector('eu-west-1', { ...s3('DISABLED'), ManagedBy })).to.deep.equal({
      actual: 'on',
      reason: 'a GUARDDUTY_POLICY of the organization manages S3_DATA_EVENTS',
    });
  });

  it('names features that members do not get, and findings that come late', async () => {
    const configuration = (AutoEnable: string, FindingPublishingFrequency = 'FIFTEEN_MINUTES') =>
      readAutoEnable(
        target({
          ListDetectors: oneDetector,
          GetDetector: [{ ...enabled, FindingPublishingFrequency }],
          DescribeOrganizationConfiguration: [
            {
              AutoEnableOrganizationMembers: 'ALL',
              Features: [{ Name: 'S3_DATA_EVENTS', AutoEnable }],
            },
          ],
        }),
      );

    expect(await configuration('ALL')).to.deep.equal({ actual: 'on' });
    expect(await configuration('NEW')).to.deep.equal({
      actual: 'off',
      reason: 'AutoEnable of S3_DATA_EVENTS is not ALL',
    });
    expect(await configuration('ALL', 'SIX_HOURS')).to.deep.equal({
      actual: 'off',
      reason: 'findings are published SIX_HOURS, not FIFTEEN_MINUTES',
    });
  });

  it('finds the security account as administrator, on the second page too', async () => {
    const verdict = await readAdministrator(
      target({
        ListOrganizationAdminAccounts: [
          { AdminAccounts: [], NextToken: 'two' },
          { AdminAccounts: [{ AdminAccountId: '222222222222', AdminStatus: 'ENABLED' }] },
        ],
      }),
    );

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('names the administrator that is not the security account', async () => {
    const verdict = await readAdministrator(
      target({
        ListOrganizationAdminAccounts: [
          { AdminAccounts: [{ AdminAccountId: '999999999999', AdminStatus: 'ENABLED' }] },
        ],
      }),
    );

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'the administrator is 999999999999 (ENABLED), not 222222222222',
    });
  });

  it('finds an administrator that is on its way out off', async () => {
    const admin = { AdminAccountId: '222222222222', AdminStatus: 'DISABLE_IN_PROGRESS' };

    const verdict = await readAdministrator(
      target({ ListOrganizationAdminAccounts: [{ AdminAccounts: [admin] }] }),
    );

    expect(verdict.actual).to.equal('off');
    expect(verdict.reason).to.include('222222222222 (DISABLE_IN_PROGRESS)');
  });

  it('names no account where there is no administrator', async () => {
    const verdict = await readAdministrator(
      target({ ListOrganizationAdminAccounts: [{ AdminAccounts: [] }] }),
    );

    expect(verdict.reason).to.equal('the administrator is not set, not 222222222222');
  });

  it('finds auto-enable on when it is for all members', async () => {
    const verdict = await readAutoEnable(
      target({
        ListDetectors: oneDetector,
        GetDetector: [enabled],
        DescribeOrganizationConfiguration: [{ AutoEnableOrganizationMembers: 'ALL' }],
      }),
    );

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('finds auto-enable for new members only off', async () => {
    const verdict = await readAutoEnable(
      target({
        ListDetectors: oneDetector,
        GetDetector: [{ Status: 'ENABLED' }],
        DescribeOrganizationConfiguration: [{ AutoEnableOrganizationMembers: 'NEW' }],
      }),
    );

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: 'AutoEnableOrganizationMembers is NEW, not ALL',
    });
  });

  it('finds auto-enable off where the security account has no detector', async () => {
    const verdict = await readAutoEnable(target({ ListDetectors: [{}] }));

    expect(verdict).to.deep.equal(none);
  });

  it('names the features that a policy of the organization manages', async () => {
    const Features = [
      { Name: 'S3_DATA_EVENTS', Status: 'ENABLED', ManagedBy },
      { Name: 'RDS_LOGIN_EVENTS', Status: 'ENABLED' },
    ];

    const verdict = await readDetector(
      target({ ListDetectors: oneDetector, GetDetector: [{ Status: 'ENABLED', Features }] }),
    );

    expect(verdict).to.deep.equal({
      actual: 'on',
      reason: 'a GUARDDUTY_POLICY of the organization manages S3_DATA_EVENTS',
    });
  });

  it('finds auto-enable on where a policy enables GuardDuty in its place', async () => {
    const verdict = await readAutoEnable(
      target({
        ListDetectors: oneDetector,
        GetDetector: [{ Status: 'ENABLED', Features: [foundational] }],
      }),
    );

    expect(verdict).to.deep.equal({
      actual: 'on',
      reason: 'a GUARDDUTY_POLICY of the organization manages CLOUD_TRAIL in its place',
    });
  });

  it('finds auto-enable off where the policy type has ended it and no policy enables GuardDuty', async () => {
    const organizations = fakeClient({
      ListRoots: [{ Roots: [{ PolicyTypes: [{ Type: ManagedBy, Status: 'ENABLED' }] }] }],
    });
    const pages = {
      ListDetectors: oneDetector,
      GetDetector: [{ ...enabled, Features: [] }],
      DescribeOrganizationConfiguration: [{ AutoEnableOrganizationMembers: 'ALL' }],
    };
    const { clients: _, ...rest } = target({});

    const verdict = await readAutoEnable({
      ...rest,
      clients: fakeClients({ guardDuty: fakeClient(pages), organizations }),
    });

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason:
        'the policy type GUARDDUTY_POLICY is enabled, which ends auto-enable, and no policy enables GuardDuty here',
    });
  });
});
