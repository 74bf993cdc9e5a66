import { expect } from 'chai';
import { readStacks } from '../../../preflight/read/stacks.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { placeOf, wantedName, wantedOf } from './place.ts';

const stack = (StackName: string, more: object = {}) => ({
  StackName,
  StackId: `arn:aws:cloudformation:us-east-1:444444444444:stack/${StackName}/1`,
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: new Date('2026-11-30T12:00:00Z'),
  ...more,
});
const read = (StackName: string, more: object = {}) => ({
  ...stack(StackName),
  CreationTime: '2026-11-30T12:00:00.000Z',
  EnableTerminationProtection: false,
  Parameters: {},
  Outputs: {},
  Tags: {},
  resources: [],
  ...more,
});

describe('stacks of a snapshot', () => {
  it('have what AWS answers, of every page', async () => {
    const { client, commands } = cloudFormation([
      { Stacks: [], NextToken: 'more' },
      {
        Stacks: [
          stack('one', {
            StackStatus: 'ROLLBACK_COMPLETE',
            StackStatusReason: 'it failed',
            ParentId: 'parent',
            EnableTerminationProtection: true,
            Parameters: [{ ParameterKey: 'Secret', ParameterValue: '****' }],
            Outputs: [{ OutputKey: 'Arn', OutputValue: 'arn' }],
            Tags: [{ Key: 'team', Value: 'audit' }],
          }),
        ],
      },
    ]);

    const stacks = await readStacks(placeOf({ cloudFormation: { client, commands } }));

    expect(stacks).to.deep.equal([
      read('one', {
        StackStatus: 'ROLLBACK_COMPLETE',
        StackStatusReason: 'it failed',
        ParentId: 'parent',
        EnableTerminationProtection: true,
        Parameters: { Secret: '****' },
        Outputs: { Arn: 'arn' },
        Tags: { team: 'audit' },
      }),
    ]);
    expect(commands).to.deep.equal([
      ['DescribeStacks', {}],
      ['DescribeStacks', { NextToken: 'more' }],
    ]);
  });

  it('have resources where a deployment wants the stack, which are a call for each', async () => {
    const fake = cloudFormation([{ Stacks: [stack('others'), stack('ofn-audit-things')] }]);
    const wanted = wantedOf(wantedName('AWS::Logs::LogGroup', 'things'));

    const stacks = await readStacks(placeOf({ cloudFormation: fake }, { wanted }));

    expect(stacks).to.deep.equal([
      read('others'),
      read('ofn-audit-things', { resources: [resource] }),
    ]);
  });

  it('have resources where they are instances of a StackSet that a deployment wants', async () => {
    const StackName = 'StackSet-ofn-audit-things-2aebf39b-f215-4e52-b4ca-1a2fd9bfa4cf';
    const fake = cloudFormation([{ Stacks: [stack(StackName), stack('StackSet-others-1')] }]);
    const stackName = 'StackSet-ofn-audit-things';
    const wanted = wantedOf(wantedName('AWS::S3::Bucket', 'things', { stackName }));

    const stacks = await readStacks(placeOf({ cloudFormation: fake }, { wanted }));

    expect(stacks).to.deep.equal([
      read(StackName, { resources: [resource] }),
      read('StackSet-others-1'),
    ]);
  });

  it('have resources where the organization is administered', async () => {
    const fake = cloudFormation([{ Stacks: [stack('others')] }]);

    const stacks = await readStacks(
      placeOf({ cloudFormation: fake }, { accountId: '222222222222' }),
    );

    expect(stacks).to.deep.equal([read('others', { resources: [resource] })]);
  });
});

const resource = {
  LogicalResourceId: 'Things',
  PhysicalResourceId: 'things',
  ResourceType: 'AWS::Logs::LogGroup',
  ResourceStatus: 'CREATE_COMPLETE',
};

const cloudFormation = (pages: readonly object[]) =>
  fakeClient({
    DescribeStacks: pages,
    ListStackResources: { StackResourceSummaries: [resource] },
  });
