import type { AccountNames } from '../../lambda/alerting/accounts.ts';
import type { Once } from '../../lambda/alerting/once.ts';
import type { Alert, Publish } from '../../lambda/alerting/topic.ts';
import type { Log } from '../../lambda/log.ts';
import type { Count, Counts } from './counted.ts';
import { line } from './fields.ts';
import { severityNameOf } from './finding.ts';
import { overviewLink } from './links.ts';

export interface DigestDependencies {
  counts: Counts;
  once: Once;
  names: AccountNames;
  publish: Publish;
  log: Log;
}

// Shorter than the hour after which the next run repeats a digest whose counts could not be removed.
const ONCE_SECONDS = 3000;

// As many as the SDK has connections; one after the other, those of 1,000 accounts would take longer
// than the function may. https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
const REMOVED_AT_ONCE = 50;

/**
 * Publishes a digest of each start that has ended, and removes its counts. A failure in between
 * repeats the digest rather than losing it.
 *
 * @param region of the console that the digest links to
 * @throws ClaimedError when another invocation is publishing it
 */
export async function publishDigests(
  { counts, once, names, publish, log }: DigestDependencies,
  region: string,
  at: number,
): Promise<void> {
  const due = Map.groupBy(await counts.due(at), ({ endsAt }) => endsAt);
  for (const [endsAt, ended] of due) {
    const ids = [...new Set(ended.map(({ accountId }) => accountId))];
    const named = new Map<string, string>();
    for (const id of ids) {
      named.set(id, id && (await names.nameOf(id)));
    }
    const outcome = await once.run(`digest#${endsAt}`, ONCE_SECONDS, () =>
      publish(digestOf(ended, named, region)),
    );
    // Another run may have published other counts than these: its own remain until the next hour.
    for (let from = 0; outcome === 'acted' && from < ended.length; from += REMOVED_AT_ONCE) {
      const some = ended.slice(from, from + REMOVED_AT_ONCE);
      await Promise.all(some.map((count) => counts.remove(count)));
    }
    log({ message: `Digest: ${outcome}`, action: 'publish-digest', id: String(endsAt) });
  }
}

const GROUPS = 40;
const ACCOUNTS = 10;

/** The digest of a start: how many findings of which kind there were, and where. */
export function digestOf(
  counts: readonly Count[],
  names: ReadonlyMap<string, string>,
  region: string,
): Alert {
  const all = [...Map.groupBy(counts, kindOf).values()].sort(
    (one, other) => severityOf(other) - severityOf(one) || total(other) - total(one),
  );
  const accounts = new Set(counts.map(({ accountId }) => accountId)).size;
  const [findings, kinds] = [total(counts), all.length];
  const rest = all.length - GROUPS;
  const paragraphs = [
    `${some(findings, 'finding')} of ${some(kinds, 'kind')} in ${some(accounts, 'account')}: ` +
      'these may have existed before alerts began, so that they are reported once, here, and not one ' +
      'by one. From now on each new one raises an alert, and each of these if it ends and comes back.',
    ...all.slice(0, GROUPS).map((kind) => paragraphOf(kind, names)),
    rest > 0
      ? `And ${some(rest, 'more kind')}, with ${some(total(all.slice(GROUPS).flat()), 'finding')}.`
      : '',
    linksOf(counts, region),
  ];
  return {
    subject: `Start of alerts: ${some(findings, 'finding')} of ${some(kinds, 'kind')} in ${some(accounts, 'account')}`,
    text: paragraphs.filter(Boolean).join('\n\n'),
  };
}

const kindOf = ({ source, group, severity }: Count): string => [source, severity, group].join('\n');
const total = (counts: readonly Count[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);
const severityOf = ([first]: readonly Count[]): number => first?.severity ?? 0;
const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function paragraphOf(kind: readonly Count[], names: ReadonlyMap<string, string>): string {
  const [first] = kind;
  if (!first) {
    return '';
  }
  const { severity, source, group } = first;
  const where = kind.toSorted((one, other) => other.count - one.count);
  const lines = where.slice(0, ACCOUNTS).map(({ accountId, count, regions }) => {
    const name = line(names.get(accountId) ?? '', 100) || accountId || 'an unknown account';
    const account = accountId && accountId !== name ? `${name} (${accountId})` : name;
    return `- ${account}: ${count} in ${regions.toSorted().join(', ')}`;
  });
  const rest = where.length - ACCOUNTS;
  return [
    `${severityNameOf(severity).toUpperCase()} ${source}: ${group}: ${total(kind)}`,
    ...lines,
    ...(rest > 0 ? [`- and ${some(rest, 'more account')}`] : []),
  ].join('\n');
}

/** Where each source lists its findings, in the security account. */
function linksOf(counts: readonly Count[], region: string): string {
  const sources = [...new Set(counts.map(({ source }) => source.replace(/ \(.*/, '')))].sort();
  const lines = sources.flatMap((source) => {
    const link = overviewLink(region, source);
    return link ? [`${source}: ${link}`] : [];
  });
  return lines.length > 0 ? ['In the security account:', ...lines].join('\n') : '';
}
