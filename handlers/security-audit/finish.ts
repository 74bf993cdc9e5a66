import type { Publish } from '../../lambda/alerting/topic.ts';
import { parseAccounts } from './accounts.ts';
import { type Batch, listChildren } from './jobs.ts';
import { readDoubts } from './outcomes.ts';
import type { EndedJob } from './request.ts';
import { keysOf } from './run.ts';
import type { Settings } from './settings.ts';
import { put, read, type Store } from './store.ts';
import {
  alertOf,
  isFlawless,
  type Outcome,
  outcomeOf,
  type Summary,
  summaryOf,
} from './summary.ts';

export interface FinishDependencies {
  batch: Batch;
  store: Store;
  count: (summary: Summary) => void;
  publish: Publish;
}

/**
 * Summarizes a run whose job has ended: writes the summary and the metrics, and publishes a message
 * when an account was not scanned, or was scanned with errors. EventBridge may deliver an end twice;
 * then the message is published twice.
 */
export async function finish(
  { batch, store, count, publish }: FinishDependencies,
  { tellSuccess, resourcePrefix }: Settings,
  job: EndedJob,
): Promise<Summary> {
  const keys = keysOf(store.owner, job.part);
  const { text } = await read(store, keys.accounts);
  const accounts = parseAccounts(text, keys.accounts);
  const [outcomes, doubts] = [await outcomesOf(batch, job), await readDoubts(store, job.part)];
  const summary = summaryOf(job.part, accounts, outcomes, doubts);
  await put(store, keys.summary, summary);
  count(summary);
  if (tellSuccess || !isFlawless(summary)) {
    const place = `s3://${store.bucket}/${keys.summary}`;
    await publish(alertOf(summary, place, `${resourcePrefix}-security-audit`));
  }
  return summary;
}

async function outcomesOf(batch: Batch, job: EndedJob): Promise<Outcome[]> {
  const { id, size, status, reasons } = job;
  if (size === undefined) {
    return [{ index: 0, status, reasons }];
  }
  const children = await listChildren(batch, id);
  return children.map(outcomeOf).filter((outcome) => outcome !== undefined);
}
