import { expect } from 'chai';
import { readAthena } from '../../../coverage/checks/athena.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const group = (State: string, EnforceWorkGroupConfiguration: boolean) => ({
  WorkGroup: { State, Configuration: { EnforceWorkGroupConfiguration } },
});
const enforced = group('ENABLED', true);
const tables = (...names: string[]) => names.map((Name) => ({ Name }));
const firstPage = {
  TableList: tables('cloudtrail', 'cloudtrail_account', 'cloudtrail_days'),
  NextToken: 'two',
};

const read = (workGroup: unknown, ...pages: unknown[]) =>
  readAthena({
    account: accounts[1] as Account,
    region: 'us-east-1',
    accounts,
    settings,
    clients: fakeClients({
      athena: fakeClient({ GetWorkGroup: [workGroup] }),
      glue: fakeClient({ GetTables: pages }),
    }),
  });

describe('the Athena check', () => {
  it('is on with an enforced workgroup and all tables, on the second page too', async () => {
    const verdict = await read(enforced, firstPage, {
      TableList: tables('flow_log_days', 'flow_logs'),
    });

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  const off = (reason: string) => ({ actual: 'off', reason: `ofn-audit: ${reason}` });

  it('is off without a workgroup', async () => {
    const verdict = await read(
      awsError('InvalidRequestException', 'WorkGroup ofn-audit is not found.'),
    );

    expect(verdict).to.deep.equal(off('there is no workgroup'));
  });

  it('is off when the workgroup takes no queries', async () => {
    const verdict = await read(group('DISABLED', true));

    expect(verdict).to.deep.equal(off('the workgroup is DISABLED'));
  });

  it('is off when a query may have terms of its own', async () => {
    const verdict = await read(group('ENABLED', false));

    expect(verdict).to.deep.equal(off('the workgroup does not enforce its configuration'));
  });

  it('is off without the database', async () => {
    const verdict = await read(
      enforced,
      awsError('EntityNotFoundException', 'Database ofn_audit not found.'),
    );

    expect(verdict).to.deep.equal(off('there is no database ofn_audit'));
  });

  it('names the tables that are missing', async () => {
    const verdict = await read(enforced, firstPage, { TableList: tables('flow_logs') });

    expect(verdict).to.deep.equal(off('ofn_audit lacks flow_log_days'));
  });

  it('fails when it may not look', async () => {
    const error = await read(awsError('AccessDeniedException', 'no')).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.have.property('name', 'AccessDeniedException');
  });
});
