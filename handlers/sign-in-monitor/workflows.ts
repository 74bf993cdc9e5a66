import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { clean } from './text.ts';

/**
 * Names of users of Identity Center by the workflow of their sign-in: AWS records the name in one
 * event only, the challenge for the password.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/username-sign-in-cloudtrail-events.html
 */
export interface Workflows {
  remember(workflowId: string, name: string): Promise<void>;
  nameOf(workflowId: string): Promise<string | undefined>;
}

// Longer than a sign-in takes, since events may be late.
const KEPT_SECONDS = 86_400;

export function workflows(
  dynamodb: Pick<DynamoDBClient, 'send'>,
  table: string,
  now: () => number = Date.now,
): Workflows {
  const keyOf = (workflowId: string) => ({ id: { S: `workflow#${workflowId}` } });
  return {
    async remember(workflowId, name) {
      const expiresAt = { N: String(Math.ceil(now() / 1000) + KEPT_SECONDS) };
      const Item = { ...keyOf(workflowId), userName: { S: name }, expiresAt };
      await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
    },
    async nameOf(workflowId) {
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName: table, Key: keyOf(workflowId), ConsistentRead: true }),
      );
      const name = Item?.userName?.S;
      return name === undefined ? undefined : clean(name);
    },
  };
}
