import { expect } from 'chai';
import { unmanagedStacks } from '../../../preflight/findings/unmanaged.ts';
import { judge, kindsIn, type Parts, placed, stack } from '../snapshots.ts';

const wanted = placed('ofn-audit-alerts', '222222222222', {
  resources: [{ logicalId: 'Topic', type: 'AWS::SNS::Topic', name: undefined, properties: [] }],
});
const has = (ResourceType: string, LogicalResourceId: string) => ({
  ResourceType,
  LogicalResourceId,
  PhysicalResourceId: 'x',
  ResourceStatus: 'CREATE_COMPLETE',
});
const own = [has('AWS::SNS::Topic', 'Topic'), has('AWS::SNS::TopicPolicy', 'TopicPolicy')];
const theirs = [has('AWS::SQS::Queue', 'Jobs')];

const there = (
  resources: ReturnType<typeof has>[],
  stacks: object | undefined,
  StackStatus = 'CREATE_COMPLETE',
): Parts => ({
  security: {
    in: { 'us-east-1': { stacks: [stack('ofn-audit-alerts', { resources, StackStatus })] } },
  },
  stacks: [wanted],
  ...(stacks && {
    snapshot: { state: { bucket: 'b', key: 'k', body: JSON.stringify({ stacks }) } },
  }),
});
const known = { 'ofn-audit-alerts': { '222222222222': { 'us-east-1': {} } } };

// https://github.com/org-formation/org-formation-cli/blob/master/src/util/aws-util.ts
describe('findings about stacks that org-formation does not know', () => {
  it('accepts a stack that it knows', () => {
    expect(judge(unmanagedStacks, there(own, known))).to.deep.equal([]);
  });

  it('notes a stack of this project that it does not know, or whose state is lost', () => {
    const found = judge(unmanagedStacks, there(own, {}));
    const lost = judge(unmanagedStacks, there(own, undefined));

    expect(lost).to.deep.equal(found);

    expect(found.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['stack-not-in-state', 'note'],
    ]);
    expect(found[0]?.places).to.deep.equal([{ accountId: '222222222222', region: 'us-east-1' }]);
  });

  it('finds a stack of others, with the state or without', () => {
    expect(kindsIn(unmanagedStacks, there(theirs, {}))).to.deep.equal(['stack-taken']);
    expect(kindsIn(unmanagedStacks, there(theirs, undefined))).to.deep.equal(['stack-taken']);
  });

  it('says nothing where the state could not be read', () => {
    const unread = { state: { code: 'AccessDenied', message: 'no' } };

    expect(
      judge(unmanagedStacks, { ...there(theirs, undefined), organization: { unread } }),
    ).to.deep.equal([]);
  });

  it('takes a stack whose resources were not read for its own', () => {
    expect(kindsIn(unmanagedStacks, there([], undefined))).to.deep.equal(['stack-not-in-state']);
  });

  it('takes the copies of a resource for each account as that resource', () => {
    const copies = [has('AWS::SNS::Topic', 'TopicSandboxAccount')];

    expect(kindsIn(unmanagedStacks, there(copies, {}))).to.deep.equal(['stack-not-in-state']);
  });

  it('is not concerned by a stack that is to be created again', () => {
    expect(judge(unmanagedStacks, there(theirs, {}, 'ROLLBACK_COMPLETE'))).to.deep.equal([]);
  });
});
