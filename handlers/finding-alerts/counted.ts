import {
  type AttributeValue,
  DeleteItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDb,
  type Item,
  number,
  numberOf,
  written,
} from '../../lambda/alerting/items.ts';
import { collect } from '../../lambda/paging.ts';
import type { Finding } from './finding.ts';

/** Findings of one kind in an account, which a start counts. */
export interface Count {
  id: string;
  /** Milliseconds; when the start ends. */
  endsAt: number;
  source: string;
  /** What is wrong: the state, the title of a control, a kind of access. */
  group: string;
  severity: number;
  accountId: string;
  regions: readonly string[];
  count: number;
}

export interface Counts {
  add(finding: Finding, group: string, endsAt: number): Promise<void>;
  /** Those whose start has ended. */
  due(at: number): Promise<Count[]>;
  /** Removes a count, unless it has grown since it was read. */
  remove(count: Count): Promise<void>;
}

const PREFIX = 'counted#';
// Should digests fail for that long, their alarm has been on for a month.
const KEEP_SECONDS = 30 * 86_400;

/** An item for each kind and account, which is small however many findings it counts. */
export function startCounts(dynamodb: DynamoDb, table: string): Counts {
  return {
    async add({ source, severity, accountId, region }, group, endsAt) {
      const id = `${PREFIX}${endsAt}#${[source, severity, accountId, group].join('#')}`;
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { id: { S: id } },
          UpdateExpression:
            'SET endsAt = :endsAt, foundBy = :foundBy, kind = :kind, severity = :severity, ' +
            'accountId = :accountId, expiresAt = :expiresAt ADD seen :one, seenIn :regions',
          ExpressionAttributeValues: {
            ':endsAt': number(endsAt),
            ':foundBy': { S: source },
            ':kind': { S: group },
            ':severity': number(severity),
            ':accountId': { S: accountId },
            ':expiresAt': number(Math.ceil(endsAt / 1000) + KEEP_SECONDS),
            ':one': number(1),
            // A set is never empty.
            ':regions': { SS: [region || 'an unknown region'] },
          },
        }),
      );
    },
    async due(at) {
      const items = await collect<Item>(async (ExclusiveStartKey) => {
        const page = await dynamodb.send(
          new ScanCommand({
            TableName: table,
            FilterExpression: 'begins_with(id, :prefix) AND endsAt <= :at',
            ExpressionAttributeValues: { ':prefix': { S: PREFIX }, ':at': number(at) },
            ...(ExclusiveStartKey ? { ExclusiveStartKey: JSON.parse(ExclusiveStartKey) } : {}),
          }),
        );
        const next = page.LastEvaluatedKey;
        return { items: page.Items, next: next && JSON.stringify(next) };
      });
      return items.map(countOf);
    },
    async remove({ id, count }) {
      const remove = new DeleteItemCommand({
        TableName: table,
        Key: { id: { S: id } },
        ConditionExpression: 'seen = :seen',
        ExpressionAttributeValues: { ':seen': number(count) },
      });
      await written(dynamodb.send(remove));
    },
  };
}

function countOf(item: Item): Count {
  const text = (value: AttributeValue | undefined) => value?.S ?? '';
  return {
    id: text(item['id']),
    endsAt: numberOf(item['endsAt']) ?? 0,
    source: text(item['foundBy']),
    group: text(item['kind']),
    severity: numberOf(item['severity']) ?? 0,
    accountId: text(item['accountId']),
    regions: item['seenIn']?.SS ?? [],
    count: numberOf(item['seen']) ?? 0,
  };
}
