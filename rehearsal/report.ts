import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PerformedTask } from './ofn.ts';

export interface ReportedAccount {
  readonly logicalName: string;
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

export interface PlayedScenario {
  readonly capability: string;
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly detail: string;
  /** AWS's error in which it failed, and the call that ended in it. */
  readonly awsError?: string;
  /** The file that explains why it failed. */
  readonly log?: string;
}

/** A place and a service: what was expected there, and what is there. */
export interface LedgerCell {
  readonly account: string;
  readonly name: string;
  readonly region: string;
  readonly service: string;
  readonly expected: string;
  readonly actual: string;
  /** False fails the rehearsal. */
  readonly ok: boolean;
  readonly reason?: string;
}

export interface ReportedStack {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly status: string;
  readonly resources: { logicalId: string; type: string; physicalId: string }[];
}

/** What a rehearsal saw. `rehearsal/out/report.json` holds it. */
export interface Report {
  readonly durationSeconds: number;
  readonly organization: { accounts: ReportedAccount[]; regions: string[] };
  readonly tasks: PerformedTask[];
  readonly stacks: ReportedStack[];
  readonly scenarios: PlayedScenario[];
  readonly coverage: LedgerCell[];
  /** What of a snapshot could not be restored as it was. */
  readonly warnings?: readonly string[];
}

/** Whether everything that was rehearsed holds. */
export const isGood = ({ tasks, scenarios, coverage }: Report): boolean =>
  tasks.every(({ outcome }) => outcome !== 'failed') &&
  scenarios.every(({ passed }) => passed) &&
  coverage.every(({ ok }) => ok);

// In the working folder: the code may be read-only, or shared by several repositories. Rehearsals side
// by side in one working folder need a folder each.
const folder = path.resolve(process.env.OFN_REHEARSE_OUT ?? 'rehearsal/out');

export const reportFile = path.join(folder, 'report.json');

const logFile = path.join(folder, 'ofn.log');

/** Adds what ofn said in one run to `rehearsal/out/ofn.log`. */
export function logOfn(output: string): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(logFile, `${output}\n`);
}

const scenarioLogs = path.join(folder, 'scenarios');

/**
 * Writes why a scenario failed.
 *
 * @returns the file, `rehearsal/out/scenarios/CAPABILITY/NAME.log`
 */
export function writeScenarioLog(name: string, text: string): string {
  const file = path.join(scenarioLogs, `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** An earlier report must not be taken for the one of a run that did not finish. */
export function removeReport(): void {
  rmSync(reportFile, { force: true });
  rmSync(logFile, { force: true });
  rmSync(scenarioLogs, { recursive: true, force: true });
}

/** Writes all of it or nothing. */
export function writeReport(report: Report): void {
  mkdirSync(folder, { recursive: true });
  const unfinished = `${reportFile}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(report, null, 2)}\n`);
  renameSync(unfinished, reportFile);
}
