import { type Central, readFolder, readReports, type StoredReport } from './central.ts';
import { type Delivery, type DeliveryOptions, readDeliveries } from './delivery.ts';
import { type Filter, quarantineFolder, waitingFolder } from './keys.ts';

export interface ListedReport {
  /** The key of the object in the central bucket. */
  key: string;
  account?: string;
  tool?: string;
  date?: string;
  /** Bytes. */
  size?: number;
  modified?: Date;
  state: Delivery['state'] | 'waiting' | 'quarantined';
  reason?: string;
}

export interface ListOptions {
  central: Central;
  filter: Filter;
  /** Optional. Without it, delivery is not looked at. */
  delivery?: Omit<DeliveryOptions, 'onReport'>;
  /** Optional. Why the dispatcher could not deliver, by key; asked only where something is not. */
  failures?: () => Promise<ReadonlyMap<string, string>>;
  onProgress?: (text: string) => void;
}

export interface List {
  reports: ListedReport[];
  /** How many would be meant, but have no date to compare with. */
  undated: number;
}

/** Every report that is meant, in the order of keys, and where it has come to. */
export async function listReports(options: ListOptions): Promise<List> {
  const { central, filter, delivery, onProgress = () => {} } = options;
  let found = 0;
  const onPage = (count: number) => {
    found += count;
    onProgress(`${found} objects found in ${central.bucket}`);
  };
  const [stored, waiting, quarantined] = await Promise.all([
    readReports(central, filter, onPage),
    readFolder(central, waitingFolder, filter, onPage),
    readFolder(central, quarantineFolder, filter, onPage),
  ]);
  let read = 0;
  const onReport = () => {
    read += 1;
    onProgress(`${read}/${stored.reports.length} reports looked for`);
  };
  const deliveries = delivery && (await readDeliveries(stored.reports, { ...delivery, onReport }));
  const markers = new Set(waiting.reports.map(({ key }) => key));
  const isMissing = stored.reports.some(
    (report) => deliveries?.get(report)?.state === 'undelivered' && !markers.has(report.key),
  );
  const failures = isMissing ? await options.failures?.() : undefined;
  const keys = new Set(stored.reports.map(({ key }) => key));
  const reports = [
    ...stored.reports.map((report) => ({
      ...listed(report),
      ...stateOf(
        withFailure(deliveries?.get(report), failures?.get(report.key)),
        markers.has(report.key),
      ),
    })),
    ...waiting.reports.filter(({ key }) => !keys.has(key)).map(orphan),
    ...quarantined.reports.map((report) => ({
      ...listed(report, quarantineFolder),
      state: 'quarantined' as const,
    })),
  ];
  return {
    reports: reports.sort((one, other) => (one.key < other.key ? -1 : 1)),
    undated: new Set([...stored.undated, ...waiting.undated]).size + quarantined.undated.length,
  };
}

/** What stands in the account's bucket is the truth; a marker is what the dispatcher knew last. */
function stateOf(
  delivery: Delivery = { state: 'unchecked' },
  isWaiting: boolean,
): Pick<ListedReport, 'state' | 'reason'> {
  return isWaiting && delivery.state !== 'delivered' ? { state: 'waiting' } : delivery;
}

/** The dispatcher knows more than that it is not there. */
function withFailure(delivery?: Delivery, failure?: string): Delivery | undefined {
  return delivery?.state === 'undelivered' && failure !== undefined
    ? { ...delivery, reason: failure }
    : delivery;
}

function orphan({ account, tool, date, key }: StoredReport): ListedReport {
  return {
    ...{ key, ...(account && { account }), ...(tool && { tool }), ...(date && { date }) },
    state: 'waiting',
    reason: 'the report itself is gone',
  };
}

function listed({ key, version: _, ...report }: StoredReport, folder = '') {
  return { key: `${folder}${key}`, ...report };
}

/** Whether it needs a decision. */
export function isOpen({ state }: ListedReport): boolean {
  switch (state) {
    case 'delivered':
    case 'unchecked':
      return false;
    case 'undelivered':
    case 'unknown':
    case 'waiting':
    case 'quarantined':
      return true;
    default:
      return state satisfies never;
  }
}
