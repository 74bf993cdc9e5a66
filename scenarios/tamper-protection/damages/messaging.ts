import { DeleteTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { type Attack, forAnyPrincipal, type Inside, widened } from './damage.ts';

const urlOf = async ({ clients }: Attack, QueueName: string): Promise<string> =>
  (await clients.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';

const work = { account: 'SecurityAccount', policy: 'ProtectBaseline' } as const;

/** The queues, and the tables by which functions know what they have sent. */
export const messagingDamages: readonly Inside[] = [
  {
    ...work,
    kind: 'delete',
    name: 'throws away the reports that wait',
    does: async (attack) =>
      attack.clients.sqs.send(
        new PurgeQueueCommand({ QueueUrl: await urlOf(attack, 'ofn-audit-reports') }),
      ),
    ledger: { because: 'the reports stay in the central bucket' },
  },
  {
    ...work,
    kind: 'starve',
    name: 'hides the reports that wait for half a day',
    does: async (attack) =>
      attack.clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: await urlOf(attack, 'ofn-audit-reports'),
          VisibilityTimeout: 43_200,
        }),
      ),
    ledger: { because: 'the alarm on the age of the oldest message notices it' },
  },
  {
    ...work,
    kind: 'forge',
    name: 'reports an account to the harvester that is not there',
    does: async (attack) =>
      attack.clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: await urlOf(attack, 'ofn-audit-account-harvester-accounts'),
          MessageBody: '{}',
        }),
      ),
    ledger: { because: 'a message leaves nothing behind' },
  },
  {
    ...work,
    kind: 'widen',
    name: 'lets any principal send reports',
    does: async (attack) => {
      const QueueUrl = await urlOf(attack, 'ofn-audit-reports');
      const { Attributes } = await attack.clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy', 'QueueArn'] }),
      );
      const Policy = widened(
        Attributes?.Policy,
        forAnyPrincipal('sqs:SendMessage', Attributes?.QueueArn ?? ''),
      );
      await attack.clients.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }),
      );
    },
    ledger: {
      service: 'report-delivery',
      says: /QueuePolicy PolicyDocument\.Statement\[AnyPrincipal\] has [^;]*, which is not ours/,
    },
  },
  {
    ...work,
    kind: 'starve',
    name: 'forgets failures of sign-ins after a minute',
    does: async (attack) =>
      attack.clients.sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: await urlOf(attack, 'ofn-audit-sign-in-monitor-failures'),
          Attributes: { MessageRetentionPeriod: '60' },
        }),
      ),
    ledger: {
      service: 'sign-in-monitor',
      says: /FailureQueue MessageRetentionPeriod is '60', expected '1209600'/,
    },
  },
  {
    ...work,
    kind: 'forge',
    name: 'makes the function of findings believe that it has sent an alert',
    does: async ({ clients }) => {
      await clients.dynamoDb.send(new ScanCommand({ TableName: 'ofn-audit-findings', Limit: 1 }));
      await clients.dynamoDb.send(
        new PutItemCommand({
          TableName: 'ofn-audit-findings',
          Item: { id: { S: 'finding#forged' } },
        }),
      );
    },
    ledger: { because: 'an item is not of a template; the event is in the trail' },
  },
  {
    ...work,
    kind: 'delete',
    name: 'deletes the table of findings',
    does: ({ clients }) =>
      clients.dynamoDb.send(new DeleteTableCommand({ TableName: 'ofn-audit-findings' })),
    ledger: { service: 'finding-alerts', says: /Table does not exist/ },
  },
  {
    kind: 'starve',
    name: 'keeps undelivered events for a minute',
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    region: 'eu-west-1',
    isUndone: true,
    does: async ({ clients: { sqs } }) => {
      const { QueueUrl } = await sqs.send(
        new GetQueueUrlCommand({ QueueName: 'ofn-audit-undelivered' }),
      );
      const AttributeNames = ['MessageRetentionPeriod' as const];
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
      );
      await sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: '60' } }),
      );
      return () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    },
    ledger: {
      service: 'undelivered',
      says: /Queue MessageRetentionPeriod is '60', expected '1209600'/,
    },
  },
];
