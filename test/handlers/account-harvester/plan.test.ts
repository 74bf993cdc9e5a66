import type { StackInstanceSummary } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { START } from '../../../handlers/account-harvester/cursor.ts';
import { failuresOf, nextBatch, planOf } from '../../../handlers/account-harvester/plan.ts';
import { idsOf } from './world.ts';

const A = '333333333333';
const B = '444444444444';
const nothing = { inStep: [], remove: [], create: [], update: [] };

const instance = (changes: Partial<StackInstanceSummary> = {}): StackInstanceSummary => ({
  Account: A,
  StackId: 'arn',
  Status: 'CURRENT',
  StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' },
  ...changes,
});

const failed = { Status: 'OUTDATED', StackInstanceStatus: { DetailedStatus: 'FAILED' } } as const;

describe('the plan of a harvest', () => {
  it('has nothing to do for an account whose instance is current', () => {
    expect(planOf(new Set([A]), [instance()])).to.deep.equal({ ...nothing, inStep: [A] });
  });

  it('takes an instance without a detailed status by its status', () => {
    const plan = planOf(new Set([A, B]), [
      instance({ StackInstanceStatus: undefined }),
      instance({ Account: B, StackInstanceStatus: undefined, Status: 'OUTDATED' }),
    ]);

    expect(plan).to.deep.equal({ ...nothing, inStep: [A], update: [B] });
  });

  it('creates what an active account lacks, in the order of the ids', () => {
    expect(planOf(new Set([B, A]), []).create).to.deep.equal([A, B]);
  });

  it('removes what an account has that is not active', () => {
    expect(planOf(new Set([B]), [instance()])).to.deep.equal({
      ...nothing,
      remove: [A],
      create: [B],
    });
  });

  for (const DetailedStatus of ['FAILED', 'CANCELLED', 'PENDING', 'RUNNING'] as const) {
    it(`updates an instance that is ${DetailedStatus} and has a stack`, () => {
      const one = instance({ Status: 'OUTDATED', StackInstanceStatus: { DetailedStatus } });

      expect(planOf(new Set([A]), [one])).to.deep.equal({ ...nothing, update: [A] });
    });
  }

  it('updates an instance that was skipped while its account was suspended', () => {
    const StackInstanceStatus = { DetailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT' as const };

    const plan = planOf(new Set([A]), [instance({ StackInstanceStatus })]);

    expect(plan).to.deep.equal({ ...nothing, update: [A] });
  });

  it('creates again what failed before it had a stack', () => {
    const plan = planOf(new Set([A]), [instance({ ...failed, StackId: undefined })]);

    expect(plan).to.deep.equal({ ...nothing, create: [A] });
  });

  for (const changes of [
    { Status: 'INOPERABLE' },
    { StackInstanceStatus: { DetailedStatus: 'INOPERABLE' } },
  ] as const) {
    it(`leaves alone what is INOPERABLE by its ${Object.keys(changes)[0]}, and says what to do`, () => {
      const one = instance({ ...changes, StatusReason: 'not deleted' });

      const [failure] = failuresOf(new Set([A]), nothing, [one], new Map());

      expect(planOf(new Set([A]), [one])).to.deep.equal(nothing);
      expect(failure?.reason).to.match(/^not deleted \(.*INOPERABLE.*\), .*: import its stack/);
    });

    it(`removes what is INOPERABLE by its ${Object.keys(changes)[0]} of an account that is gone`, () => {
      expect(planOf(new Set(), [instance(changes)])).to.deep.equal({ ...nothing, remove: [A] });
    });
  }

  it('leaves a failed import to those who began it, and reports it', () => {
    const StackInstanceStatus = { DetailedStatus: 'FAILED_IMPORT' as const };
    const one = instance({ Status: 'INOPERABLE', StackInstanceStatus, StatusReason: 'drift' });

    expect(planOf(new Set([A]), [one])).to.deep.equal(nothing);
    expect(failuresOf(new Set([A]), nothing, [one], new Map())).to.deep.equal([
      { account: A, reason: 'drift (INOPERABLE, FAILED_IMPORT)' },
    ]);
  });
});

describe('the next batch', () => {
  const plan = { inStep: [], remove: [A], create: idsOf(12_000), update: [B] };

  it('removes before it creates, and creates before it updates', () => {
    const actions: string[] = [];
    let cursor = START;
    for (let batch = nextBatch(plan, cursor); batch; batch = nextBatch(plan, cursor)) {
      actions.push(`${batch.action} ${batch.accounts.length}`);
      cursor = { ...cursor, phase: batch.action, after: batch.accounts.at(-1) ?? '' };
    }

    expect(actions).to.deep.equal([
      'remove 1',
      'create 5000',
      'create 5000',
      'create 2000',
      'update 1',
    ]);
  });

  it('continues behind the account of the cursor', () => {
    const batch = nextBatch(plan, { phase: 'create', after: '300000011998', resumed: 1 });

    expect(batch).to.deep.equal({ action: 'create', accounts: ['300000011999'] });
  });

  it('is none when only the replay is left', () => {
    expect(nextBatch(plan, { phase: 'replay', after: '', resumed: 0 })).to.equal(undefined);
  });
});

describe('what failed', () => {
  it('is reported with the reason of the operation before that of the instance', () => {
    const one = instance({ ...failed, StatusReason: 'old' });

    const [first] = failuresOf(new Set([A]), nothing, [one], new Map([[A, 'bucket exists']]));

    expect(first).to.deep.equal({ account: A, reason: 'bucket exists' });
  });

  it('is reported for an account without an instance, and for one that was not removed', () => {
    const plan = { ...nothing, remove: [A] };

    expect(failuresOf(new Set([B]), plan, [instance()], new Map())).to.deep.equal([
      { account: A, reason: 'not removed: the operation ended without it' },
      { account: B, reason: 'it has no stack instance' },
    ]);
  });

  it('is not reported for an instance that the plan did not remove', () => {
    expect(failuresOf(new Set(), nothing, [instance()], new Map())).to.deep.equal([]);
  });
});
