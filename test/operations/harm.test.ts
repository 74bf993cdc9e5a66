import { expect } from 'chai';
import type { AwsEvent, Call } from 'ofn-rehearse';
import { harmOf } from './harm.ts';

const place = { account: '111111111111', region: 'eu-west-1' };
const call = { ...place, service: 'guardduty', operation: 'DeleteDetector', error: '' } as Call;
const event: AwsEvent = {
  ...{ sequence: 1, time: 0, kind: 'resource', ...place, status: 'DELETE_IN_PROGRESS' },
  ...{ stack: 'ofn-audit-guard-duty', type: 'AWS::Events::Rule', logicalId: 'Rule' },
};

describe('harm to those that a procedure does not concern', () => {
  it('is a call that ends detection, and a resource of a stack that is deleted', () => {
    expect(harmOf([call], [event], () => false)).to.deep.equal([
      'guardduty:DeleteDetector in 111111111111/eu-west-1',
      'ofn-audit-guard-duty: Rule (AWS::Events::Rule) was deleted in 111111111111/eu-west-1',
    ]);
  });

  it('is not what happens where the procedure is about', () => {
    expect(harmOf([call], [event], ({ region }) => region === 'eu-west-1')).to.deep.equal([]);
  });

  it('is not the deletion of what an update has replaced', () => {
    const replaced = { ...event, status: 'UPDATE_COMPLETE' };

    expect(harmOf([], [replaced, event], () => false)).to.deep.equal([]);
  });

  it('is the deletion of a stack, though it was updated before', () => {
    const stack = { ...event, kind: 'stack', logicalId: 'ofn-audit-guard-duty' };
    const updated = { ...stack, status: 'UPDATE_COMPLETE' };

    expect(harmOf([], [updated, stack], () => false)).to.have.length(1);
  });

  it('is each call but those that a procedure names', () => {
    const other = { ...call, service: 'ec2', operation: 'DeleteFlowLogs' };

    expect(harmOf([call, other], [], (one) => one.call === 'ec2:DeleteFlowLogs')).to.deep.equal([
      'guardduty:DeleteDetector in 111111111111/eu-west-1',
    ]);
  });

  it('is not a call that was refused, nor one that only reads', () => {
    const refused = { ...call, error: 'AccessDenied' };
    const read = { ...call, operation: 'GetDetector' };
    const made = { ...event, status: 'CREATE_IN_PROGRESS' };

    expect(harmOf([refused, read], [made], () => false)).to.deep.equal([]);
  });
});
