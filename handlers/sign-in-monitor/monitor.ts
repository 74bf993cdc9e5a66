import type { AccountNames } from '../../lambda/alerting/accounts.ts';
import type { Once } from '../../lambda/alerting/once.ts';
import type { Publish } from '../../lambda/alerting/topic.ts';
import type { Log } from '../../lambda/log.ts';
import type { CountryOf } from './countries.ts';
import type { Failures } from './failures.ts';
import { judge, type Reason, type Verdict } from './judge.ts';
import { alertOf } from './message.ts';
import type { KnownNetworks } from './networks.ts';
import { repeatedFailures } from './repeated.ts';
import type { Settings } from './settings.ts';
import { digest } from './text.ts';
import { networkOf, type Who, whoOf } from './who.ts';
import type { Workflows } from './workflows.ts';

export interface Dependencies {
  known: KnownNetworks;
  countryOf: CountryOf;
  failures: Failures;
  workflows: Workflows;
  once: Once;
  accounts: AccountNames;
  publish: Publish;
  log: Log;
  /** Milliseconds since 1970. */
  now: () => number;
}

// EventBridge redelivers an event for a day, and Lambda for six hours.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
const DAY_SECONDS = 86_400;
const REMEMBERED_SECONDS = 3 * DAY_SECONDS;

/**
 * Evaluates an event and publishes an alert if there is a reason: once, with every reason. Throws
 * any failure, so that Lambda retries.
 */
export async function monitor(
  event: unknown,
  dependencies: Dependencies,
  settings: Settings,
): Promise<'alerted' | 'alerted-before' | 'quiet'> {
  const { known, once, accounts, publish, log } = dependencies;
  const now = dependencies.now();
  const { expectMfa, trailSource: source, managementAccountId } = settings;
  const trail = { source, managementAccountId };
  const read = judge(event, { known, expectMfa, trail, now });
  const name = await nameOf(read, dependencies.workflows);
  const verdict = { ...read, signIn: { ...read.signIn, name } };
  const { signIn } = verdict;
  const who = whoOf(signIn);
  const repeated = await repeatedFailures(verdict, who, dependencies.failures, settings);
  const reasons = [...verdict.reasons, ...repeated];
  const alert = async () => {
    const accountName =
      signIn.accountId === undefined ? '' : await accounts.nameOf(signIn.accountId);
    const country = signIn.address && dependencies.countryOf(signIn.address);
    const facts = { accountName, country, who: who.text, partition: settings.partition };
    await publish(alertOf(verdict, reasons, facts));
  };
  const { id, seconds } = onceOf(verdict, reasons, who, now);
  const done = reasons.length > 0 && (await once.run(id, seconds, alert));
  const outcome = done === 'acted' ? 'alerted' : done ? 'alerted-before' : 'quiet';
  log({
    message: 'Evaluated a sign-in event',
    action: 'judge',
    outcome,
    eventId: verdict.id,
    eventName: signIn.eventName?.slice(0, 64),
    accountId: signIn.accountId,
    reasons: reasons.map(({ code }) => code),
  });
  return outcome;
}

/** The name in the event; else the one of an earlier event, if it is needed. */
async function nameOf(
  { signIn, reasons, failed }: Verdict,
  workflows: Workflows,
): Promise<string | undefined> {
  const { name, workflowId, kind, eventName } = signIn;
  if (workflowId === undefined || kind !== 'identity-center') {
    return name;
  }
  if (name !== undefined) {
    if (eventName === 'CredentialChallenge') {
      await workflows.remember(workflowId, name);
    }
    return name;
  }
  return failed || reasons.length > 0 ? workflows.nameOf(workflowId) : undefined;
}

/** How long what is alerted on each sign-in without MFA would be news only the first time. */
const MFA_SECONDS = 30 * DAY_SECONDS;

/** For what there is one alert, and for how long: a sign-in, or what would repeat without being news. */
function onceOf(
  { id, signIn }: Verdict,
  reasons: readonly Reason[],
  who: Who,
  now: number,
): { id: string; seconds: number } {
  const { access, origin, address, kind } = signIn;
  const day = new Date(signIn.time ?? now).toISOString().slice(0, 10);
  const key = (...parts: readonly unknown[]) => digest(parts);
  if (reasons.some(({ code }) => code === 'stranger')) {
    return { id: `stranger#${origin.accountId}#${day}`, seconds: REMEMBERED_SECONDS };
  }
  if (access === 'command-line') {
    // Credentials are fetched anew each hour, for each role: neither account nor role is news, but a reason is.
    const codes = reasons.map(({ code }) => code).toSorted();
    const of = key(signIn.recordedIn, who.key, networkOf(address), ...codes);
    return { id: `command-line#${of}#${day}`, seconds: REMEMBERED_SECONDS };
  }
  if (kind === 'identity-center' && reasons.every(({ code }) => code === 'no-mfa')) {
    return { id: `no-mfa#${key(signIn.recordedIn, who.key)}`, seconds: MFA_SECONDS };
  }
  return { id: `sign-in#${id}`, seconds: REMEMBERED_SECONDS };
}
