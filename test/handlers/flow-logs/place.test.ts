import type { EC2Client, FlowLog } from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { wantedFlowLogs } from '../../../handlers/flow-logs/flow-logs.ts';
import { convergePlace } from '../../../handlers/flow-logs/place.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { fakeRuntime } from '../../doubles/custom-resource.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { fakeEc2, lenient, type Rules } from './ec2.ts';
import { place, settings, toBucket, toGroup, vpc } from './fakes.ts';

const onlyBucket = { ...settings, destinations: ['s3' as const] };
const [bucket] = wantedFlowLogs(onlyBucket, place);
const refused = (name: string) => awsError(name, 'no', { $metadata: { httpStatusCode: 400 } });
const toAll = { created: 0, removed: 0, refused: [], isFinished: true };

function setUp(answers: Answers, wanted = onlyBucket) {
  return withClient(fakeClient<EC2Client>(answers), wanted);
}

function withClient(ec2: ReturnType<typeof fakeClient<EC2Client>>, wanted = onlyBucket) {
  const { runtime, logged } = fakeRuntime();
  const { sleep, log } = runtime;
  const converge = (hasTime = () => true) =>
    convergePlace({ ec2: ec2.client, sleep, hasTime, log }, place, wanted);
  return { converge, commands: ec2.commands, logged };
}

/** VPCs `a`, `b` and `c` with flow logs of REJECT in the bucket, by the rules. */
function outdated(rules: Partial<Rules>, foreign: FlowLog[] = []) {
  const vpcs = ['a', 'b', 'c'].map((id) => vpc(id));
  const flowLogs = ['a', 'b', 'c'].map((id) => toBucket(id, { TrafficType: 'REJECT' }));
  const all = [...foreign, ...flowLogs];
  const ec2 = fakeEc2(vpcs, all, { ...lenient, ...rules });
  const traffic = () => all.map(({ ResourceId, TrafficType }) => `${ResourceId} ${TrafficType}`);
  const writes = () => ec2.commands.map(([name]) => name).filter((name) => !/^Desc/.test(name));
  return { ...withClient(ec2), traffic, writes };
}

