import path from 'node:path';
import { explainAccount, type KnownAccounts } from './account-failure.ts';
import type { AwsEvent } from './aws-types.ts';
import type { OfnResult } from './ofn.ts';
import { attempt, Problem } from './problem.ts';
import { readYaml } from './yaml.ts';

/** What is known after a failed `ofn perform-tasks`. */
export interface Failure {
  readonly tasksFile: string;
  readonly result: OfnResult;
  /** What happened in AWS during the run. */
  readonly events: readonly AwsEvent[];
  /** Logical name of an account by its id. */
  readonly nameOf: (accountId: string) => string;
  /** Optional. Without them, an account that is not active is one whose role can't be assumed. */
  readonly known?: KnownAccounts;
}

/** Turns a failed run of ofn into one error that names file, place, cause and remedy. */
export function explainFailure(failure: Failure): Problem {
  const { known, result } = failure;
  return (
    explainStack(failure) ??
    explainEnd(failure) ??
    (known && explainAccount(result.output, known)) ??
    explainLog(failure)
  );
}

/** Whether ofn did all of it: its exit code alone does not say so. */
export const isComplete = ({ exitCode, tasks, unfinished }: OfnResult): boolean =>
  exitCode === 0 && unfinished.length === 0 && tasks.every(({ outcome }) => outcome !== 'failed');

/** ofn that ends in the middle of its tasks, and takes that for a success. */
function explainEnd({ tasksFile, result }: Failure): Problem | undefined {
  const task = result.unfinished.at(-1);
  if (result.exitCode !== 0 || task === undefined) {
    return undefined;
  }
  return new Problem({
    file: tasksFile,
    place: `task ${task}`,
    cause: 'ofn ended with exit code 0 while this task was under way, and left the rest undone',
    remedy:
      'if it has ZipBeforePut, copy a file that is zipped already: ofn does not come back from zips over 16 KiB',
  });
}

interface FailedResource {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}

/** The first resource that failed of its own accord, not because another had. */
function firstFailedResource(events: readonly AwsEvent[]): FailedResource | undefined {
  const [failed] = events.filter(
    ({ kind, status, reason }) =>
      kind === 'resource' && /_FAILED$/.test(String(status)) && !/cancelled/i.test(String(reason)),
  );
  return (
    failed && {
      stack: String(failed.stack),
      account: failed.account,
      region: failed.region,
      logicalId: String(failed.logicalId),
      type: String(failed.type),
      reason: withoutHandler(String(failed.reason)),
    }
  );
}

/** What CloudFormation wraps around the words of a service. */
const withoutHandler = (reason: string): string =>
  reason.replace(
    /^Resource handler returned message: "(.*)" \(RequestToken: [^,]*, HandlerErrorCode: (\w+)\)$/s,
    '$1 ($2)',
  );

function explainStack({ tasksFile, result, events, nameOf }: Failure): Problem | undefined {
  const failed = firstFailedResource(events);
  if (!failed) {
    return undefined;
  }
  const { stack, account, region, logicalId, type, reason } = failed;
  const template = templateOf(result, stack) ?? tasksFile;
  return new Problem({
    file: shortPath(template),
    line: lineOf(template, logicalId),
    place: `${logicalId} (${type}), stack ${stack} in ${nameOf(account)}/${region}`,
    cause: reason,
    remedy: remedyFor(reason),
  });
}

/** ofn says which template it deploys as which stack. */
function templateOf({ output }: OfnResult, stackName: string): string | undefined {
  const pattern = /^INFO: Executing: update-stacks (.+) (\S+)\.$/gm;
  for (const [, template, stack] of output.matchAll(pattern)) {
    if (stack === stackName) {
      return template;
    }
  }
  return undefined;
}

/** The line of a resource; ForeachAccount adds the account's id to its name. */
function lineOf(template: string, logicalId: string): number | undefined {
  // A text template is YAML only once it is rendered; its resource is still named.
  const { value: yaml } = attempt(() => readYaml(template));
  return yaml?.line('Resources', logicalId.replace(/\d{12}$/, ''));
}

