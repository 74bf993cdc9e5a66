import { type Export, ListExportsCommand } from '@aws-sdk/client-cloudformation';
import { collect } from '../../lambda/paging.ts';
import type { Sessions } from '../../organization/types.ts';

/** The values of the exports of an account and region, by their names. */
export type ReadExports = (
  accountId: string,
  region: string,
) => Promise<ReadonlyMap<string, string>>;

/** Reads exports, those of an account and region once: all accounts copy from the same few. */
export function exportsOf(sessions: Pick<Sessions, 'open'>): ReadExports {
  const known = new Map<string, Promise<ReadonlyMap<string, string>>>();
  return (accountId, region) => {
    const place = `${accountId} ${region}`;
    const found = known.get(place) ?? readExports(sessions, accountId, region);
    known.set(place, found);
    return found;
  };
}

async function readExports(
  sessions: Pick<Sessions, 'open'>,
  accountId: string,
  region: string,
): Promise<ReadonlyMap<string, string>> {
  const { cloudFormation } = (await sessions.open(accountId)).clients(region);
  const all = await collect<Export>(async (NextToken) => {
    const page = await cloudFormation.send(new ListExportsCommand({ NextToken }));
    return { items: page.Exports, next: page.NextToken };
  });
  return new Map(all.map(({ Name = '', Value = '' }) => [Name, Value]));
}
