import { centralReportBucket } from '../../organization/report-buckets.ts';
import { messagesOf } from '../alerts/messages.ts';
import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import { delivered, until } from '../security-reporting/reports.ts';
import {
  alarmState,
  auditedAccounts,
  dateOf,
  jobsOf,
  losePermission,
  nameOf,
  runAt,
  runIdOf,
  setScanner,
  summaryKeyOf,
} from './runs.ts';

/** A scan takes processes for each account, and shows no more with more of them. */
const MOST_ACCOUNTS = 20;

export const applies: Scenario['applies'] = ({ settings, stacks, rehearsal }) =>
  ['-security-audit', '-report-dispatcher'].every((end) =>
    stacks.some(({ name }) => name === `${settings.resourcePrefix}${end}`),
  ) &&
  new Set(stacks.map(({ account }) => account)).size < MOST_ACCOUNTS &&
  // There is a stand-in for one scanner.
  !/^auditTools:.*scoutsuite/m.test(rehearsal.parametersText ?? '');

const minutes = (count: number): Date => new Date(Date.now() - count * 60_000);

interface Told {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

/** A message about the run of a time, word for word, after so many others. */
async function requireTold(
  world: World,
  at: Date,
  after: number,
  { subject, paragraphs }: Told,
): Promise<void> {
  const text = [
    subject.replace('Security audit: ', ''),
    ...paragraphs,
    [
      `Run: ${runIdOf(at)}`,
      `Summary: s3://${centralReportBucket(world.settings)}/${summaryKeyOf(world, at)}`,
      `Logs of its jobs: log group ${nameOf(world)}`,
    ].join('\n'),
  ].join('\n\n');
  let texts: string[] = [];
  await until(`"${subject}" at the topic of alerts`, async () => {
    const some = (await messagesOf(world)).slice(after).filter((one) => one.subject === subject);
    texts = some.map(({ deliveries }) => deliveries[0]?.text ?? 'not delivered');
    return texts.length > 0;
  });
  requireSame('texts about the run', texts, [text]);
}

export const missedAccountIsTold: Scenario = {
  capability: 'security-audit',
  name: 'alerts with the account that a scan missed, and why, and goes to ALARM',
  order: 2,
  applies,
  async run(world) {
    const missed = await someMember(world);
    const accounts = (await auditedAccounts(world)).length;
    const before = (await messagesOf(world)).length;
    const remove = await setScanner(world, { failing: missed });
    const at = minutes(2);
    const { scanned, notScanned } = await runAt(world, at).finally(remove);

    const [first] = notScanned;
    if (scanned !== accounts - 1 || notScanned.length !== 1 || first?.id !== missed.id) {
      throw new Error(
        `expected ${accounts - 1} of ${accounts} accounts scanned, and not ${missed.id}, got ${scanned} and ${JSON.stringify(notScanned)}`,
      );
    }
    const subject = `Security audit: ${scanned} of ${accounts} accounts scanned`;
    const line = `${missed.name} (${missed.id}): failed: ${first.reason}`;
    // The stand-in scans nothing else, so that the other jobs write nothing of their errors.
    const unknown = `Number of accounts whose errors are not known: ${scanned}. Their jobs did not write any, as with an image of auditImage that is older than this function; build and push it again`;
    await requireTold(world, at, before, { subject, paragraphs: [line, unknown] });
    await until('ALARM', async () => (await alarmState(world)) === 'ALARM');
    return `${scanned} of ${accounts} accounts scanned; ${line}; ALARM`;
  },
};

export const everyAccountIsScanned: Scenario = {
  capability: 'security-audit',
  name: 'scans every active account, hands each its report, and names the permission that a scan role lost',
  order: 3,
  applies,
  async run(world) {
    const accounts = await auditedAccounts(world);
    const erring = await someMember(world);
    const at = minutes(1);
    const before = (await messagesOf(world)).length;
    const restore = await losePermission(world, erring, 'iam:ListUsers');
    const remove = await setScanner(world);
    const { scanned, notScanned, ...summary } = await runAt(world, at).finally(async () => {
      remove();
      await restore();
    });

    requireSame(
      'accounts that were missed',
      notScanned.map(({ name, reason }) => `${name}: ${reason}`),
      [],
    );
    if (scanned !== accounts.length) {
      throw new Error(`expected ${accounts.length} accounts scanned, got ${scanned}`);
    }
    requireSame(
      'accounts with errors',
      summary.withErrors.map(({ id, errors, refused }) => JSON.stringify({ id, errors, refused })),
      [JSON.stringify({ id: erring.id, errors: { prowler: 1 }, refused: { 'iam:ListUsers': 1 } })],
    );
    requireSame(
      'calls that the audit role denies on purpose',
      [JSON.stringify(summary.denied)],
      [JSON.stringify({ 'glue:GetConnections': accounts.length })],
    );
    if (summary.errorsUnknown !== 0) {
      throw new Error(`expected that errors are known, got ${summary.errorsUnknown} without`);
    }
    const subject = `Security audit: ${scanned} of ${scanned} accounts scanned, 1 with errors`;
    const line = `${erring.name} (${erring.id}): 1 in the log of prowler; AWS refused iam:ListUsers (1)`;
    await requireTold(world, at, before, {
      subject,
      paragraphs: [
        `Scanned with errors, so possibly not completely: 1\n${line}`,
        `Denied by the audit role on purpose, not counted as errors: glue:GetConnections (${accounts.length})`,
      ],
    });
    const jobs = await jobsOf(world, at);
    if (jobs !== accounts.length) {
      throw new Error(`expected a job for each of ${accounts.length} accounts, got ${jobs}`);
    }
    const key = `prowler/${dateOf(at)}/prowler.ocsf.json`;
    for (const { id, name } of accounts) {
      const role = `arn:aws:sts::${id}:assumed-role/${world.settings.auditRoleName}/`;
      await until(`${key} of ${role} in the bucket of ${name}`, async () =>
        Boolean((await delivered(world, id, key))?.body.includes(role)),
      );
    }
    return `${scanned} of ${accounts.length} accounts scanned; ${line}; each has its report`;
  },
};
