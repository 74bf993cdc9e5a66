import path from 'node:path';
import { loadRuns, type SavedRun, writeWhole } from '../runs/run-file.ts';
import { toolOf } from '../scanners/tools/all.ts';
import type { Finding, Run } from '../types.ts';
import { loadFindings, saveFindings } from './findings-file.ts';
import { folderOf } from './reports.ts';

/** The content of the page. */
export interface PageInput {
  run: Run;
  findings: Finding[];
  previous?: { run: Run; findings: Finding[] };
}

export type RenderPage = (input: PageInput) => string;

/**
 * The findings of all completed scans of a run.
 * @param signal aborts it
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
    // It was validated after the scan: an empty result is valid here.
    const found = toolOf(tool).findings({ folder, accountId: account.id, mayBeEmpty: true });
    for await (const finding of found) {
      signal?.throwIfAborted();
      all.push(finding);
    }
  }
  return all;
}

/**
 * Writes the page of a run, and saves the findings of a finished one for the trend of the next one.
 * @param signal aborts the page
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

/** The last earlier run that was finished, and has its findings. */
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
