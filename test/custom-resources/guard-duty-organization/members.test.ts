import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import type { Request } from '../../../custom-resources/framework/definition.ts';
import {
  addMembers,
  type Which,
} from '../../../custom-resources/guard-duty-organization/members.ts';
import { OutOfAttemptsError } from '../../../lambda/errors.ts';
import { type Answers, fakeClient } from '../../doubles/aws-client.ts';
import { fakeRuntime } from '../../doubles/custom-resource.ts';

const OWN = '222222222222';
const listMembers = ['ListMembers', { DetectorId: 'd1', OnlyAssociated: 'true' }];

function account(Id: string, state: object = { State: 'ACTIVE' }) {
  return { Id, Email: `${Id}@example.com`, ...state };
}

function detail(AccountId: string) {
  return { AccountId, Email: `${AccountId}@example.com` };
}

function setUp(responses: Answers) {
  const guardDuty = fakeClient<GuardDutyClient>(responses);
  const organizations = fakeClient<OrganizationsClient>(responses);
  const { runtime, pauses, logged } = fakeRuntime();
  const { sleep, log } = runtime;
  const request: Request = { physicalId: 'id', accountId: OWN, sleep, log };
  const clients = { guardDuty: guardDuty.client, organizations: organizations.client };
  const add = (which: Which = 'all') => addMembers(clients, 'd1', which, request);
  return { add, pauses, logged, commands: guardDuty.commands, listed: organizations.commands };
}

describe('addMembers', () => {
  it('adds active accounts that are not members, neither suspended ones nor itself', async () => {
    const { add, commands } = setUp({
      ListAccounts: [
        {
          Accounts: [
            account('111111111111'),
            account(OWN),
            account('333333333333', { State: 'SUSPENDED', Status: 'ACTIVE' }),
            account('444444444444', { Status: 'ACTIVE' }),
            account('555555555555', { State: 'CLOSED' }),
            account('666666666666'),
            account('777777777777', {}),
          ],
        },
      ],
      ListMembers: [{ Members: [{ AccountId: '666666666666' }] }],
      CreateMembers: [{ UnprocessedAccounts: [] }],
    });

    const { memberCount } = await add();

    expect(memberCount).to.equal(4);
    const AccountDetails = ['111111111111', '444444444444', '777777777777'].map(detail);
    expect(commands).to.deep.equal([
      listMembers,
      ['CreateMembers', { DetectorId: 'd1', AccountDetails }],
    ]);
  });

  it('reads accounts beyond the first page and adds them fifty at a time', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => String(300_000_000_000 + index));
    const { add, commands, listed } = setUp({
      ListAccounts: [
        { Accounts: ids.slice(0, 20).map((id) => account(id)), NextToken: 'b' },
        { Accounts: [], NextToken: 'c' },
        { Accounts: ids.slice(20).map((id) => account(id)) },
      ],
      ListMembers: [{ Members: [] }],
      CreateMembers: { UnprocessedAccounts: [] },
    });

    const { memberCount } = await add();

    expect(memberCount).to.equal(101);
    expect(listed).to.deep.equal([
      ['ListAccounts', {}],
      ['ListAccounts', { NextToken: 'b' }],
      ['ListAccounts', { NextToken: 'c' }],
    ]);
    expect(commands).to.deep.equal([
      listMembers,
      ['CreateMembers', { DetectorId: 'd1', AccountDetails: ids.slice(0, 50).map(detail) }],
      ['CreateMembers', { DetectorId: 'd1', AccountDetails: ids.slice(50, 100).map(detail) }],
      ['CreateMembers', { DetectorId: 'd1', AccountDetails: ids.slice(100).map(detail) }],
    ]);
  });

  it('calls nothing more when all are members', async () => {
    const { add, commands } = setUp({
      ListAccounts: [{ Accounts: [account('111111111111')] }],
      ListMembers: [{ Members: [{ AccountId: '111111111111' }] }],
    });

    const { memberCount } = await add();

    expect(memberCount).to.equal(1);
    expect(commands).to.deep.equal([listMembers]);
  });

  it('lets auto-enablement be faster with an account that was not processed', async () => {
    const { add, pauses, commands } = setUp({
      ListAccounts: [{ Accounts: [account('111111111111')] }],
      ListMembers: [{ Members: [] }, { Members: [{ AccountId: '111111111111' }] }],
      CreateMembers: [{ UnprocessedAccounts: [{ AccountId: '111111111111', Result: 'Internal' }] }],
    });

    const { memberCount } = await add();

    expect(memberCount).to.equal(1);
    expect(commands.map(([name]) => name)).to.deep.equal([
      'ListMembers',
      'CreateMembers',
      'ListMembers',
    ]);
    expect(pauses).to.deep.equal([10_000]);
  });

  it('fails in the end, naming five accounts and their results', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => String(300_000_000_000 + index));
    const { add, commands } = setUp({
      ListAccounts: [{ Accounts: ids.map((id) => account(id)) }],
      ListMembers: { Members: [] },
      CreateMembers: { UnprocessedAccounts: ids.map((AccountId) => ({ AccountId, Result: 'No' })) },
    });

    const error = await add().catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(OutOfAttemptsError);
    expect(error).to.have.property(
      'message',
      'GuardDuty did not add 7 accounts as members (300000000000: No; 300000000001: No; ' +
        '300000000002: No; 300000000003: No; 300000000004: No and 2 more): ' +
        'fix the cause, then update the stack',
    );
    expect(commands.filter(([name]) => name === 'CreateMembers')).to.have.length(4);
  });

  // An account that has not enabled the region can't become a member there:
  // https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
  it('reports accounts that are not available, and waits for none of them', async () => {
    const unprocessed = { AccountId: '333333333333', Result: 'The Region is not enabled' };
    const { add, pauses, logged } = setUp({
      ListAccounts: [{ Accounts: [account('111111111111'), account('333333333333')] }],
      ListMembers: [{ Members: [] }],
      CreateMembers: [{ UnprocessedAccounts: [unprocessed] }],
    });

    const counts = await add('available');

    expect(counts).to.deep.equal({ memberCount: 1, skippedCount: 1 });
    expect(pauses).to.deep.equal([]);
    expect(logged.filter(({ action }) => action === 'skip-member')).to.deep.equal([
      {
        message: 'Skipped an account',
        level: 'WARN',
        action: 'skip-member',
        detectorId: 'd1',
        accountId: '333333333333',
        reason: 'The Region is not enabled',
      },
    ]);
  });
});
