import { countBySeverity, type PageInput } from '../../../security-audit/page/types.ts';
import type { Finding, Run, Scan, ScanStatus, Tool } from '../../../security-audit/types.ts';
import { sampleChecks } from './sample-checks.ts';

export interface SampleSize {
  accounts: number;
  findings: number;
  /** How many of the accounts were not scanned; default 3, when there are as many. */
  missed?: number;
}

const tools: Run['tools'] = [
  { name: 'prowler', version: '5.40.0' },
  { name: 'scoutsuite', version: '5.14.0' },
];

/** A run and the one before it, as large as wanted; the same size gives the same. */
export function sampleInput({ accounts, findings, missed = 3 }: SampleSize): PageInput {
  const random = randomNumbers(accounts + findings);
  const listed = sampleAccounts(accounts);
  const lost = listed.slice(1, 1 + missed).map(({ id }) => id);
  const tried = listed.map(({ id }) => id).filter((id) => !lost.includes(id) || id === lost[1]);
  const found = sampleFindings(tried, findings, random, lost[1]);
  const before = found.filter(() => random() > 0.04);
  const gone = sampleFindings(tried, Math.round(findings * 0.07), random, lost[1]);
  const previous = [...before, ...gone];
  return {
    run: sampleRun('2026-11-28', listed, found, lost),
    findings: found,
    previous: { run: sampleRun('2026-11-21', listed, previous, lost), findings: previous },
  };
}

const teams = 'payments,orders,search,identity,data,web,mobile,support,partners,billing'.split(',');
const stages = ['prod', 'staging', 'dev', 'sandbox'];

function sampleAccounts(count: number): Run['accounts'] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / (teams.length * stages.length));
    const name = `${teams[index % teams.length]}-${stages[Math.floor(index / teams.length) % stages.length]}`;
    return {
      id: String(210_000_000_000 + ((index * 7_654_321_987) % 700_000_000_000)),
      name: round === 0 ? name : `${name}-${round + 1}`,
      state: 'ACTIVE',
    };
  });
}

const regions = ['eu-west-1', 'eu-west-1', 'us-east-1', 'eu-central-1', 'ap-southeast-2'];

function sampleFindings(
  ids: readonly string[],
  count: number,
  random: () => number,
  prowlerAlone?: string,
): Finding[] {
  // A few accounts have most of the findings, and a few checks, as in any organization.
  const checks = sampleChecks.flatMap((check) => new Array<typeof check>(check.weight).fill(check));
  const prowlerChecks = checks.filter(({ tool }) => tool === 'prowler');
  return Array.from({ length: count }, () => {
    const account = pick(ids, random() * random());
    const from = account === prowlerAlone ? prowlerChecks : checks;
    const { weight: _, resource, ...check } = pick(from, random());
    const region = resource.includes(':iam::') ? 'us-east-1' : pick(regions, random());
    const id = Math.floor(random() * 0xffffff)
      .toString(16)
      .padStart(6, '0');
    const name = resource.replace('@', account).replace('%', region).replace('#', id);
    return { ...check, account, region, resource: name };
  });
}

const reasons: readonly [ScanStatus, string][] = [
  ['failed', 'AccessDenied: not allowed to assume AssumableSecurityAuditRole in this account'],
  ['timed-out', 'Not done after 3,600 s; the scanner was stopped'],
  ['skipped', 'The account is suspended'],
];

function sampleRun(
  date: string,
  accounts: Run['accounts'],
  findings: readonly Finding[],
  lost: readonly string[],
): Run {
  const byScan = Map.groupBy(findings, ({ tool, account }) => `${tool} ${account}`);
  const scans = accounts.flatMap(({ id, name }) =>
    tools.map(({ name: tool }): Scan => {
      const missed = id === lost[1] && tool === 'prowler' ? -1 : lost.indexOf(id);
      const [status, reason] = reasons[missed % reasons.length] ?? [];
      const files = sampleFiles(id, tool, date, status);
      return status && reason
        ? { account: { id, name }, tool, status, reason, files }
        : {
            ...{ account: { id, name }, tool, status: 'scanned', seconds: 212, files },
            failures: countBySeverity(byScan.get(`${tool} ${id}`) ?? []),
          };
    }),
  );
  return {
    ...{ id: `${date}T02-00-00Z`, date, startedAt: `${date}T02:00:00Z` },
    ...{ finishedAt: `${date}T03:17:00Z`, role: 'AssumableSecurityAuditRole' },
    ...{ tools, accounts, scans },
  };
}

function sampleFiles(id: string, tool: Tool, date: string, status?: ScanStatus): string[] {
  const folder = `${id}/${tool}/${date}`;
  const log = `${folder}/${tool}.log`;
  if (status === 'skipped') {
    return [];
  }
  if (status !== undefined) {
    return [log];
  }
  const output = `${folder}/prowler-output-${id}`;
  return tool === 'prowler'
    ? [`${output}.html`, `${output}.csv`, `${output}.ocsf.json`, log]
    : [`${folder}/scoutsuite-report.html`, log];
}

const pick = <T>(list: readonly T[], share: number): T =>
  list[Math.floor(share * list.length)] as T;

/** Numbers from 0 to 1 that are the same each time: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
