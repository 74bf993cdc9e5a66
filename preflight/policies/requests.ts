import type { PlacedCall } from './calls.ts';
import { type Context, contextOf, type KeyValue } from './context.ts';
import type { Request } from './statements.ts';

/** Who makes a call. */
export interface Caller {
  readonly partition: string;
  readonly accountId: string;
  readonly organizationId: string;
  /** The role of the session. */
  readonly roleArn: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Services that are called in one region, whatever the region of the stack is. */
const globalServices = new Set(['iam', 'organizations']);
const globalRegion = 'us-east-1';

/** Keys that no request of a role to deploy has, though AWS has them of others. */
const ofOthers =
  /^aws:(source(arn|account|orgid|orgpaths|identity)|username|federatedprovider|principalservicename.*|multifactorauthage|chatbotsourcearn|assumedroot|ec2instancesource.*)$/;

/** Keys that only AWS knows: tags, addresses and networks, and what a request asks for. */
const unknown = 'unknown';

/**
 * What is known of the keys of a call.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOfCall(call: PlacedCall, caller: Caller): Context {
  const [service = ''] = call.action.split(':');
  const isGlobal = globalServices.has(service);
  const region = isGlobal ? globalRegion : call.region;
  const via = call.isOfCloudFormation ? ['cloudformation.amazonaws.com'] : undefined;
  return contextOf(
    {
      // AWS documents us-east-1 for the commercial regions.
      'aws:RequestedRegion': region,
      'aws:PrincipalArn': caller.roleArn,
      'aws:PrincipalAccount': caller.accountId,
      'aws:PrincipalOrgID': caller.organizationId,
      'aws:PrincipalType': 'AssumedRole',
      'aws:PrincipalIsAWSService': 'false',
      'aws:ResourceAccount': caller.accountId,
      'aws:ResourceOrgID': caller.organizationId,
      'aws:SecureTransport': 'true',
      'aws:MultiFactorAuthPresent': 'false',
      'aws:CurrentTime': caller.now,
      'aws:EpochTime': String(Date.parse(caller.now) / 1000),
      // CloudFormation calls with the credentials of who has called it.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
      'aws:ViaAWSService': String(call.isOfCloudFormation),
      'aws:CalledVia': via,
      'aws:CalledViaFirst': via,
      'aws:CalledViaLast': via,
    },
    (key) => otherKey(key, call.keys),
  );
}

/** A key that the reference does not list for an action is in none of its requests. */
function otherKey(key: string, keys: readonly string[]): KeyValue {
  const isOfAll = key.startsWith('aws:') && !/^aws:(requesttag\/|resourcetag\/|tagkeys$)/.test(key);
  if (isOfAll) {
    return ofOthers.test(key) ? undefined : unknown;
  }
  const isListed = keys.some((one) =>
    one.endsWith('*') ? key.startsWith(one.slice(0, -1)) : key === one,
  );
  return isListed ? unknown : undefined;
}

/** The requests of a call: one for each resource that it is about. */
export function requestsOf(call: PlacedCall, caller: Caller): Request[] {
  const context = contextOfCall(call, caller);
  if (call.resources.length === 0) {
    return [{ action: call.action, resource: undefined, context }];
  }
  const place = {
    Partition: [caller.partition],
    Region: [call.region],
    Account: [caller.accountId],
    ...call.names,
  };
  const forms = call.resources.map((form) => filled(form, place));
  // Of several forms the one whose names are known is the one that is meant.
  const best = Math.min(...forms.map(({ missing }) => missing));
  const meant = call.isOneOf ? forms.filter(({ missing }) => missing === best) : forms;
  return meant.flatMap(({ arns }) =>
    arns.map((resource) => ({ action: call.action, resource, context })),
  );
}

/** The ARNs of a form such as `arn:${Partition}:s3:::${BucketName}`, with `*` for what is not known. */
function filled(
  form: string,
  names: Readonly<Record<string, readonly string[]>>,
): { arns: string[]; missing: number } {
  let arns = [''];
  let missing = 0;
  for (const part of form.split(/(\$\{\w+\})/)) {
    const name = /^\$\{(\w+)\}$/.exec(part)?.[1];
    const values = name === undefined ? [part] : names[name];
    missing += values ? 0 : 1;
    arns = (values ?? ['*']).flatMap((value) => arns.map((arn) => `${arn}${value}`));
  }
  return { arns, missing };
}
