import { CloseAccountCommand, CreateAccountCommand } from '@aws-sdk/client-organizations';
import { GetObjectTaggingCommand } from '@aws-sdk/client-s3';
import { accountReportBucket, centralReportBucket } from '../../../coverage/report-buckets.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import {
  activeAccounts,
  delivered,
  isDeployed,
  keysIn,
  put,
  s3Of,
  until,
  untilQuiet,
} from './reports.ts';

const harvesterOf = ({ settings }: World): string => `${settings.resourcePrefix}-account-harvester`;

/** What tools call their files, and what S3 escapes in its notifications. */
const nastyKeys: readonly string[] = [
  'prowler/2026-11-20/a b.csv',
  'prowler/2026-11-20/a+b%2B100%.csv',
  'prowler/2026-11-20/Prüfbericht Süd.csv',
  'prowler/2026-11-20/report.csv',
  'scoutsuite/2026-11-20/report.csv',
  `prowler/2026-11-20/${'n'.repeat(868)}.csv`,
];

export const reportsReachTheirAccount: Scenario = {
  capability: 'security-reporting',
  name: 'hands every account its own reports, byte for byte, whatever they are called, and no other',
  applies: isDeployed,
  async run(world) {
    const [one, other] = (await activeAccounts(world)).slice(-2);
    if (!one || !other) {
      throw new Error('expected two accounts, got less');
    }
    for (const key of nastyKeys) {
      await put(world, `${one.id}/${key}`, `${key} ümlaut\n`);
    }

    for (const key of nastyKeys) {
      await until(`${key} in the bucket of ${one.name}`, async () => {
        return (await delivered(world, one.id, key)) !== undefined;
      });
      const found = await delivered(world, one.id, key);
      const { 'source-version': version, ...metadata } = found?.metadata ?? {};
      const actual = JSON.stringify({ ...found, metadata });
      const expected = JSON.stringify({
        body: `${key} ümlaut\n`,
        contentType: 'text/csv',
        metadata: { tool: 'rehearsal' },
        tags: 'kind=report',
      });
      if (actual !== expected || !version) {
        throw new Error(`expected ${expected} with a source-version, got ${actual} (${version})`);
      }
    }
    const s3 = await s3Of(world, other.id);
    requireSame(
      `reports in the bucket of ${other.name}`,
      await keysIn(s3, accountReportBucket(world.settings, other.id)),
      [],
    );

    return `${nastyKeys.length} reports of ${one.name} are in its bucket, none in that of ${other.name}`;
  },
};

export const strayReportsAreQuarantined: Scenario = {
  capability: 'security-reporting',
  name: 'puts a report of nobody into quarantine, with the reason',
  applies: isDeployed,
  async run(world) {
    const s3 = await s3Of(world, world.settings.securityAccountId);
    const Bucket = centralReportBucket(world.settings);
    const strays = { '999999999999/prowler/x.csv': 'unknown-account', 'oops/x.csv': 'no-account' };
    for (const [key, reason] of Object.entries(strays)) {
      await put(world, key, key);
      const Key = `quarantine/${key}`;
      await until(`${Key} in ${Bucket}`, async () => (await keysIn(s3, Bucket, Key)).length === 1);
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
      requireSame(
        `tags of ${Key}`,
        TagSet.map((tag) => `${tag.Key}=${tag.Value}`),
        ['kind=report', `reason=${reason}`],
      );
    }

    return Object.entries(strays)
      .map(([key, reason]) => `${key}: ${reason}`)
      .join(', ');
  },
};

export const accountsComeAndGo: Scenario = {
  capability: 'security-reporting',
  name: 'gives an account that joins outside organization.yml its bucket and what waited for it, and puts reports of a closed one aside',
  // EventBridge hears of accounts from a trail; without one the schedule does.
  applies: (world) => isDeployed(world) && hasType(world, 'AWS::CloudTrail::Trail'),
  async run(world) {
    const { organizations } = world.rehearsal.sessions.caller;
    const { securityAccountId } = world.settings;
    const known = 'prowler/2026-11-20/known.csv';
    await put(world, `${securityAccountId}/${known}`, 'known');
    // So the dispatcher has read the list of accounts before there is another.
    await until(`${known} in the bucket of ${securityAccountId}`, async () => {
      return (await delivered(world, securityAccountId, known)) !== undefined;
    });
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({
        AccountName: 'Undeclared',
        Email: 'undeclared@example.com',
        RoleName: 'OrganizationAccountAccessRole',
      }),
    );
    const id = CreateAccountStatus?.AccountId ?? '';
    const key = 'prowler/2026-11-20/early.csv';
    await put(world, `${id}/${key}`, 'early');
    await until(`${key} in the bucket of ${id}`, async () => {
      return (await delivered(world, id, key))?.body === 'early';
    });

    const { next } = await world.rehearsal.aws.events();
    await organizations.send(new CloseAccountCommand({ AccountId: id }));
    // The dispatcher remembers an account that is open for five minutes, or until it is begun anew.
    await world.rehearsal.aws.control('DELETE', '/functions/sandboxes');
    const s3 = await s3Of(world, world.settings.securityAccountId);
    const Bucket = centralReportBucket(world.settings);
    const late = `quarantine/${id}/prowler/2026-11-21/late.csv`;
    await put(world, late.slice('quarantine/'.length), 'late');
    await until(`${late} in ${Bucket}`, async () => (await keysIn(s3, Bucket, late)).length === 1);
    await until('the harvester to have heard of it', async () => {
      const { events } = await world.rehearsal.aws.events(next);

      return events.some((event) => event.function === harvesterOf(world));
    });
    await untilQuiet(world);

    return `${id} had its bucket and the report that was there before it; once closed, its reports are put aside`;
  },
};
