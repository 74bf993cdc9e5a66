import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { UnknownAccountsError } from '../../../handlers/report-dispatcher/errors.ts';
import { organizationAccounts } from '../../../handlers/report-dispatcher/organization.ts';
import { awsError, fakeClient, type Response } from '../../custom-resources/harness.ts';
import { organization } from './world.ts';

function setUp(...listed: Response[]) {
  const { client, commands } = fakeClient<OrganizationsClient>({ ListAccounts: listed });
  const clock = { now: 1_000_000 };
  const accounts = organizationAccounts(client, { ttlMs: 300_000, now: () => clock.now });
  return { accounts, commands, clock };
}

const of = (Id: string, State: string) => ({ Accounts: [{ Id, State }] });

async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected it to fail');
}

describe("the organization's accounts", () => {
  it('come from all pages', async () => {
    const { accounts, commands } = setUp(...organization);

    const states = await Promise.all(
      ['111111111111', '444444444444', '666666666666'].map((id) => accounts.stateOf(id)),
    );

    expect(states).to.deep.equal(['open', 'open', 'unknown']);
    expect(commands).to.have.length(2);
  });

  it('are closed when suspended, closed or on their way there, State before Status', async () => {
    const states = ['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'];
    const Accounts = states.map((State) => ({ Id: State, State, Status: 'ACTIVE' }));
    const older = [
      { Id: 'old-open', Status: 'ACTIVE' },
      { Id: 'old-closed', Status: 'SUSPENDED' },
    ];
    const { accounts } = setUp({ Accounts: [...Accounts, ...older] });

    const ids = [...states, 'old-open', 'old-closed'];
    const told = await Promise.all(ids.map((id) => accounts.stateOf(id)));

    expect(told.join(' ')).to.equal('open open closed closed closed open closed');
  });

  it('are read anew when they are older than their time to live', async () => {
    const { accounts, clock } = setUp(of('111111111111', 'ACTIVE'), of('111111111111', 'CLOSED'));
    await accounts.stateOf('111111111111');
    clock.now += 299_999;
    const before = await accounts.stateOf('111111111111');
    clock.now += 1;

    const after = await accounts.stateOf('111111111111');

    expect([before, after]).to.deep.equal(['open', 'closed']);
  });

  it('are read anew for an unknown id, but at most once a minute', async () => {
    const { accounts, commands, clock } = setUp(
      of('111111111111', 'ACTIVE'),
      of('444444444444', 'ACTIVE'),
    );
    await accounts.stateOf('444444444444');
    clock.now += 59_999;
    const before = await accounts.stateOf('444444444444');
    clock.now += 1;

    const after = await accounts.stateOf('444444444444');

    expect([before, after]).to.deep.equal(['unknown', 'open']);
    expect(commands).to.have.length(2);
  });

  it('are read anew for an id that is asked for the first time: it may have joined since', async () => {
    const { accounts, commands, clock } = setUp(
      of('111111111111', 'ACTIVE'),
      of('444444444444', 'ACTIVE'),
    );
    await accounts.stateOf('111111111111');
    clock.now += 1;

    const state = await accounts.stateOf('444444444444');

    expect(state).to.equal('open');
    expect(commands).to.have.length(2);
  });

  it('are read anew for an id that is asked for while they are read', async () => {
    const { accounts, clock } = setUp(of('111111111111', 'ACTIVE'), of('444444444444', 'ACTIVE'));
    const first = accounts.stateOf('111111111111');
    clock.now += 1;

    const state = await accounts.stateOf('444444444444');

    expect([await first, state]).to.deep.equal(['open', 'open']);
  });

  it('are read six times a minute at most, however many unknown ids are asked for', async () => {
    const lists = Array.from({ length: 7 }, () => of('111111111111', 'ACTIVE'));
    const { accounts, commands, clock } = setUp(...lists);
    for (let id = 600_000_000_000; id < 600_000_000_020; id++) {
      clock.now += 1000;
      expect(await accounts.stateOf(String(id))).to.equal('unknown');
    }
    const readings = commands.length;
    clock.now += 60_000;

    await accounts.stateOf('600000000020');

    expect([readings, commands.length]).to.deep.equal([6, 7]);
  });

  it('are read anew before one is taken for closed: it may have been opened again', async () => {
    const { accounts, clock } = setUp(
      of('111111111111', 'SUSPENDED'),
      of('111111111111', 'ACTIVE'),
    );
    await accounts.stateOf('111111111111');
    clock.now += 60_000;

    const state = await accounts.stateOf('111111111111');

    expect(state).to.equal('open');
  });

  it('are never guessed at when they cannot be read, known before or not', async () => {
    const denied = awsError('AccessDeniedException', 'not a delegate');
    const { accounts, clock } = setUp(of('111111111111', 'ACTIVE'), denied);
    await accounts.stateOf('111111111111');
    clock.now += 300_000;

    const known = await failureOf(accounts.stateOf('111111111111'));
    const unknown = await failureOf(accounts.stateOf('666666666666'));

    for (const error of [known, unknown]) {
      expect(error).to.be.instanceOf(UnknownAccountsError);
      expect(error.message).to.include('AccessDeniedException: not a delegate');
      expect(error.cause).to.equal(denied);
    }
  });

  it('are asked for again at once when they could not be read', async () => {
    const { accounts } = setUp(awsError('TooManyRequestsException'), of('111111111111', 'ACTIVE'));
    await failureOf(accounts.stateOf('111111111111'));

    const state = await accounts.stateOf('111111111111');

    expect(state).to.equal('open');
  });

  it('are at least one', async () => {
    const { accounts } = setUp({ Accounts: [] });

    const error = await failureOf(accounts.stateOf('111111111111'));

    expect(error).to.be.instanceOf(UnknownAccountsError);
    expect(error.message).to.include('0 accounts');
  });
});
