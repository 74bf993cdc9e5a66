import { expect } from 'chai';
import type { StackSnapshot } from 'ofn-rehearse';
import { stacks } from '../../../preflight/findings/stacks.ts';
import { judge, kindsIn, type Parts, placed, stack } from '../snapshots.ts';

const inState = (
  StackStatus: string,
  more: Partial<StackSnapshot> = {},
  name = 'ofn-audit-alerts',
): Parts => ({
  security: { in: { 'us-east-1': { stacks: [stack(name, { StackStatus, ...more })] } } },
  stacks: [placed('ofn-audit-alerts', '222222222222')],
});

const resources = [
  {
    LogicalResourceId: 'Queue',
    PhysicalResourceId: 'q',
    ResourceType: 'AWS::SQS::Queue',
    ResourceStatus: 'DELETE_FAILED',
  },
];

const of = '--stack-name ofn-audit-alerts --region us-east-1';

// https://github.com/org-formation/org-formation-cli/blob/master/src/util/aws-util.ts
describe('findings about the states of stacks', () => {
  it('accepts stacks that can be updated', () => {
    for (const status of [
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
    ]) {
      expect(judge(stacks, inState(status)), status).to.deep.equal([]);
    }
  });

  it('is not concerned by stacks that are not to be deployed', () => {
    expect(judge(stacks, inState('ROLLBACK_FAILED', {}, 'ofn-audit-former'))).to.deep.equal([]);
  });

  it('notes one that org-formation deletes and creates again', () => {
    const [found] = judge(stacks, inState('ROLLBACK_COMPLETE'));

    expect(found?.kind).to.equal('stack-created-again');
    expect(found?.level).to.equal('note');
  });

  it('finds one that is protected from that', () => {
    const [found] = judge(
      stacks,
      inState('ROLLBACK_COMPLETE', { EnableTerminationProtection: true }),
    );

    expect(found?.kind).to.equal('stack-protected');
    expect(found?.remedy).to.equal(
      `with credentials of 222222222222, run aws cloudformation update-termination-protection --no-enable-termination-protection ${of}`,
    );
  });

  it('gives the command that frees each other one, with the resources that failed', () => {
    const remedyIn = (status: string, more = {}) =>
      judge(stacks, inState(status, more))[0]?.remedy.replace(/^.* run aws cloudformation /, '');

    expect(remedyIn('ROLLBACK_FAILED')).to.equal(`delete-stack ${of}`);
    expect(remedyIn('REVIEW_IN_PROGRESS')).to.equal(`delete-stack ${of}`);
    expect(remedyIn('DELETE_FAILED', { resources })).to.equal(
      `delete-stack ${of} --retain-resources Queue`,
    );
    expect(remedyIn('UPDATE_ROLLBACK_FAILED')).to.equal(`continue-update-rollback ${of}`);
    expect(remedyIn('UPDATE_ROLLBACK_FAILED', { resources })).to.equal(
      `continue-update-rollback ${of} --resources-to-skip Queue`,
    );
  });

  it('says why, where AWS does', () => {
    const [found] = judge(stacks, inState('DELETE_FAILED', { StackStatusReason: 'not empty' }));

    expect(found?.found).to.equal(
      'the stack ofn-audit-alerts is in the state DELETE_FAILED (not empty)',
    );
  });

  it('notes one for which org-formation waits', () => {
    for (const status of ['UPDATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS']) {
      expect(kindsIn(stacks, inState(status)), status).to.deep.equal(['stack-busy']);
    }
  });

  it('finds one for which it does not wait, or which it would delete', () => {
    for (const status of ['ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS']) {
      expect(kindsIn(stacks, inState(status)), status).to.deep.equal(['stack-rolling-back']);
    }
  });
});
