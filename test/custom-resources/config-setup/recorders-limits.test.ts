import { expect } from 'chai';
import type { Dependencies } from '../../../custom-resources/config-setup/access.ts';
import { configRecorders } from '../../../custom-resources/config-setup/recorders.ts';
import { bodyOf, MAX_BODY_BYTES } from '../../../custom-resources/framework/answer.ts';
import { customResource } from '../../../custom-resources/framework/custom-resource.ts';
import { DeadlineError } from '../../../custom-resources/framework/errors.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { context, fakeRuntime, run, sampleEvent } from '../../doubles/custom-resource.ts';
import { active, idAt, recording, setUp } from './fakes.ts';

const A = '111111111111';
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-south-1', 'sa-east-1'];
const many = (length: number) => Array.from({ length }, (_, index) => active(idAt(index)));
const create = (properties: object = {}) =>
  sampleEvent('create', { ResourceProperties: { Regions: REGIONS, ...properties } });

/** Clients that note how many calls are under way, each of which takes some turns of the loop. */
function counting(dependencies: Dependencies) {
  const calls = { now: 0, most: 0, all: 0 };
  const clientsOf: Dependencies['clientsOf'] = (credentials) => ({
    ...dependencies.clientsOf(credentials),
    config: () => ({
      async send() {
        calls.now += 1;
        calls.all += 1;
        calls.most = Math.max(calls.most, calls.now);
        await new Promise((resolve) => setImmediate(resolve));
        calls.now -= 1;
        return { ConfigurationRecordersStatus: [{ name: 'default', recording: true }] };
      },
    }),
  });
  return { calls, dependencies: { ...dependencies, clientsOf } };
}

describe('Custom::ConfigRecorders in a large organization', () => {
  it('looks at many places at a time, but not at all', async () => {
    const { calls, dependencies } = counting(
      setUp({ accounts: [{ Accounts: many(100) }] }).dependencies,
    );

    const { answers } = await run(configRecorders(dependencies), create());

    expect(answers[0]?.data).to.deep.equal({ AccountCount: 100, PlaceCount: 600 });
    expect(calls.all).to.equal(600);
    expect(calls.most).to.be.within(24, 48);
  });

  it('names five places, and reports how many more there are', async () => {
    const config = Object.fromEntries(
      many(40).map(({ Id }) => [`${Id} eu-west-1`, { DescribeConfigurationRecorderStatus: [{}] }]),
    );
    const { dependencies } = setUp({ accounts: [{ Accounts: many(40) }], config });

    const { answers } = await run(
      configRecorders(dependencies),
      create({ Regions: ['eu-west-1'] }),
    );

    expect(answers[0]?.reason).to.include('40 places have no recorder');
    expect(answers[0]?.reason).to.include(
      `${idAt(4)} (Sandbox) eu-west-1: no recorder; and 35 more`,
    );
    expect(answers[0]?.reason).not.to.include(idAt(5));
  });

  it('says what to do within the limit of an answer, however long names and errors are', async () => {
    const event = create({ Regions: ['ap-southeast-1'] });
    const long = {
      DescribeConfigurationRecorderStatus: [awsError('SomeException', 'x"'.repeat(500))],
    };
    const accounts = many(9).map((account) => ({ ...account, Name: 'Ж'.repeat(50) }));
    const config = Object.fromEntries(accounts.map(({ Id }) => [`${Id} ap-southeast-1`, long]));
    const { dependencies } = setUp({ accounts: [{ Accounts: accounts }], config });

    const { answers } = await run(configRecorders(dependencies), event);

    const [answer] = answers;
    if (answer === undefined) {
      throw new Error('no answer');
    }
    expect(Buffer.byteLength(bodyOf(event, answer))).to.be.at.most(MAX_BODY_BYTES);
    expect(answer.reason).to.match(/and 4 more\. Declare .* or name it in configExcludedAccounts$/);
  });

  it('looks at no further account once the time is up', async () => {
    const { dependencies, assumed } = setUp({ accounts: [{ Accounts: many(100) }] });
    const { runtime, answers } = fakeRuntime();
    let pauses = 0;
    const sleep = async () => {
      pauses += 1;
      if (pauses > 20) {
        throw new DeadlineError('Not finished');
      }
    };
    const handler = customResource(configRecorders(dependencies), { ...runtime, sleep });

    await handler(create(), context);

    expect(answers[0]?.reason).to.equal('stream: Not finished');
    expect(assumed.length).to.be.at.most(20);
  });
});

describe('the exclusions of Custom::ConfigRecorders', () => {
  const refusals: [ExcludedAccounts: unknown, reason: string][] = [
    [
      ['999999999999'],
      'configExcludedAccounts names 999999999999, which is not an account of the organization: correct or remove it',
    ],
    [
      ['999999999999', A, '888888888888'],
      'configExcludedAccounts names 999999999999, 888888888888, which are not accounts of the organization: correct or remove it',
    ],
    [['Sandbox'], 'ExcludedAccounts[0] is "Sandbox": set it to an account id of 12 digits'],
    [A, `ExcludedAccounts is "${A}": set it to a list`],
  ];
  for (const [ExcludedAccounts, reason] of refusals) {
    it(`are not ${JSON.stringify(ExcludedAccounts)}`, async () => {
      const { dependencies, assumed } = setUp({ accounts: [{ Accounts: [active(A)] }] });

      const { answers } = await run(configRecorders(dependencies), create({ ExcludedAccounts }));

      expect(answers[0]).to.deep.equal({
        status: 'FAILED',
        reason: `stream: ${reason}`,
        physicalId: 'config-recorders:not-created',
      });
      expect(assumed).to.deep.equal([]);
    });
  }

  it('may name an account that is suspended', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A), { Id: '222222222222', State: 'SUSPENDED' }] }],
      config: { [`${A} eu-west-1`]: recording },
    });
    const event = create({ Regions: ['eu-west-1'], ExcludedAccounts: ['222222222222'] });

    const { answers } = await run(configRecorders(dependencies), event);

    expect(answers[0]?.status).to.equal('SUCCESS');
  });

  it('fail when no account is active', async () => {
    const { dependencies } = setUp({ accounts: [{ Accounts: [] }] });

    const { answers } = await run(configRecorders(dependencies), create());

    expect(answers[0]?.reason).to.include('None of the 0 accounts that AWS Organizations lists');
  });
});

describe('the regions of Custom::ConfigRecorders', () => {
  for (const [Regions, reason] of [
    [undefined, 'Regions is missing: set it to a list'],
    [[], 'Regions is []: set it to a list of at least 1'],
    [['Ireland'], 'Regions[0] is "Ireland": set it to a region such as eu-west-1'],
  ]) {
    it(`are not ${JSON.stringify(Regions) ?? 'absent'}`, async () => {
      const { dependencies } = setUp({ accounts: [] });

      const { answers } = await run(configRecorders(dependencies), create({ Regions }));

      expect(answers[0]?.reason).to.equal(`stream: ${reason}`);
    });
  }
});
