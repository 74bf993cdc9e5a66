import type { World } from '../scenario.ts';

export const FORGER = 'SignInForger';
export const QUEUE = 'sign-in-forger';
export const RULE = 'sign-in-forger';

/**
 * What the administrator of a sandbox makes: a role that may do everything with events and pass every
 * role, one with which rules put events on the bus of sign-ins, and a queue for what they can't deliver.
 */
export function forgerTemplate({ settings }: World, busArn: string): string {
  const { managementAccountId } = settings;
  const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  const role = (principal: object, ...statements: object[]) => ({
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
    }),
    Policies: [{ PolicyName: 'own', PolicyDocument: document(...statements) }],
  });
  const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  return JSON.stringify({
    Resources: {
      Forwarder: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: `${FORGER}Rule`,
          ...role(
            { Service: 'events.amazonaws.com' },
            { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn },
          ),
        },
      },
      Forger: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: FORGER,
          ...role(
            { AWS: `arn:aws:iam::${managementAccountId}:root` },
            { Effect: 'Allow', Action: 'events:*', Resource: '*' },
            { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' },
          ),
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: QUEUE } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: document({
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn,
          }),
        },
      },
    },
  });
}
