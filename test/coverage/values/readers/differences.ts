import { differencesOf } from '../../../../coverage/values/compare.ts';
import { readers } from '../../../../coverage/values/readers/index.ts';
import type { Expected } from '../../../../coverage/values/types.ts';
import { type Answers, fakeClient } from '../../../doubles/aws-client.ts';
import { fakeClients } from '../../../doubles/organization.ts';

type Clients = Parameters<typeof fakeClients>[0];

/** The clients of one place, by the answers of each. */
export const clientsWith = (answers: Readonly<Record<string, Answers>>) =>
  fakeClients(
    Object.fromEntries(
      Object.entries(answers).map(([name, of]) => [name, fakeClient(of)]),
    ) as Clients,
  );

export const resource = (
  type: string,
  id: string,
  properties: Readonly<Record<string, unknown>> = {},
): Expected => ({ logicalId: 'Thing', type, id, properties });

/** What differs of one resource, as AWS answers; 'gone' when there is none. */
export async function differences(
  wanted: Expected,
  answers: Readonly<Record<string, Answers>>,
  stack: readonly Expected[] = [wanted],
): Promise<string[] | 'gone'> {
  const reader = readers[wanted.type];
  if (reader === undefined) {
    throw new Error(`There is no reader of ${wanted.type}`);
  }
  const place = {
    accountId: '444444444444',
    region: 'us-east-1',
    partition: 'aws',
    clients: clientsWith(answers),
    exports: async () => new Map(),
  };
  const [actual] = await reader.read([wanted], place, stack);
  return actual === undefined ? 'gone' : differencesOf(wanted, actual, reader);
}
