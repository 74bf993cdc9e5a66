import { expect } from 'chai';
import { templatePolicies } from '../../../scripts/policy-lint/template.ts';

/** The statements of a policy, in each of its variants. */
function statementsOf(Properties: Record<string, unknown>) {
  const policies = templatePolicies('stack', {
    Resources: { Thing: { Type: 'AWS::SQS::QueuePolicy', Properties } },
  });

  return policies.map(({ statements }) => statements);
}

const allow = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' };

describe('the policies of a template', () => {
  it('have ARNs in place of functions', () => {
    const resources = [
      { 'Fn::GetAtt': ['Queue', 'Arn'] },
      { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:*:${account}:${!raw}' },
      { 'Fn::Join': [':', ['arn:aws:sqs', { Ref: 'AWS::Region' }, { Ref: 'Queue' }]] },
    ];
    const Statement = resources.map((Resource) => ({ ...allow, Resource }));

    const [policy] = templatePolicies('stack', {
      Parameters: { account: { AllowedPattern: '\\d{12}' } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
        Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { Statement } } },
      },
    });

    expect(policy?.statements.map(({ Resource }) => Resource)).to.deep.equal([
      'arn:aws:sqs:eu-west-1:111111111111:q',
      'arn:aws:sqs:*:222222222222:${raw}',
      'arn:aws:sqs:eu-west-1:q',
    ]);
  });

  it('are there for both branches of a condition', () => {
    const Resource = { 'Fn::If': ['Wide', '*', 'arn:aws:sqs:eu-west-1:111111111111:q'] };

    const found = statementsOf({ PolicyDocument: { Statement: [{ ...allow, Resource }] } });

    expect(found).to.deep.equal([
      [{ ...allow, Resource: '*' }],
      [{ ...allow, Resource: 'arn:aws:sqs:eu-west-1:111111111111:q' }],
    ]);
  });

  it('leave out what has no value', () => {
    const statement = { ...allow, Resource: '*' };
    const Statement = [statement, { 'Fn::If': ['More', { Ref: 'AWS::NoValue' }, statement] }];

    const [without, both] = statementsOf({ PolicyDocument: { Statement } });

    expect(without).to.deep.equal([statement]);
    expect(both).to.deep.equal([statement, statement]);
  });

  it('are found in JSON, in the properties of custom resources and in templates within', () => {
    const document = { Statement: [{ ...allow, Resource: '*' }] };
    const Properties = { PolicyDocument: document };
    const inner = { Resources: { Inner: { Type: 'AWS::SQS::QueuePolicy', Properties } } };

    const policies = templatePolicies('stack', {
      Resources: {
        Json: {
          Type: 'AWS::Logs::ResourcePolicy',
          Properties: { PolicyDocument: JSON.stringify(document) },
        },
        Custom: { Type: 'Custom::Thing', Properties: { Settings: { Policy: document } } },
        Set: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: { TemplateBody: `Resources: ${JSON.stringify(inner.Resources)}` },
        },
      },
    });

    expect(policies.map(({ place }) => place)).to.deep.equal([
      'stack Json PolicyDocument',
      'stack Custom Settings Policy',
      'stack Set TemplateBody Inner PolicyDocument',
    ]);
  });

  it('distinguish who is trusted from what is allowed', () => {
    const AssumeRolePolicyDocument = { Statement: [{ ...allow, Action: 'sts:AssumeRole' }] };
    const Policies = [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'a:B' }] } }];

    const policies = templatePolicies('stack', {
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, Policies } },
      },
    });

    expect(policies.map(({ kind }) => kind)).to.deep.equal(['trust', 'identity']);
  });

  it('have the permission of a function as a statement', () => {
    const Properties = {
      FunctionName: { Ref: 'Function' },
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:eu-west-1:111111111111:rule/r',
    };

    const [policy] = templatePolicies('stack', {
      Resources: { Permission: { Type: 'AWS::Lambda::Permission', Properties } },
    });

    expect(policy?.statements).to.deep.equal([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: 'arn:aws:lambda:eu-west-1:111111111111:function:Function',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111111111111:rule/r' } },
      },
    ]);
  });
});
