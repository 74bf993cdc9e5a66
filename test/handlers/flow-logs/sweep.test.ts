import type { EC2Client } from '@aws-sdk/client-ec2';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { SweepError } from '../../../handlers/flow-logs/errors.ts';
import { convergeOne, repeatAccounts, sweep } from '../../../handlers/flow-logs/sweep.ts';
import type { Dependencies } from '../../../handlers/flow-logs/visit.ts';
import { type Answer, type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { fakeRuntime } from '../../doubles/custom-resource.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { settings, toBucket, toGroup, vpc } from './fakes.ts';

const active = (Id: string) => ({ Id, State: 'ACTIVE' });
const covered: Answers = {
  DescribeVpcs: [{ Vpcs: [vpc('a')] }],
  DescribeFlowLogs: [{ FlowLogs: [toBucket('a'), toGroup('a')] }],
};

interface World {
  accounts: Answer[];
  ec2?: Answers;
  open?: (accountId: string) => void;
  remainingMs?: () => number;
}

function setUp({ accounts, ec2 = covered, open = () => {}, remainingMs = () => 900_000 }: World) {
  const organizations = fakeClient<OrganizationsClient>({ ListAccounts: accounts });
  const { runtime, logged } = fakeRuntime();
  const visited: string[] = [];
  const resumed: string[] = [];
  const repeated: [accountIds: readonly string[], round: number][] = [];
  let closed = 0;
  const dependencies: Dependencies = {
    partition: 'aws',
    organizations: organizations.client,
    async open(accountId) {
      open(accountId);
      return {
        ec2(region) {
          visited.push(`${accountId} ${region}`);
          return fakeClient<EC2Client>(ec2).client;
        },
        close: () => void closed++,
      };
    },
    resume: async (after) => void resumed.push(after),
    repeat: async (...request) => void repeated.push(request),
    sleep: async () => {},
    remainingMs,
    log: runtime.log,
  };
  return { dependencies, visited, resumed, repeated, logged, closedCount: () => closed };
}

describe('a sweep', () => {
  it('visits every region of every active account, beyond the first page too', async () => {
    const closed = { Id: '555555555555', State: 'CLOSED', Status: 'ACTIVE' };
    const { dependencies, visited, closedCount } = setUp({
      accounts: [
        { Accounts: [active('444444444444'), closed], NextToken: '2' },
        { Accounts: [active('111111111111')] },
      ],
    });

    const swept = await sweep(dependencies, settings);

    expect(swept).to.deep.equal({ accounts: 2, created: 0, skipped: 0, failed: 0, resumes: false });
    expect(visited.toSorted()).to.deep.equal([
      '111111111111 eu-west-1',
      '111111111111 us-east-1',
      '444444444444 eu-west-1',
      '444444444444 us-east-1',
    ]);
    expect(closedCount()).to.equal(2);
  });

  it('visits an account without State and Status', async () => {
    const { dependencies } = setUp({ accounts: [{ Accounts: [{ Id: '111111111111' }] }] });

    const swept = await sweep(dependencies, settings);

    expect(swept.accounts).to.equal(1);
  });

  it('leaves out a region that the account has not enabled', async () => {
    const { dependencies, visited } = setUp({
      accounts: [{ Accounts: [active('111111111111'), active('444444444444')] }],
    });
    const excludedPlaces = ['us-east-1=444444444444'];

    await sweep(dependencies, { ...settings, excludedPlaces });

    expect(visited.toSorted()).to.deep.equal([
      '111111111111 eu-west-1',
      '111111111111 us-east-1',
      '444444444444 eu-west-1',
    ]);
  });

  it('skips an account that has no role of ours, and says so', async () => {
    const { dependencies, logged } = setUp({
      accounts: [{ Accounts: [active('111111111111'), active('444444444444')] }],
      open: (id) => {
        if (id === '111111111111') {
          throw awsError('AccessDenied');
        }
      },
    });

    const swept = await sweep(dependencies, settings);

    expect(swept).to.deep.equal({ accounts: 1, created: 0, skipped: 1, failed: 0, resumes: false });
    expect(logged[0]).to.deep.equal({
      message: 'No role to assume',
      action: 'skip-account',
      level: 'WARN',
      accountId: '111111111111',
    });
  });

  it('fails when no account admits it', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active('111111111111')] }],
      open: () => {
        throw awsError('AccessDenied');
      },
    });

    const error = await failureOf(sweep(dependencies, settings));

    expect(error).to.be.instanceOf(SweepError);
    expect(error.message).to.include('No account allows the role to be assumed');
  });

  it('does not fail when the last accounts of a sweep are not governed', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active('111111111111'), active('444444444444')] }],
      open: () => {
        throw awsError('AccessDenied');
      },
    });

    const swept = await sweep(dependencies, settings, '111111111111');

    expect(swept.skipped).to.equal(1);
  });

  it('tries all, and requests those that failed once more', async () => {
    const { dependencies, visited, repeated, logged } = setUp({
      accounts: [{ Accounts: [active('111111111111'), active('444444444444')] }],
      ec2: { DescribeVpcs: [awsError('RequestLimitExceeded', 'slow down')] },
    });

    const swept = await sweep(dependencies, settings);

    expect(visited).to.have.length(4);
    expect(swept.failed).to.equal(2);
    expect(repeated).to.deep.equal([[['111111111111', '444444444444'], 1]]);
    expect(JSON.stringify(logged.at(-1))).to.include(
      '111111111111 eu-west-1: RequestLimitExceeded: slow down',
    );
  });

  it('leaves what does not fit into its time to the next, in the order of the ids', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `1000000000${10 + index}`);
    let calls = 0;
    const { dependencies, visited, resumed } = setUp({
      accounts: [{ Accounts: ids.toReversed().map(active) }],
      remainingMs: () => (++calls > 10 ? 60_000 : 900_000),
    });

    const swept = await sweep(dependencies, settings);

    expect(swept).to.deep.equal({ accounts: 10, created: 0, skipped: 0, failed: 0, resumes: true });
    expect(new Set(visited.map((one) => one.slice(0, 12)))).to.deep.equal(
      new Set(ids.slice(0, 10)),
    );
    expect(resumed).to.deep.equal(['100000000019']);
  });

  it('continues behind the account that it is given', async () => {
    const { dependencies, visited } = setUp({
      accounts: [{ Accounts: [active('111111111111'), active('444444444444')] }],
    });

    await sweep(dependencies, settings, '111111111111');

    expect(visited).to.deep.equal(['444444444444 eu-west-1', '444444444444 us-east-1']);
  });
});