describe('a place', () => {
  it('gets a flow log for each VPC that lacks one, beyond the first page too', async () => {
    const { converge, commands, logged } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a')], NextToken: '2' }, { Vpcs: [vpc('b')] }],
      DescribeFlowLogs: [{ FlowLogs: [], NextToken: '2' }, { FlowLogs: [toBucket('a')] }],
      CreateFlowLogs: [{ FlowLogIds: ['fl-b'] }],
    });

    const done = await converge();

    expect(done).to.deep.equal({ ...toAll, created: 1 });
    expect(commands).to.deep.equal([
      ['DescribeVpcs', { MaxResults: 1000 }],
      ['DescribeVpcs', { MaxResults: 1000, NextToken: '2' }],
      ['DescribeFlowLogs', { MaxResults: 1000 }],
      ['DescribeFlowLogs', { MaxResults: 1000, NextToken: '2' }],
      ['CreateFlowLogs', { ...bucket, ResourceIds: ['b'] }],
    ]);
    expect(logged).to.deep.equal([
      {
        message: 'Converged flow logs',
        action: 'converge',
        accountId: '444444444444',
        region: 'eu-west-1',
        vpcs: 2,
        created: 1,
        removed: 0,
        refused: 0,
      },
    ]);
  });

  it('is written nothing, and logs nothing, when all is as wanted', async () => {
    const { converge, commands, logged } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a')] }],
      DescribeFlowLogs: [{ FlowLogs: [toBucket('a')] }],
    });

    await converge();

    expect(commands.map(([name]) => name)).to.deep.equal(['DescribeVpcs', 'DescribeFlowLogs']);
    expect(logged).to.deep.equal([]);
  });

  it('gets what is wanted before it loses what is not', async () => {
    const { converge, commands } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a')] }],
      DescribeFlowLogs: [{ FlowLogs: [toBucket('a', { TrafficType: 'ACCEPT' }), toGroup('a')] }],
      CreateFlowLogs: [{ FlowLogIds: ['fl-a'] }],
      DeleteFlowLogs: [{ Unsuccessful: [] }],
    });

    const done = await converge();

    expect(done).to.deep.equal({ ...toAll, created: 1, removed: 2 });
    expect(commands.slice(2)).to.deep.equal([
      ['CreateFlowLogs', { ...bucket, ResourceIds: ['a'] }],
      ['DeleteFlowLogs', { FlowLogIds: ['fl-s3-a', 'fl-cw-a'] }],
    ]);
  });

  it('keeps what it has of a VPC that EC2 refuses, and converges the others', async () => {
    for (const byName of [true, false]) {
      const refuse = (id: string) => (id === 'b' ? 'AccessDenied' : undefined);
      const { converge, traffic } = outdated({ byName, refuse });

      const done = await converge();

      expect(traffic()).to.have.members(['b REJECT', 'a ALL', 'c ALL']);
      expect(done.refused).to.have.length(1);
      expect(done.refused[0]).to.match(
        /^b arn:aws:s3:::audit-flow-logs-333333333333: AccessDenied/,
      );
    }
  });

  it('exchanges one VPC at a time where EC2 takes one flow log to a destination', async () => {
    for (const byName of [true, false]) {
      const { converge, traffic, writes } = outdated({ equality: 'by destination', byName });

      const done = await converge();

      expect(traffic()).to.have.members(['a ALL', 'b ALL', 'c ALL']);
      expect(done).to.deep.equal({ ...toAll, created: 3 });
      const pairs = writes().slice(byName ? 1 : 4);
      expect(pairs).to.deep.equal(Array(3).fill(['DeleteFlowLogs', 'CreateFlowLogs']).flat());
    }
  });

  it('exchanges them where a VPC has as many as it may', async () => {
    const { converge, traffic } = outdated({ limit: 1 });

    const done = await converge();

    expect(traffic()).to.have.members(['a ALL', 'b ALL', 'c ALL']);
    expect(done.refused).to.deep.equal([]);
  });

  it('creates the former one again when EC2 refuses the new one alone, too', async () => {
    const refuse = (id: string, { TrafficType }: { TrafficType?: string }) =>
      id === 'b' && TrafficType === 'ALL' ? 'InvalidParameter' : undefined;
    const { converge, traffic } = outdated({ equality: 'by destination', refuse });

    const done = await converge();

    expect(traffic()).to.have.members(['a ALL', 'b REJECT', 'c ALL']);
    expect(done.refused[0]).to.include('InvalidParameter');
    expect(done.refused[0]).to.include('the former flow log is restored');
  });

  it("does not touch a stranger's to the same destination, nor ours in vain", async () => {
    const stranger = toBucket('b', { FlowLogId: 'fl-x', TrafficType: 'ACCEPT', Tags: [] });
    const { converge, traffic } = outdated({ equality: 'by destination' }, [stranger]);

    const done = await converge();

    expect(traffic()).to.have.members(['b ACCEPT', 'a ALL', 'b REJECT', 'c ALL']);
    expect(done.refused[0]).to.include('fl-x is not ours, and goes there with other settings');
  });

  it('stops when there is no time for more, and leaves what it has not reached as it is', async () => {
    let calls = 0;
    const { converge, traffic } = outdated({ equality: 'by destination' });

    const done = await converge(() => ++calls <= 2);

    expect(done.isFinished).to.equal(false);
    expect(traffic()).to.have.members(['a ALL', 'b REJECT', 'c REJECT']);
  });

  it('takes what another invocation has just created for success', async () => {
    const Unsuccessful = [{ ResourceId: 'a', Error: { Code: 'FlowLogAlreadyExists' } }];
    for (const answer of [refused('FlowLogAlreadyExists'), { Unsuccessful }]) {
      const { converge } = setUp({
        DescribeVpcs: [{ Vpcs: [vpc('a')] }],
        DescribeFlowLogs: [{ FlowLogs: [] }, { FlowLogs: [] }],
        CreateFlowLogs: [answer],
      });

      const done = await converge();

      expect(done).to.deep.equal(toAll);
    }
  });

  it('does without a VPC that is gone', async () => {
    const { converge, commands } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a'), vpc('b')] }],
      DescribeFlowLogs: [{ FlowLogs: [] }],
      CreateFlowLogs: [
        refused('InvalidVpcId.NotFound'),
        refused('InvalidVpcId.NotFound'),
        { FlowLogIds: ['fl-b'] },
      ],
    });

    const done = await converge();

    expect(done).to.deep.equal({ ...toAll, created: 1 });
    expect(commands.slice(2).map(([, input]) => input.ResourceIds)).to.deep.equal([
      ['a', 'b'],
      ['a'],
      ['b'],
    ]);
  });

  it('reports a flow log that EC2 does not delete, and takes one that is gone for deleted', async () => {
    const { converge } = setUp(
      {
        DescribeVpcs: [{ Vpcs: [vpc('a'), vpc('b')] }],
        DescribeFlowLogs: [{ FlowLogs: [toBucket('a'), toBucket('b')] }],
        DeleteFlowLogs: [
          refused('InvalidFlowLogId.NotFound'),
          refused('InvalidFlowLogId.NotFound'),
          refused('UnauthorizedOperation'),
        ],
      },
      { ...settings, destinations: [] },
    );

    const done = await converge();

    expect(done.refused).to.deep.equal(['fl-s3-b: UnauthorizedOperation: no']);
  });

  for (const name of ['UnauthorizedOperation', 'RequestLimitExceeded']) {
    it(`hands on ${name}`, async () => {
      const { converge } = setUp({ DescribeVpcs: [awsError(name)] });

      const error = await failureOf(converge());

      expect(error.name).to.equal(name);
    });
  }
});
