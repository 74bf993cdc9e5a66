import type { Case, Verdict } from './cases.ts';
import { callOpinion, secondOpinion } from './second-opinion.ts';

/** What the embedded AWS answers to GET /_embedded-aws/authorizations. */
export interface AuthorizationRecord {
  readonly documents: Readonly<Record<string, object>>;
  readonly evaluations: readonly RecordedEvaluation[];
  readonly calls: readonly RecordedCall[];
}

interface RecordedEvaluation extends Omit<Case, 'documents'> {
  /** Numbers of documents. */
  readonly documents: readonly number[];
  readonly verdict: Verdict;
}

interface RecordedCall {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Case['context'];
  readonly identity: readonly number[];
  readonly boundary: readonly number[];
  readonly serviceControl: readonly number[];
  readonly allowed: boolean;
}

const numbered = (record: AuthorizationRecord, numbers: readonly number[]): object[] =>
  numbers.map((number) => record.documents[number] ?? {});

/** Evaluations on which iam-simulate says something else, one line each. */
export const differingEvaluations = (record: AuthorizationRecord): string[] =>
  record.evaluations.flatMap((evaluation) => {
    const { verdict, ...request } = evaluation;
    const one: Case = { ...request, documents: numbered(record, evaluation.documents) };
    const second = secondOpinion(one);

    return second === verdict
      ? []
      : [`${verdict}, by iam-simulate ${second}: ${JSON.stringify(one)}`];
  });

/** Calls on which iam-simulate decides otherwise, one line each. */
export const differingCalls = (record: AuthorizationRecord): string[] =>
  record.calls.flatMap((call) => {
    const allowed = callOpinion({
      ...call,
      identity: numbered(record, call.identity),
      boundary: numbered(record, call.boundary),
      serviceControl: numbered(record, call.serviceControl),
    });

    return allowed === call.allowed
      ? []
      : [`allowed: ${call.allowed}, not by iam-simulate: ${JSON.stringify(call)}`];
  });