describe('accounts that are repeated', () => {
  const refusing: Answers = {
    DescribeVpcs: [{ Vpcs: [vpc('a')] }],
    DescribeFlowLogs: [{}],
    CreateFlowLogs: {
      Unsuccessful: [{ ResourceId: 'a', Error: { Code: '400', Message: 'Access Denied' } }],
    },
  };
  const accountIds = ['111111111111', '444444444444'];

  it('fail with what EC2 still refuses, after all were tried', async () => {
    const { dependencies, visited, repeated } = setUp({ accounts: [], ec2: refusing });

    const error = await failureOf(repeatAccounts(dependencies, settings, { accountIds, round: 1 }));

    expect(visited).to.have.length(4);
    expect(error).to.be.instanceOf(SweepError);
    expect(error.message).to.include('4 VPCs or regions lack flow logs');
    expect(error.message).to.include(
      '444444444444 eu-west-1: a arn:aws:s3:::audit-flow-logs-333333333333: 400: Access Denied',
    );
    expect(repeated).to.deep.equal([]);
  });

  it('are requested again, with what failed, when the time does not suffice', async () => {
    let calls = 0;
    const remainingMs = () => (++calls > 5 ? 30_000 : 900_000);
    const { dependencies, repeated } = setUp({ accounts: [], ec2: refusing, remainingMs });

    await repeatAccounts(dependencies, settings, { accountIds, round: 1 });

    expect(repeated).to.deep.equal([[['444444444444'], 2]]);
  });

  it('fail in the last round with what was not reached', async () => {
    const { dependencies, repeated } = setUp({ accounts: [], remainingMs: () => 30_000 });

    const error = await failureOf(
      repeatAccounts(dependencies, settings, { accountIds, round: 20 }),
    );

    expect(error.message).to.include('111111111111: not finished after 20 rounds');
    expect(repeated).to.deep.equal([]);
  });
});

describe('a new VPC', () => {
  it('gets flow logs in its own account and region only', async () => {
    const { dependencies, visited } = setUp({
      accounts: [],
      ec2: { ...covered, DescribeFlowLogs: [{}], CreateFlowLogs: { FlowLogIds: ['fl'] } },
    });

    const here = { accountId: '444444444444', region: 'eu-west-1' };
    const created = await convergeOne(dependencies, settings, here);

    expect(created).to.equal(2);
    expect(visited).to.deep.equal(['444444444444 eu-west-1']);
  });

  it('is left alone in a region that is not governed', async () => {
    const { dependencies, visited } = setUp({ accounts: [] });

    const here = { accountId: '444444444444', region: 'sa-east-1' };
    const created = await convergeOne(dependencies, settings, here);

    expect(created).to.equal(0);
    expect(visited).to.deep.equal([]);
  });

  it('fails where EC2 refuses it', async () => {
    const Unsuccessful = [{ ResourceId: 'a', Error: { Code: '400', Message: 'Access Denied' } }];
    const { dependencies } = setUp({
      accounts: [],
      ec2: { ...covered, DescribeFlowLogs: [{}], CreateFlowLogs: { Unsuccessful } },
    });

    const here = { accountId: '444444444444', region: 'eu-west-1' };
    const error = await failureOf(convergeOne(dependencies, settings, here));

    expect(error).to.be.instanceOf(SweepError);
  });

  it('fails where the account does not admit it', async () => {
    const { dependencies } = setUp({
      accounts: [],
      open: () => {
        throw awsError('AccessDenied');
      },
    });

    const here = { accountId: '444444444444', region: 'eu-west-1' };
    const error = await failureOf(convergeOne(dependencies, settings, here));

    expect(error.name).to.equal('AccessDenied');
  });
});
