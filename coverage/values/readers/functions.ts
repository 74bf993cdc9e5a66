import {
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { normalPolicy } from '../policy-document.ts';
import type { Expected, Reader } from '../types.ts';
import { codeOf, ofArchive } from './code.ts';
import { each, textOf, unless } from './each.ts';

type Lambda = Pick<LambdaClient, 'send'>;

const gone = ['ResourceNotFoundException'];

const lambdaFunction: Reader = {
  compared: {
    Runtime: {},
    Handler: {},
    Code: { normal: (code) => (typeof code === 'string' ? code : ofArchive) },
    Role: {},
    Architectures: { absent: ['x86_64'] },
    MemorySize: { absent: 128 },
    Timeout: { absent: 3 },
    Environment: { absent: {} },
    Layers: { absent: [] },
    LoggingConfig: {},
    VpcConfig: { absent: {} },
    KmsKeyArn: { absent: '' },
    ReservedConcurrentExecutions: { absent: '' },
    /** Statements that no AWS::Lambda::Permission of the stack has. */
    OtherPermissions: { absent: [] },
  },
  skipped: { FunctionName: 'it is read by it', Description: 'nothing depends on it' },
  read: each(async (resource, place, stack) => {
    const { lambda } = place.clients;
    const FunctionName = resource.id;
    const found = await unless(gone, () =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    );
    if (found === undefined) {
      return undefined;
    }
    const [concurrency, statements, Code] = await Promise.all([
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
      statementsOf(lambda, FunctionName),
      codeOf(resource, found.CodeSha256, place),
    ]);
    const { Environment, Layers, LoggingConfig, VpcConfig, KMSKeyArn, ...same } = found;
    const ours = permissionsOf(resource, stack);
    return {
      ...{ ...same, Code },
      Environment: { Variables: Environment?.Variables },
      Layers: Layers?.map(({ Arn }) => Arn),
      LoggingConfig: loggingOf(LoggingConfig),
      VpcConfig: { SubnetIds: VpcConfig?.SubnetIds, SecurityGroupIds: VpcConfig?.SecurityGroupIds },
      KmsKeyArn: KMSKeyArn,
      ReservedConcurrentExecutions: concurrency.ReservedConcurrentExecutions,
      OtherPermissions: statements.filter(({ Sid }) => !ours.has(Sid)),
    };
  }),
};

const loggingOf = (config: { LogFormat?: string; LogGroup?: string } = {}): unknown => ({
  LogFormat: config.LogFormat,
  LogGroup: config.LogGroup,
});

interface Statement {
  readonly Sid?: string;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

async function statementsOf(lambda: Lambda, FunctionName: string): Promise<Statement[]> {
  const found = await unless(gone, () => lambda.send(new GetPolicyCommand({ FunctionName })));
  const { Statement = [] } = (normalPolicy(found?.Policy) ?? {}) as { Statement?: Statement[] };
  return Statement;
}

const nameIn = (functionName: string | undefined): string | undefined =>
  functionName?.split(':function:').at(-1)?.split(':')[0];

const permissionsOf = (
  { id }: Expected,
  stack: readonly Expected[],
): ReadonlySet<string | undefined> =>
  new Set(
    stack
      .filter(
        (one) =>
          one.type === 'AWS::Lambda::Permission' && nameIn(textOf(one, 'FunctionName')) === id,
      )
      .map(statementIdOf),
  );

// Ref of a permission is its statement's id; some engines put the function before it.
const statementIdOf = ({ id }: Expected): string => id.split('|').at(-1) ?? id;

const permission: Reader = {
  compared: { Action: {}, Principal: {}, SourceArn: { absent: '' }, SourceAccount: { absent: '' } },
  skipped: { FunctionName: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const name = textOf(resource, 'FunctionName') ?? '';
    const id = statementIdOf(resource);
    const found = (await statementsOf(clients.lambda, name)).find(({ Sid }) => Sid === id);
    if (found === undefined) {
      return undefined;
    }
    const { Service, AWS } = (found.Principal ?? {}) as Record<string, string[] | undefined>;
    const conditions = Object.assign({}, ...Object.values(found.Condition ?? {}));
    return {
      Action: actionIn(found.Action),
      Principal: (Service ?? AWS)?.[0],
      SourceArn: conditions['aws:sourcearn']?.[0],
      SourceAccount: conditions['aws:sourceaccount']?.[0],
    };
  }),
};

/** As templates have it; a policy is normal in small letters. */
const actionIn = (actions: unknown): string =>
  String([actions].flat()[0]).replace('lambda:invokefunction', 'lambda:InvokeFunction');

const mapping: Reader = {
  compared: {
    Enabled: { absent: true },
    EventSourceArn: {},
    FunctionName: { normal: (name) => (typeof name === 'string' ? nameIn(name) : name) },
    BatchSize: {},
    MaximumBatchingWindowInSeconds: {},
    FunctionResponseTypes: { absent: [] },
    ScalingConfig: { absent: {} },
    FilterCriteria: { absent: {} },
  },
  read: each(async ({ id: UUID }, { clients }) => {
    const found = await unless(gone, () =>
      clients.lambda.send(new GetEventSourceMappingCommand({ UUID })),
    );
    return (
      found && {
        ...found,
        FunctionName: found.FunctionArn,
        // https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html
        Enabled: !/^Disabl/.test(found.State ?? ''),
      }
    );
  }),
};

const invokeConfig: Reader = {
  compared: {
    // https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
    MaximumRetryAttempts: { absent: 2 },
    MaximumEventAgeInSeconds: { absent: 21_600 },
    DestinationConfig: { absent: {} },
  },
  skipped: { FunctionName: 'it is read by it', Qualifier: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const found = await unless(gone, () =>
      clients.lambda.send(
        new GetFunctionEventInvokeConfigCommand({
          FunctionName: textOf(resource, 'FunctionName') ?? '',
          Qualifier: textOf(resource, 'Qualifier') ?? '$LATEST',
        }),
      ),
    );
    return (
      found && {
        MaximumRetryAttempts: found.MaximumRetryAttempts ?? 2,
        MaximumEventAgeInSeconds: found.MaximumEventAgeInSeconds ?? 21_600,
        DestinationConfig: found.DestinationConfig,
      }
    );
  }),
};

export const functionReaders: Readonly<Record<string, Reader>> = {
  'AWS::Lambda::EventInvokeConfig': invokeConfig,
  'AWS::Lambda::EventSourceMapping': mapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
};
