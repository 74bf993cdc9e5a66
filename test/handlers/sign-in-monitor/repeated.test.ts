import { expect } from 'chai';
import { failures } from '../../../handlers/sign-in-monitor/failures.ts';
import { judge } from '../../../handlers/sign-in-monitor/judge.ts';
import { repeatedFailures } from '../../../handlers/sign-in-monitor/repeated.ts';
import { whoOf } from '../../../handlers/sign-in-monitor/who.ts';
import { changed, rules, sample, settings } from './samples.ts';
import { fakeTable } from './table.ts';

const start = Date.parse('2026-11-20T00:00:00Z');

interface Given {
  user?: string;
  account?: string;
  address?: string;
  /** Since the start of the day. */
  minute?: number;
}

/** Gives failures to the counters, each with an id of its own; returns the reasons of each. */
function attack() {
  const { client, items } = fakeTable();
  const counters = failures(client, 'audit-sign-ins');
  let count = 0;
  const fail = async (given: Given): Promise<readonly string[]> => {
    const { user = 'alice', account = '222222222222', address = '203.0.113.7', minute = 0 } = given;
    count += 1;
    const time = new Date(start + minute * 60_000).toISOString();
    const { userIdentity } = sample('iam-user-failure').detail;
    const event = {
      ...changed('iam-user-failure', {
        eventID: `failure-${count}`,
        eventTime: time,
        sourceIPAddress: address,
        userIdentity: { ...Object(userIdentity), userName: user },
      }),
      time,
      account,
    };
    const verdict = judge(event, rules([], start + 2 * 86_400_000));
    const reasons = await repeatedFailures(verdict, whoOf(verdict.signIn), counters, settings);
    return reasons.map(({ text, subject }) => subject ?? text);
  };
  /** The failures, counted from 1, that raise an alert, and what it says. */
  const all = async (given: readonly Given[]) => {
    const told: [number, readonly string[]][] = [];
    for (const [index, one] of given.entries()) {
      const reasons = await fail(one);
      if (reasons.length > 0) {
        told.push([index + 1, reasons]);
      }
    }
    return told;
  };
  return { all, fail, items };
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const accountOf = (index: number) => String(400_000_000_000 + index);

describe('spraying', () => {
  it('of 200 users from one address is reported once, at the tenth', async () => {
    const { all } = attack();

    const told = await all(times(200, (index) => ({ user: `user-${index}` })));

    expect(told).to.deep.equal([[10, ['Spraying from 203.0.113.7: sign-ins of 10 users failed']]]);
  });

  it('of one user name in 200 accounts from as many addresses is reported once', async () => {
    const { all } = attack();

    const told = await all(
      times(200, (index) => ({ account: accountOf(index), address: `203.0.113.${index}` })),
    );

    expect(told).to.deep.equal([[10, ['Spraying: sign-ins as alice failed in 10 accounts']]]);
  });

  it('of users in several accounts counts across them', async () => {
    const { all } = attack();

    const told = await all(
      times(12, (index) => ({ user: `user-${index}`, account: accountOf(index % 4) })),
    );

    expect(told.map(([at]) => at)).to.deep.equal([10]);
  });

  it('counts the addresses of a /64 of IPv6 together, and those of two apart', async () => {
    const [one, two] = [attack(), attack()];
    const from = (address: (index: number) => string) =>
      times(12, (index) => ({ user: `user-${index}`, address: address(index) }));

    const same = await one.all(from((index) => `2001:db8:9::${index + 1}`));
    const apart = await two.all(from((index) => `2001:db8:9:${index % 2}::1`));

    expect(same).to.deep.equal([
      [10, ['Spraying from 2001:db8:9::/64: sign-ins of 10 users failed']],
    ]);
    expect(apart).to.deep.equal([]);
  });

  it('over hours is reported, and again the day after', async () => {
    const { all } = attack();

    const slow = times(80, (index) => ({ user: `user-${index}`, minute: index * 40 }));
    const told = await all(slow);

    expect(told.map(([at]) => at)).to.deep.equal([10, 46]);
  });

  it('is not what colleagues behind the address of an office do, unless five times as many', async () => {
    const { all } = attack();
    const address = '198.51.100.20';

    const told = await all(times(60, (index) => ({ user: `user-${index}`, address })));

    expect(told.map(([at]) => at)).to.deep.equal([50]);
  });

  it('is not one user who fails often', async () => {
    const { all } = attack();

    const told = await all(times(12, (index) => ({ minute: index * 100 })));

    expect(told).to.deep.equal([]);
  });

  it('names the users, up to twenty', async () => {
    const { client } = fakeTable();
    const counters = failures(client, 'audit-sign-ins');
    const limits = { ...settings, sprayCount: 22 };
    const texts: string[] = [];
    for (let index = 0; index < 22; index += 1) {
      const userIdentity = { type: 'IAMUser', userName: `user-${index}` };
      const event = changed('iam-user-failure', { eventID: `e-${index}`, userIdentity });
      const verdict = judge(event, rules([]));
      const reasons = await repeatedFailures(verdict, whoOf(verdict.signIn), counters, limits);
      texts.push(...reasons.map(({ text }) => text));
    }

    expect(texts).to.have.length(1);
    expect(texts[0]).to.match(
      /^Sign-ins of 22 users failed from 203\.0\.113\.7 within a day: user-0 of 222222222222, .*, and 2 more$/,
    );
  });

  it('does not make an item grow with it', async () => {
    const { all, items } = attack();

    await all(times(300, (index) => ({ user: `user-${index}` })));

    expect(items.get('failures#address#203.0.113.7')?.events?.SS).to.have.length(100);
  });
});

describe('slow failures of one user', () => {
  it('are reported: 192 in a day, one each seven and a half minutes', async () => {
    const { all } = attack();

    const told = await all(
      times(192, (index) => ({ minute: index * 7.5, address: `203.0.113.${index}` })),
    );

    expect(told).to.deep.equal([[20, ['20 sign-ins failed within a day']]]);
  });

  it('are not reported when they are those of an ordinary day', async () => {
    const { all } = attack();

    const told = await all(times(19, (index) => ({ minute: index * 30 })));

    expect(told).to.deep.equal([]);
  });
});
