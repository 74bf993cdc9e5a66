import type { Rehearsal } from 'ofn-rehearse';
import deployingCalls from '../../preflight/policies/deploying-calls.json' with { type: 'json' };
import { type CloudTrailRecord, recordOf } from '../../scenarios/attacks/techniques.ts';

/** A call that the embedded AWS served. */
export type Call = Awaited<ReturnType<Rehearsal['aws']['calls']>>['calls'][number];

/** Where a service's endpoint and the source of its events differ. */
const sources: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  eventbridge: 'events',
  stepfunctions: 'states',
};

const isRead = (operation: string): boolean =>
  /^(Get|List|Describe|Head|Lookup|Batch)/.test(operation);

/** The key with which the embedded AWS calls itself: CloudFormation for a stack's resources, mostly. */
const internalKey = 'AKIAINTERNALCALL0000';

/** An operator's access key has no session; a role session is named by its ARN. */
const identityOf = (principal: string, accountId: string): object => ({
  accountId,
  ...(principal.startsWith('arn:')
    ? { type: 'AssumedRole', arn: principal }
    : { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/operator` }),
  ...(principal === internalKey ? { invokedBy: 'cloudformation.amazonaws.com' } : {}),
});

/** The record that CloudTrail has of a call, without its parameters, which are not kept. */
function recordOfCall({ service, operation, account, principal, error, message }: Call) {
  return recordOf({
    eventSource: `${sources[service] ?? service}.amazonaws.com`,
    eventName: operation,
    userIdentity: identityOf(principal, account),
    recipientAccountId: account,
    readOnly: isRead(operation),
    ...(error ? { errorCode: error, errorMessage: message } : {}),
  });
}

/** What CloudFormation calls for the principal that deploys, by what AWS's reference says of types. */
const byCloudFormation = (accountId: string): CloudTrailRecord[] =>
  Object.values(deployingCalls)
    .flat()
    .map(({ action }) => {
      const [service = '', operation = ''] = action.split(':');
      return recordOf({
        eventSource: `${sources[service] ?? service}.amazonaws.com`,
        eventName: operation,
        userIdentity: identityOf(internalKey, accountId),
        recipientAccountId: accountId,
        readOnly: isRead(operation),
      });
    });

/** The records of a deployment, each kind of call once: by its name, principal's role and error. */
export function deploymentRecords(
  calls: readonly Call[],
  managementAccountId: string,
): CloudTrailRecord[] {
  const kinds = new Map(
    calls
      .filter(({ account }) => account !== '')
      .map((call) => {
        const role = call.principal.split('/').slice(0, 2).join('/');
        const { service, operation, error } = call;
        return [[service, operation, role, error].join(' '), recordOfCall(call)] as const;
      }),
  );
  return [...kinds.values(), ...byCloudFormation(managementAccountId)];
}
