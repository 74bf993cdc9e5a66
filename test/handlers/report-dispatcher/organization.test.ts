import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { UnknownAccountsError } from '../../../handlers/report-dispatcher/errors.ts';
import { organizationAccounts } from '../../../handlers/report-dispatcher/organization.ts';
import { type Answer, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';

const id = '111111111111';
const notFound = awsError(
  'AccountNotFoundException',
  'You specified an account that is not there.',
);
const account = (State?: string, Status?: string) => ({ Account: { Id: id, State, Status } });

function setUp(...answers: Answer[]) {
  const { client, commands } = fakeClient<OrganizationsClient>({ DescribeAccount: answers });
  const clock = { now: 1_000_000 };
  const accounts = organizationAccounts(client, { ttlMs: 300_000, now: () => clock.now });
  return { accounts, commands, clock };
}

describe("the organization's accounts", () => {
  const states: [told: Answer, state: string][] = [
    [account('PENDING_ACTIVATION'), 'open'],
    [account('ACTIVE', 'SUSPENDED'), 'open'],
    [account('SUSPENDED', 'ACTIVE'), 'closed'],
    [account('PENDING_CLOSURE'), 'closed'],
    [account('CLOSED'), 'closed'],
    [account(undefined, 'ACTIVE'), 'open'],
    [account(undefined, 'SUSPENDED'), 'closed'],
    [account(), 'open'],
    [notFound, 'unknown'],
  ];
  for (const [told, expected] of states) {
    it(`are ${expected} when reported ${JSON.stringify(told)}, State before Status`, async () => {
      const { accounts, commands } = setUp(told);

      expect(await accounts.stateOf(id)).to.equal(expected);
      expect(commands).to.deep.equal([['DescribeAccount', { AccountId: id }]]);
    });
  }

  it('are believed to be open for as long as they are cached', async () => {
    const { accounts, clock } = setUp(account('ACTIVE'), account('CLOSED'));
    await accounts.stateOf(id);
    clock.now += 299_999;
    const before = await accounts.stateOf(id);
    clock.now += 1;

    const after = await accounts.stateOf(id);

    expect([before, after]).to.deep.equal(['open', 'closed']);
  });

  for (const [told, name] of [
    [notFound, 'unknown'] as const,
    [account('CLOSED'), 'closed'] as const,
  ]) {
    it(`are believed to be ${name} for ten seconds, and no longer`, async () => {
      const { accounts, clock } = setUp(told, account('ACTIVE'));
      await accounts.stateOf(id);
      clock.now += 9_999;
      const before = await accounts.stateOf(id);
      clock.now += 1;

      const after = await accounts.stateOf(id);

      expect([before, after]).to.deep.equal([name, 'open']);
    });
  }

  it('are asked for one call at a time, however many reports wait for it', async () => {
    const { accounts, commands } = setUp(account('ACTIVE'));

    const told = await Promise.all([1, 2, 3].map(() => accounts.stateOf(id)));

    expect(told).to.deep.equal(['open', 'open', 'open']);
    expect(commands).to.have.length(1);
  });

  for (const told of [account('ACTIVE'), account('CLOSED'), notFound]) {
    it(`are asked for once when the answer takes an hour: ${JSON.stringify(told)}`, async () => {
      const clock = { now: 0 };
      const { client, commands } = fakeClient<OrganizationsClient>({
        DescribeAccount: () => {
          clock.now += 3_600_000;
          return told;
        },
      });
      const options = { ttlMs: 300_000, now: () => clock.now };
      const accounts = organizationAccounts(client, options);

      await Promise.all([accounts.stateOf(id), accounts.stateOf(id)]);

      expect(commands).to.have.length(1);
    });
  }

  it('are never guessed at when AWS Organizations does not answer, known before or not', async () => {
    const denied = awsError('AccessDeniedException', 'not a delegate');
    const { accounts, clock } = setUp(account('ACTIVE'), denied, denied);
    await accounts.stateOf(id);
    clock.now += 300_000;

    for (const asked of [id, '666666666666']) {
      const error = await failureOf(accounts.stateOf(asked));
      expect(error).to.be.instanceOf(UnknownAccountsError);
      expect(error.message)
        .to.include(`account ${asked}`)
        .and.include('AccessDeniedException: not a delegate')
        .and.include('delegated administrator');
      expect(error.cause).to.equal(denied);
    }
  });

  it('are asked for again at once after an error', async () => {
    const { accounts } = setUp(awsError('TooManyRequestsException'), account('ACTIVE'));
    await failureOf(accounts.stateOf(id));

    expect(await accounts.stateOf(id)).to.equal('open');
  });
});
