import {
  type AttributeValue,
  type ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isNamed } from '../errors.ts';

export type DynamoDb = Pick<DynamoDBClient, 'send'>;
export type Item = Record<string, AttributeValue>;

/**
 * How long a claim holds: shorter than the minute after which Lambda retries, so that the retry may
 * act if the first invocation died.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const LEASE_SECONDS = 50;

/** The result of a conditional write: the item before it, or the one that it conflicts with. */
export type Written =
  | { done: true; before: Item | undefined }
  | { done: false; item: Item | undefined };

/** Does a conditional write; a condition that does not hold is a result, not a failure. */
export async function written(write: Promise<{ Attributes?: Item | undefined }>): Promise<Written> {
  try {
    return { done: true, before: (await write).Attributes };
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) {
      throw error;
    }
    return { done: false, item: (error as ConditionalCheckFailedException).Item };
  }
}

/** Updates the item of an id. */
export function update(
  dynamodb: DynamoDb,
  table: string,
  id: string,
  input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>,
): Promise<Written> {
  return written(
    dynamodb.send(new UpdateItemCommand({ TableName: table, Key: { id: { S: id } }, ...input })),
  );
}

export function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** The number, or `undefined` when there is none. */
export function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
