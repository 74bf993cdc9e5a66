import type { PlacedCall } from './calls.ts';
import type { Level, ReadPolicy } from './hierarchy.ts';
import { type Caller, requestsOf } from './requests.ts';
import { applies, isAboutAction, type Request, type Statement } from './statements.ts';
import { every, some, type Truth } from './truth.ts';

/** A call that policies deny, or may deny. */
export interface Denial {
  readonly call: PlacedCall;
  /** False where a fact is missing, such as a tag or an address. */
  readonly isSure: boolean;
  /** The root, unit or account of the policy. */
  readonly targetId: string;
  /** The policy and statement that deny; undefined where no statement at the target allows. */
  readonly by: { readonly policy: ReadPolicy; readonly statement: Statement } | undefined;
}

/**
 * The calls that policies of the organization deny a caller: those that a statement denies, and
 * those that at some level no statement allows.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function* denials(
  calls: Iterable<PlacedCall>,
  caller: Caller,
  levels: readonly Level[],
): Generator<Denial> {
  if (levels.length === 0) {
    return;
  }
  for (const call of calls) {
    // Made when a policy speaks of the action: most speak of few.
    let requests: Request[] | undefined;
    const judge: Judge = (truthOf, isForAll) => {
      requests ??= requestsOf(call, caller);
      const truths = requests.map(truthOf);
      if (call.isOneOf) {
        return truths.every((truth) => truth === truths[0]) ? (truths[0] ?? false) : 'unknown';
      }
      return isForAll ? every(truths, (truth) => truth) : some(truths, (truth) => truth);
    };
    for (const level of levels) {
      yield* denied(level, call, judge);
      yield* notAllowed(level, call, judge);
    }
  }
}

/** Whether something holds of the requests of a call: of one, or of all. */
type Judge = (truthOf: (request: Request) => Truth, isForAll: boolean) => Truth;

function* denied({ targetId, policies }: Level, call: PlacedCall, judge: Judge): Generator<Denial> {
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (statement.effect === 'Deny' && isAboutAction(statement, call.action)) {
        const truth = judge((request) => applies(statement, request), false);
        if (truth !== false) {
          yield { call, isSure: truth === true, targetId, by: { policy, statement } };
        }
      }
    }
  }
}

function* notAllowed(
  { targetId, policies }: Level,
  call: PlacedCall,
  judge: Judge,
): Generator<Denial> {
  // AWS keeps a policy on each target: none here means that they could not be read.
  if (policies.length === 0) {
    return;
  }
  const allowing = policies
    .flatMap(({ statements }) => statements)
    .filter((one) => one.effect === 'Allow' && isAboutAction(one, call.action));
  const truth = judge((request) => some(allowing, (one) => applies(one, request)), true);
  if (truth !== true) {
    yield { call, isSure: truth === false, targetId, by: undefined };
  }
}
