import path from 'node:path';
import { loadRuns, type SavedRun, writeWhole } from '../runs/run-file.ts';
import { toolOf } from '../scanners/tools/all.ts';
import type { Finding, Run } from '../types.ts';
import { loadFindings, saveFindings } from './findings-file.ts';
import { folderOf } from './reports.ts';

/** What the page is made of. */
export interface PageInput {
  run: Run;
  findings: Finding[];
  previous?: { run: Run; findings: Finding[] };
}

export type RenderPage = (input: PageInput) => string;

/**
 * The findings of all scans of a run that were made.
 * @param signal ends it
 */
export async function readFindings(
  output: string,
  run: Run,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const all: Finding[] = [];
  for (const { account, tool, status } of run.scans) {
    signal?.throwIfAborted();
    if (status !== 'scanned') {
      continue;
    }
    const folder = path.join(output, folderOf(account.id, tool, run.date));
    // It was judged when it was made: nothing is a good answer now.
    const found = toolOf(tool).findings({ folder, accountId: account.id, mayBeEmpty: true });
    for await (const finding of found) {
      signal?.throwIfAborted();
      all.push(finding);
    }
  }
  return all;
}

/**
 * Writes the page of a run, and keeps the findings of one that was finished for the trend of the
 * next one.
 * @param signal gives the page up
 * @returns the path of the page
 */
export async function consolidate(
  output: string,
  run: SavedRun,
  renderPage: RenderPage,
  signal?: AbortSignal,
): Promise<string> {
  const findings = await readFindings(output, run, signal);
  const previous = await previousOf(output, run);
  signal?.throwIfAborted();
  const page = path.join(output, 'index.html');
  await writeWhole(page, renderPage({ run, findings, ...(previous && { previous }) }));
  if (run.finishedAt !== undefined) {
    await saveFindings(output, run.id, findings);
  }
  return page;
}

/** The last run before that was finished, and whose findings are there. */
async function previousOf(output: string, run: Run): Promise<PageInput['previous']> {
  const runs = await loadRuns(output);
  const before = runs.filter(({ id, finishedAt }) => finishedAt !== undefined && id < run.id);
  for (const one of before.reverse()) {
    const findings = await loadFindings(output, one.id);
    if (findings !== undefined) {
      return { run: one, findings };
    }
  }
  return undefined;
}
