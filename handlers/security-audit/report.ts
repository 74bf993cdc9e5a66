import type { Publish } from '../../lambda/alerting/topic.ts';
import { keysOf, type Part } from './run.ts';
import type { Settings } from './settings.ts';
import { put, type Store } from './store.ts';
import { alertOf, isFlawless, type Summary } from './summary.ts';

export interface ReportDependencies {
  store: Store;
  count: (summary: Summary) => void;
  publish: Publish;
}

/**
 * Reports a run that has ended: writes its summary and the metrics, and publishes a message when an
 * account was not scanned, or was scanned with errors.
 */
export async function report(
  { store, count, publish }: ReportDependencies,
  { tellSuccess, resourcePrefix }: Settings,
  part: Part,
  summary: Summary,
): Promise<void> {
  const key = keysOf(store.owner, part).summary;
  await put(store, key, summary);
  count(summary);
  if (tellSuccess || !isFlawless(summary)) {
    const place = `s3://${store.bucket}/${key}`;
    await publish(alertOf(summary, place, `${resourcePrefix}-security-audit`));
  }
}
