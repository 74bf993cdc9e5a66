import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AuthorizationRecord } from './record.ts';

/** Actions of a statement that a whole rehearsal does without. */
interface Idle {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

/** A test of the function, or a rehearsal of another organization, has these calls. */
export const idle: readonly Idle[] = [
  {
    sid: 'AllowKeyOfTopic',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    reason:
      'no topic has a key by default; test/end-to-end/encrypted-topics.test.ts gives them one',
  },
  {
    sid: 'AllowOwnLogs',
    actions: ['logs:CreateLogStream'],
    reason: 'Lambda makes streams on AWS; in the embedded AWS a group has its lines without',
  },
  {
    sid: 'AllowRestOfSweep',
    actions: ['events:PutEvents'],
    reason: 'a sweep hands on what is left when its time is up',
  },
  {
    sid: 'AllowRestOfHarvest',
    actions: ['events:PutEvents'],
    reason: 'so does a harvest',
  },
  {
    sid: 'AllowLogDelivery',
    actions: ['logs:DeleteLogDelivery'],
    reason: 'EC2 deletes the delivery of a flow log that is deleted',
  },
  {
    sid: 'AllowRemovalOfOwnFlowLogs',
    actions: ['ec2:DeleteFlowLogs'],
    reason: 'flow logs are deleted when their settings change',
  },
  {
    sid: 'AllowDelivery',
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams'],
    reason: 'a flow log is delivered to a log group as AWS documents it; here streams are not made',
  },
  {
    sid: 'AllowListOfLogGroups',
    actions: ['logs:DescribeLogGroups'],
    reason: 'likewise',
  },
  {
    sid: 'AllowOwnDetectorAndDesignation',
    actions: ['guardduty:GetAdministratorAccount'],
    reason: 'asked when the own detector differs: rehearsed where GuardDuty is in use already',
  },
  {
    sid: 'AllowUseOfOwnDetector',
    actions: ['guardduty:UpdateDetector'],
    reason: 'likewise',
  },
  {
    sid: 'AllowConfigurationOfOrganization',
    actions: ['guardduty:UpdateMemberDetectors'],
    reason: "likewise, of the management account's features",
  },
  {
    sid: 'AllowListOfDetectorsAndAccounts',
    actions: ['guardduty:CreateDetector', 'organizations:ListAccounts'],
    reason: 'designation has made the detector; accounts are listed in an opt-in region',
  },
  {
    sid: 'AllowLookAtRecorders',
    actions: ['config:DescribeDeliveryChannels'],
    reason: 'asked where an account has a recorder of its own',
  },
  {
    sid: 'AllowMemory',
    actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
    reason: 'a claim is given back when SNS rejects the message; an unreadable finding is claimed',
  },
  {
    sid: 'AllowQuarantine',
    actions: ['s3:AbortMultipartUpload'],
    reason: 'a copy in parts that fails is aborted',
  },
  {
    sid: 'AllowReportsToAccountBuckets',
    actions: ['s3:AbortMultipartUpload'],
    reason: 'likewise',
  },
  {
    sid: 'AllowInstancesOfTheStackSet',
    actions: ['cloudformation:UpdateStackInstances'],
    reason: 'instances that are not current are updated',
  },
  {
    sid: 'AllowReadOfTheStackSet',
    actions: ['cloudformation:ListStackSetOperationResults'],
    reason: 'read when an operation failed',
  },
  {
    sid: 'AllowEndOfRun',
    actions: ['batch:TerminateJob'],
    reason: 'jobs of a run that takes too long are terminated',
  },
  {
    sid: 'AllowBuildsOfImage',
    actions: ['codebuild:BatchGetBuilds'],
    reason: 'asked where a deployment meets builds of an earlier one',
  },
  {
    sid: 'AllowImage',
    actions: ['ecr:BatchCheckLayerAvailability'],
    reason: 'the agent of Fargate asks for it; no image is pulled here',
  },
];

/** What the audit role allows, of which a real scanner is the judge: npm run test:scanners. */
const ofScanners = ['AllowConfigurationThatScannersRead', 'AllowPropertiesOfRestApis'];

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: unknown;
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

const templates = path.join(import.meta.dirname, '../../templates');

/** The sids of the project's own policies, which AWS's and those of users in scenarios lack. */
const ownSids = new Set(
  globSync('**/*.yml', { cwd: templates }).flatMap((file) =>
    [...readFileSync(path.join(templates, file), 'utf8').matchAll(/\bSid: (\w+)/g)].map(
      ([, sid = '']) => sid,
    ),
  ),
);

/** Every action that a policy of the project allows: `SID ACTION`. */
function allowed(document: object): string[] {
  const { Statement } = document as { Statement?: Statement | readonly Statement[] };
  const statements = listOf(Statement);
  if (!statements.every(({ Sid = '', Principal }) => ownSids.has(Sid) && Principal === undefined)) {
    return [];
  }

  return statements
    .filter(({ Effect, Sid = '' }) => Effect === 'Allow' && !ofScanners.includes(Sid))
    .flatMap(({ Sid, Action }) => listOf(Action).map((action) => `${Sid} ${action}`));
}

const expressionOf = (line: string): RegExp => {
  const action = line.slice(line.indexOf(' ') + 1);
  const escaped = action.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');

  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
};

/** Which actions were allowed by each document. */
function usesOf({ evaluations, calls }: AuthorizationRecord): Map<number, Set<string>> {
  const uses = new Map<number, Set<string>>();
  const add = (numbers: readonly number[], action: string, isAllowed: boolean): void => {
    for (const number of numbers) {
      const known = uses.get(number) ?? new Set();
      uses.set(number, isAllowed ? known.add(action) : known);
    }
  };
  for (const { documents, action, verdict } of evaluations) {
    add(documents, action, verdict === 'allow');
  }
  for (const call of calls) {
    add(call.identity, call.action, call.allowed);
  }

  return uses;
}

/**
 * Actions that roles of the project allow, and that no call of the rehearsal was allowed by: removing
 * one of the others makes a call fail. Policies that differ in resources alone, such as those
 * of one role in several accounts, count as one.
 */
export function idleActions(record: AuthorizationRecord): string[] {
  const uses = usesOf(record);
  const byPolicy = Map.groupBy(uses.keys(), (number) =>
    JSON.stringify(allowed(record.documents[number] ?? {})),
  );

  return [...byPolicy].flatMap(([policy, numbers]) => {
    const used = numbers.flatMap((number) => [...(uses.get(number) ?? [])]);

    return (JSON.parse(policy) as string[]).filter((line) => {
      const expression = expressionOf(line);
      return !used.some((action) => expression.test(action));
    });
  });
}

/** Every action that some policy of the rehearsal has: `SID ACTION`. */
export const allActions = ({ documents }: AuthorizationRecord): Set<string> =>
  new Set(Object.values(documents).flatMap(allowed));