/** A call that AWS refused before there was a stack, or an error of ofn's own. */
function explainLog({ tasksFile, result }: Failure): Problem {
  // A reason may continue in the lines below it; two say enough.
  const errors = result.output
    .split(/^(?=(?:DEBG|INFO|WARN|ERROR): )/m)
    .filter((entry) => entry.startsWith('ERROR: '))
    .map((entry) => entry.slice('ERROR: '.length).trim().split(/\s*\n/, 2).join(' '));
  const stack = errors
    .map((line) => /Stack (\S+) in account (.+) failed\. reason: (.+)/.exec(line))
    .find((match) => match !== null);
  if (stack?.[1] && stack[3]) {
    const [, name, where, reason] = stack;
    return new Problem({
      file: shortPath(templateOf(result, name) ?? tasksFile),
      place: `stack ${name} in ${where?.replace(/ (update|delete|create)$/, '')}`,
      cause: withoutHint(reason),
      remedy: remedyFor(reason),
    });
  }
  const task = errors
    .map((line) => /Task (\S+) execute failed\. reason: (.+)/.exec(line))
    .find((match) => match !== null && !/exceeded tolerance/.test(match[2] ?? ''));
  const reason = task?.[2] ?? errors.find((line) => line !== '' && !/^(=|-|Stop)/.test(line));
  return new Problem({
    file: tasksFile,
    place: task?.[1] && `task ${task[1]}`,
    cause: withoutHint(reason ?? lastWords(result)),
    remedy: remedyFor(reason ?? ''),
  });
}

const withoutHint = (reason: string): string =>
  reason.replace(/ \(use option --print-stack to print stack\)$/, '');

const lastWords = ({ output, exitCode }: OfnResult): string =>
  output.trim().split('\n').at(-1) || `ofn ended with exit code ${exitCode} and said nothing`;

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /The embedded AWS (failed|has no)/,
    'this is a limit of the rehearsal, not of your files: rehearsal/embedded-aws/README.md has the list',
  ],
  [
    /extraneous key|not permitted|Unsupported property/i,
    'remove the property, or correct its name: AWS does not know it',
  ],
  [/required key/i, 'give the property that the type requires'],
  [
    /Unrecognized resource type/i,
    'correct the Type, or register it with a register-type task first',
  ],
  [
    /length less than or equal to 51200|maximum allowed|Template may not exceed/i,
    'split the template: CloudFormation has a limit',
  ],
  [
    /did not receive a response/i,
    'let the function answer CloudFormation on every path, and within ServiceTimeout',
  ],
  [/custom resource/i, 'read the message of the function, fix it, and run again'],
  [/do not exist in the template/i, 'declare the parameter in the template, or stop passing it'],
  [/must have values/i, 'give the parameter a value, or the template a default'],
  [/already exists/i, 'import or remove what is there, or choose another name'],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  [
    /explicit deny in a (service|resource) control policy/i,
    'exempt the role in the policy of the organization that denies it: no permission of the role helps',
  ],
  [
    /no (service|resource) control policy allows/i,
    'allow the action in a policy of the unit or account, or attach FullAWSAccess there again',
  ],
  [/AccessDenied|not authorized/i, 'grant the action to the role that asks for it'],
  [/NoSuchKey|NoSuchBucket/i, 'let the task depend on the one that makes or fills the bucket'],
  [
    /unable to find export|No export named/i,
    'let the task depend on the one that exports the value',
  ],
];

const remedyFor = (reason: string): string =>
  remedies.find(([pattern]) => pattern.test(reason))?.[1] ??
  'correct what the cause names and run again; rehearsal/out/ofn.log has all that ofn said';

/** A path as a person would type it from here. */
export const shortPath = (file: string): string => {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith('..') ? file : relative;
};
