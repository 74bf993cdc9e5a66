import { describeError, isDenied, isNamed } from '../lambda/errors.ts';
import type { TrialClients } from './clients.ts';
import type { Context } from './context.ts';
import { Unanswered } from './question.ts';

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** A role of the question's own account that may do this and no more. */
export const roleOf = (
  { partition, accountId }: Pick<Context, 'partition' | 'accountId'>,
  statements: readonly Statement[],
) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    },
    Policies: policies(statements),
  },
});

/** A role that a service may assume, under a condition if there is one. */
export const serviceRole = (
  service: string,
  statements: readonly Statement[],
  Condition?: unknown,
) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
          ...(Condition === undefined ? {} : { Condition }),
        },
      ],
    },
    Policies: policies(statements),
  },
});

const policies = (statements: readonly Statement[]) =>
  statements.length === 0
    ? []
    : [
        {
          PolicyName: 'asked',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: statements.map((one) => ({ Effect: 'Allow', ...one })),
          },
        },
      ];

export const outputs = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, Value]) => [name, { Value }]));

export interface Judged {
  readonly isDenied: boolean;
  /** What AWS answered to the role in question. */
  readonly said: string;
}

interface Roles {
  readonly asked: string;
  /** May do more, for comparison. */
  readonly control: string;
}

/**
 * Whether a role may make the call, compared with one that may do more: once that one is not denied
 * the policies of both have reached the service.
 * @param authorized names of errors by which a service rejects a call that it has authorized
 * @throws Unanswered when the other role is denied as well
 */
export async function judge(
  { as, until }: Context,
  roles: Roles,
  authorized: readonly string[],
  call: (clients: TrialClients, role: keyof Roles) => Promise<unknown>,
): Promise<Judged> {
  const control = await as(roles.control);
  let last: Judged | undefined;
  const allowed = async (clients: TrialClients, role: keyof Roles) => {
    last = await outcomeOf(() => call(clients, role), authorized);
    return last.isDenied ? undefined : last;
  };
  if ((await until(() => allowed(control, 'control'), 90)) === undefined) {
    throw new Unanswered(`the role for comparison is denied, too: ${last?.said}`);
  }
  const asked = await as(roles.asked);
  await until(() => allowed(asked, 'asked'), 20);
  return last as Judged;
}

async function outcomeOf(
  call: () => Promise<unknown>,
  authorized: readonly string[],
): Promise<Judged> {
  try {
    await call();
    return { isDenied: false, said: 'AWS took it' };
  } catch (error) {
    const denied = isDenied(error) || isNamed(error, 'UnauthorizedOperation');
    if (!denied && !isNamed(error, ...authorized)) {
      throw error;
    }
    return { isDenied: denied, said: describeError(error) };
  }
}
