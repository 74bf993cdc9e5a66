import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { Rehearsal } from 'ofn-rehearse';
import { keysIn } from '../../scenarios/security-reporting/reports.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';

/** Buckets whose objects are not evidence: code of functions, results of queries, org-formation's. */
const others = /-artifacts-|-athena-|-query-results-|^org(anization)?-formation-/;

/** Copies of files of the repository, beside what AWS Config writes. */
const templatesOfPacks = 'packs/';

/** The objects of evidence in each active account, as `bucket/key`, by the ids of accounts. */
export type Evidence = ReadonlyMap<string, ReadonlySet<string>>;

export async function evidenceOf(rehearsal: Rehearsal): Promise<Evidence> {
  const evidence = new Map<string, ReadonlySet<string>>();
  const active = (await listAccounts(rehearsal)).filter(({ state }) => state === 'ACTIVE');
  for (const { id } of active) {
    const found = new Set<string>();
    const { s3 } = (await sessionsOf(rehearsal).open(id)).clients(rehearsal.plan.homeRegion);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    for (const { Name: bucket = '' } of Buckets.filter(({ Name = '' }) => !others.test(Name))) {
      const keys = await keysIn(s3, bucket);
      for (const key of keys.filter((one) => !one.startsWith(templatesOfPacks))) {
        found.add(`${bucket}/${key}`);
      }
    }
    evidence.set(id, found);
  }
  return evidence;
}

/** What was there, and is not any more. What a closed account had goes with it. */
export function lostSince(before: Evidence, after: Evidence): string[] {
  return [...after].flatMap(([id, now]) =>
    [...(before.get(id) ?? [])].filter((object) => !now.has(object)),
  );
}
