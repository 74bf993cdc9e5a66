import { parseAccounts } from './accounts.ts';
import { type Batch, listChildren } from './jobs.ts';
import { readDoubts } from './outcomes.ts';
import { type ReportDependencies, report } from './report.ts';
import type { EndedJob } from './request.ts';
import { keysOf } from './run.ts';
import type { Settings } from './settings.ts';
import { read } from './store.ts';
import { type Outcome, outcomeOf, type Summary, summaryOf } from './summary.ts';

export interface FinishDependencies extends ReportDependencies {
  batch: Batch;
}

/**
 * Summarizes and reports a run whose job has ended. EventBridge may deliver an end twice; then the
 * message is published twice.
 */
export async function finish(
  dependencies: FinishDependencies,
  settings: Settings,
  job: EndedJob,
): Promise<Summary> {
  const { batch, store } = dependencies;
  const keys = keysOf(store.owner, job.part);
  const { text } = await read(store, keys.accounts);
  const accounts = parseAccounts(text, keys.accounts);
  const [outcomes, doubts] = [await outcomesOf(batch, job), await readDoubts(store, job.part)];
  const summary = summaryOf(job.part, accounts, outcomes, doubts);
  await report(dependencies, settings, job.part, summary);
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
