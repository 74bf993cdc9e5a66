import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { accountNames } from '../../../lambda/alerting/accounts.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { type Answer, awsError, fakeClient } from '../../doubles/aws-client.ts';

const production = { Id: '111111111111', Name: 'Production' };
const sandbox = { Id: '444444444444', Name: 'Sandbox' };

function setUp(...responses: Answer[]) {
  const { client, commands } = fakeClient<OrganizationsClient>({ ListAccounts: responses });
  const clock = { now: 1_000_000 };
  const logged: LogEntry[] = [];
  const names = accountNames(client, {
    now: () => clock.now,
    log: (entry) => void logged.push(entry),
  });
  return { names, commands, clock, logged };
}

describe('the names of accounts', () => {
  it('come from all pages, an empty one between them too', async () => {
    const { names, commands } = setUp(
      { Accounts: [production], NextToken: '2' },
      { NextToken: '3' },
      { Accounts: [sandbox] },
    );

    const name = await names.nameOf('444444444444');

    expect(name).to.equal('Sandbox');
    expect(commands).to.deep.equal([
      ['ListAccounts', {}],
      ['ListAccounts', { NextToken: '2' }],
      ['ListAccounts', { NextToken: '3' }],
    ]);
  });

  it('are read once for alerts that come together, and within 5 minutes', async () => {
    const { names, commands, clock } = setUp({ Accounts: [production, sandbox] });
    await Promise.all([names.nameOf('111111111111'), names.nameOf('444444444444')]);
    clock.now += 299_000;

    await names.nameOf('111111111111');

    expect(commands).to.have.length(1);
  });

  it('are read anew after 5 minutes: an account may be renamed', async () => {
    const { names, clock } = setUp(
      { Accounts: [production] },
      { Accounts: [{ ...production, Name: 'Shop' }] },
    );
    await names.nameOf('111111111111');
    clock.now += 300_000;

    const name = await names.nameOf('111111111111');

    expect(name).to.equal('Shop');
  });

  it('are read anew for an unknown id, but at most once a minute', async () => {
    const { names, commands, clock } = setUp(
      { Accounts: [production] },
      { Accounts: [production, sandbox] },
    );
    const first = await names.nameOf('444444444444');
    clock.now += 59_000;
    const second = await names.nameOf('444444444444');
    clock.now += 1_000;

    const third = await names.nameOf('444444444444');

    expect([first, second, third]).to.deep.equal(['444444444444', '444444444444', 'Sandbox']);
    expect(commands).to.have.length(2);
  });

  it('are ids when the organization cannot be read, and the log warns', async () => {
    const { names, logged } = setUp(awsError('AccessDeniedException', 'not a delegate'));

    const name = await names.nameOf('111111111111');

    expect(name).to.equal('111111111111');
    expect(logged).to.deep.equal([
      {
        message: 'Names of accounts are not known: AccessDeniedException: not a delegate',
        action: 'name-accounts',
        level: 'WARN',
      },
    ]);
  });

  it('stay as they were when they cannot be read anew', async () => {
    const { names, clock } = setUp(
      { Accounts: [production] },
      awsError('TooManyRequestsException'),
    );
    await names.nameOf('111111111111');
    clock.now += 300_000;

    const name = await names.nameOf('111111111111');

    expect(name).to.equal('Production');
  });

  it('are known from a list that does not end, and the log warns', async () => {
    const page = { Accounts: [production], NextToken: 'same' };
    const { names, commands, logged } = setUp(page, page);

    expect(await names.nameOf(production.Id)).to.equal(production.Name);
    expect(commands).to.have.length(2);
    expect(logged[0]?.message).to.include("the token 'same' was returned twice");
  });

  it('are known from the pages before one that failed', async () => {
    const { names } = setUp(
      { Accounts: [production], NextToken: '2' },
      awsError('TooManyRequestsException'),
    );

    const name = await names.nameOf('111111111111');

    expect(name).to.equal('Production');
  });
});
