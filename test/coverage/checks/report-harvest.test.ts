import { expect } from 'chai';
import { readReportHarvest } from '../../../coverage/checks/report-harvest.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const instance = (Account: string, Status = 'CURRENT', DetailedStatus = 'SUCCEEDED') => ({
  Account,
  Region: 'us-east-1',
  Status,
  StackInstanceStatus: { DetailedStatus },
});
const complete = ['222222222222', '333333333333', '444444444444'].map((id) => instance(id));
const stackSet = { DescribeStackSet: [{ StackSet: { Status: 'ACTIVE' } }] };
const read = (pages: Record<string, readonly unknown[]>, all: readonly Account[] = accounts) => {
  const cloudFormation = fakeClient({ ...stackSet, ...pages });
  return readReportHarvest({
    account: accounts[0] as Account,
    region: 'us-east-1',
    accounts: all,
    settings,
    clients: fakeClients({ cloudFormation }),
  });
};
const withInstances = (...Summaries: unknown[]) => read({ ListStackInstances: [{ Summaries }] });

describe('report-harvest check', () => {
  it('is on when each active account but the management account has an instance, on second pages too', async () => {
    const [first, ...rest] = complete;
    const verdict = await read({
      ListStackInstances: [{ Summaries: [first], NextToken: 'two' }, { Summaries: rest }],
    });

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('asks nothing for an account that is suspended or closed', async () => {
    const states = ['SUSPENDED', 'CLOSED', 'PENDING_CLOSURE'];
    const shut = states.map((state, index) => ({
      ...(accounts[3] as Account),
      id: `55555555555${index}`,
      state,
    }));
    const verdict = await read({ ListStackInstances: [{ Summaries: complete }] }, [
      ...accounts,
      ...shut,
    ]);

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('is off when an account has no instance, or one in another region', async () => {
    const elsewhere = { ...instance('444444444444'), Region: 'eu-west-1' };

    expect(await withInstances(...complete.slice(0, 2), elsewhere)).to.deep.equal({
      actual: 'off',
      reason: '1 not in step: Sandbox 444444444444 (no instance)',
    });
  });

  it('names what is outdated, inoperable or failed', async () => {
    const verdict = await withInstances(
      instance('222222222222', 'OUTDATED', 'FAILED'),
      instance('333333333333', 'INOPERABLE', 'INOPERABLE'),
      instance('444444444444', 'CURRENT', 'FAILED'),
    );

    expect(verdict.reason).to.equal(
      '3 not in step: Security 222222222222 (OUTDATED FAILED), ' +
        'Log Archive 333333333333 (INOPERABLE INOPERABLE), Sandbox 444444444444 (CURRENT FAILED)',
    );
  });

  it('counts those that it does not name', async () => {
    const many = Array.from({ length: 7 }, (_, index) => ({
      ...(accounts[3] as Account),
      id: `66666666666${index}`,
    }));

    const { reason } = await read({ ListStackInstances: [{}] }, many);

    expect(reason).to.match(/^7 not in step: .+ and 2 more$/);
  });

  it('is off when there is no StackSet', async () => {
    const DescribeStackSet = [awsError('StackSetNotFoundException', 'none')];

    expect(await read({ DescribeStackSet })).to.deep.equal({
      actual: 'off',
      reason: 'there is no StackSet ofn-audit-account-reports',
    });
  });

  it('lets a denial through', async () => {
    const denied = { DescribeStackSet: [awsError('AccessDenied', 'no')] };

    const failure = await read(denied).catch((error: Error) => error);

    expect(failure).to.have.property('name', 'AccessDenied');
  });
});
