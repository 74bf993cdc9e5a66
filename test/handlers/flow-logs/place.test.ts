import type { EC2Client } from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { NotCreatedError } from '../../../handlers/flow-logs/errors.ts';
import { wantedFlowLogs } from '../../../handlers/flow-logs/flow-logs.ts';
import { convergePlace } from '../../../handlers/flow-logs/place.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { fakeRuntime } from '../../doubles/custom-resource.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { place, settings, toBucket, toGroup, vpc } from './fakes.ts';

const onlyBucket = { ...settings, destinations: ['s3' as const] };
const [bucket] = wantedFlowLogs(onlyBucket, place);

function setUp(responses: Answers, wanted = onlyBucket) {
  const ec2 = fakeClient<EC2Client>(responses);
  const { runtime, logged } = fakeRuntime();
  const converge = () => convergePlace(ec2.client, place, wanted, runtime.log);
  return { converge, commands: ec2.commands, logged };
}

describe('a place', () => {
  it('gets a flow log for each VPC that lacks one, beyond the first page too', async () => {
    const { converge, commands, logged } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a')], NextToken: '2' }, { Vpcs: [vpc('b')] }],
      DescribeFlowLogs: [{ FlowLogs: [], NextToken: '2' }, { FlowLogs: [toBucket('a')] }],
      CreateFlowLogs: [{ FlowLogIds: ['fl-b'] }],
    });

    const created = await converge();

    expect(created).to.equal(1);
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

  it('loses what is not wanted before it gets what is', async () => {
    const { converge, commands } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a')] }],
      DescribeFlowLogs: [{ FlowLogs: [toBucket('a', { TrafficType: 'ACCEPT' }), toGroup('a')] }],
      DeleteFlowLogs: [{ Unsuccessful: [] }],
      CreateFlowLogs: [{ FlowLogIds: ['fl-a'] }],
    });

    await converge();

    expect(commands.slice(2)).to.deep.equal([
      ['DeleteFlowLogs', { FlowLogIds: ['fl-s3-a', 'fl-cw-a'] }],
      ['CreateFlowLogs', { ...bucket, ResourceIds: ['a'] }],
    ]);
  });

  it('takes a flow log that exists for success, and makes the others of its batch', async () => {
    const { converge, commands } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a'), vpc('b')] }],
      DescribeFlowLogs: [{ FlowLogs: [] }],
      CreateFlowLogs: [
        awsError('FlowLogAlreadyExists'),
        awsError('FlowLogAlreadyExists'),
        { FlowLogIds: ['fl-b'] },
      ],
    });

    const created = await converge();

    expect(created).to.equal(1);
    expect(commands.slice(2)).to.deep.equal([
      ['CreateFlowLogs', { ...bucket, ResourceIds: ['a', 'b'] }],
      ['CreateFlowLogs', { ...bucket, ResourceIds: ['a'] }],
      ['CreateFlowLogs', { ...bucket, ResourceIds: ['b'] }],
    ]);
  });

  it('takes FlowLogAlreadyExists for success when EC2 returns it for one VPC', async () => {
    const Unsuccessful = [{ ResourceId: 'a', Error: { Code: 'FlowLogAlreadyExists' } }];
    const { converge } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a')] }],
      DescribeFlowLogs: [{ FlowLogs: [] }],
      CreateFlowLogs: [{ Unsuccessful }],
    });

    const created = await converge();

    expect(created).to.equal(0);
  });

  it('fails when EC2 makes only some of a batch', async () => {
    const Message = 'Access Denied for LogDestination: audit';
    const Unsuccessful = [{ ResourceId: 'b', Error: { Code: '400', Message } }];
    const { converge } = setUp({
      DescribeVpcs: [{ Vpcs: [vpc('a'), vpc('b')] }],
      DescribeFlowLogs: [{ FlowLogs: [] }],
      CreateFlowLogs: [{ FlowLogIds: ['fl-a'], Unsuccessful }],
    });

    const error = await failureOf(converge());

    expect(error).to.be.instanceOf(NotCreatedError);
    expect(error.message).to.include(`(b: 400 ${Message})`);
  });

  for (const name of ['UnauthorizedOperation', 'RequestLimitExceeded']) {
    it(`hands on ${name}`, async () => {
      const { converge } = setUp({ DescribeVpcs: [awsError(name)] });

      const error = await failureOf(converge());

      expect(error.name).to.equal(name);
    });
  }
});
