import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const wanted = resource('AWS::Lambda::Function', 'alerting', {
  FunctionName: 'alerting',
  Runtime: 'nodejs24.x',
  Architectures: ['arm64'],
  Handler: 'index.handler',
  Role: 'arn:aws:iam::222222222222:role/alerting',
  Timeout: 60,
  Environment: { Variables: { TOPIC_ARN: 'arn:aws:sns:us-east-1:222222222222:alerts' } },
});
const real = {
  Runtime: 'nodejs24.x',
  Architectures: ['arm64'],
  Handler: 'index.handler',
  Role: 'arn:aws:iam::222222222222:role/alerting',
  Timeout: 60,
  MemorySize: 128,
  Environment: { Variables: { TOPIC_ARN: 'arn:aws:sns:us-east-1:222222222222:alerts' } },
};
const none = awsError('ResourceNotFoundException');
const lambda = (change: object = {}, more: object = {}) => ({
  lambda: {
    GetFunctionConfiguration: { ...real, ...change },
    GetFunctionConcurrency: {},
    GetPolicy: none,
    ...more,
  },
});

describe('values of functions', () => {
  it('are the same with the defaults of AWS', async () => {
    expect(await differences(wanted, lambda())).to.deep.equal([]);
  });

  for (const [what, change, text] of [
    ['a runtime', { Runtime: 'python3.14' }, "Runtime is 'python3.14', expected 'nodejs24.x'"],
    ['a handler', { Handler: 'x.y' }, "Handler is 'x.y', expected 'index.handler'"],
    ['a timeout', { Timeout: 1 }, "Timeout is '1', expected '60'"],
    [
      'a topic that is redirected',
      { Environment: { Variables: { TOPIC_ARN: 'arn:aws:sns:us-east-1:9:x' } } },
      "Environment.Variables.TOPIC_ARN is 'arn:aws:sns:us-east-1:9:x', expected 'arn:aws:sns:us-east-1:222222222222:alerts'",
    ],
    [
      'a variable that is added',
      { Environment: { Variables: { ...real.Environment.Variables, NODE_OPTIONS: '-r x' } } },
      "Environment.Variables.NODE_OPTIONS is '-r x', expected nothing",
    ],
    [
      'a layer',
      { Layers: [{ Arn: 'arn:aws:lambda:us-east-1:9:layer:x:1' }] },
      "Layers has 'arn:aws:lambda:us-east-1:9:layer:x:1', which is not ours",
    ],
  ] as const) {
    it(`name ${what}`, async () => {
      expect(await differences(wanted, lambda(change))).to.deep.equal([text]);
    });
  }

  it('name a concurrency that starves it', async () => {
    const starved = lambda({}, { GetFunctionConcurrency: { ReservedConcurrentExecutions: 0 } });

    expect(await differences(wanted, starved)).to.deep.equal([
      "ReservedConcurrentExecutions is '0', expected nothing",
    ]);
  });

  const permission = resource('AWS::Lambda::Permission', 'stack-Permission-1', {
    FunctionName: 'alerting',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:us-east-1:222222222222:rule/alerts',
  });
  const statement = {
    Sid: 'stack-Permission-1',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Condition: {
      ArnLike: { 'AWS:SourceArn': 'arn:aws:events:us-east-1:222222222222:rule/alerts' },
    },
  };
  const policy = (...Statement: object[]) => ({
    GetPolicy: { Policy: JSON.stringify({ Statement }) },
  });

  it('name who else may invoke it', async () => {
    const stack = [wanted, permission];
    const outsider = { Sid: 'x', Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: '*' };

    expect(await differences(wanted, lambda({}, policy(statement)), stack)).to.deep.equal([]);
    expect(await differences(wanted, lambda({}, policy(statement, outsider)), stack)).to.deep.equal(
      [
        'OtherPermissions[x] has {"Action":["*"],"Effect":"Allow","Principal":{"AWS":["999999999999"]},"Sid":"x"}, which is not ours',
      ],
    );
  });

  it('name a permission whose source is another, and one that is gone', async () => {
    const wider = { ...statement, Condition: undefined };

    expect(await differences(permission, lambda({}, policy(statement)))).to.deep.equal([]);
    expect(await differences(permission, lambda({}, policy(wider)))).to.deep.equal([
      "SourceArn is nothing, expected 'arn:aws:events:us-east-1:222222222222:rule/alerts'",
    ]);
    expect(await differences(permission, lambda({}, policy()))).to.equal('gone');
  });

  it('are gone with the function', async () => {
    expect(await differences(wanted, { lambda: { GetFunctionConfiguration: none } })).to.equal(
      'gone',
    );
  });

  const mapping = resource('AWS::Lambda::EventSourceMapping', 'uuid', {
    FunctionName: 'alerting',
    EventSourceArn: 'arn:aws:sqs:us-east-1:222222222222:work',
    BatchSize: 10,
  });
  const source = {
    FunctionArn: 'arn:aws:lambda:us-east-1:222222222222:function:alerting',
    EventSourceArn: 'arn:aws:sqs:us-east-1:222222222222:work',
    BatchSize: 10,
    State: 'Enabled',
  };
  const mapped = (change: object) => ({
    lambda: { GetEventSourceMapping: { ...source, ...change } },
  });

  it('name a mapping that is disabled, filtered, or of another function', async () => {
    const other = { FunctionArn: 'arn:aws:lambda:us-east-1:222222222222:function:other' };
    const Filters = [{ Pattern: '{"a":[1]}' }];

    expect(await differences(mapping, mapped({}))).to.deep.equal([]);
    expect(await differences(mapping, mapped({ State: 'Disabling' }))).to.deep.equal([
      "Enabled is 'false', expected 'true'",
    ]);
    expect(await differences(mapping, mapped(other))).to.deep.equal([
      "FunctionName is 'other', expected 'alerting'",
    ]);
    expect(await differences(mapping, mapped({ FilterCriteria: { Filters } }))).to.deep.equal([
      'FilterCriteria.Filters is [{"Pattern":"{\\"a\\":[1]}"}], expected nothing',
    ]);
    expect(await differences(mapping, { lambda: { GetEventSourceMapping: none } })).to.equal(
      'gone',
    );
  });

  const invoke = resource('AWS::Lambda::EventInvokeConfig', 'x', {
    FunctionName: 'alerting',
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:222222222222:lost' } },
  });

  it('name a destination of failures that is gone', async () => {
    const found = { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: {} } };

    expect(
      await differences(invoke, { lambda: { GetFunctionEventInvokeConfig: found } }),
    ).to.deep.equal([
      'DestinationConfig.OnFailure is nothing, expected {"Destination":"arn:aws:sqs:us-east-1:222222222222:lost"}',
    ]);
    expect(await differences(invoke, { lambda: { GetFunctionEventInvokeConfig: none } })).to.equal(
      'gone',
    );
  });
});
