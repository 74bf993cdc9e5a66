import type { AccountNames } from '../../lambda/alerting/accounts.ts';
import type { Once } from '../../lambda/alerting/once.ts';
import type { Publish } from '../../lambda/alerting/topic.ts';
import type { Log } from '../../lambda/log.ts';
import { formatAddress, parseAddress } from './addresses.ts';
import type { CountryOf } from './countries.ts';
import type { Failures } from './failures.ts';
import { judge, type Reason, type Verdict } from './judge.ts';
import { alertOf } from './message.ts';
import type { KnownNetworks } from './networks.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';
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
}

// EventBridge redelivers an event for a day, and Lambda for six hours.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
const REMEMBERED_SECONDS = 3 * 86_400;

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
  const verdict = judge(event, known, settings.expectMfa);
  const { signIn } = verdict;
  const name = await nameOf(verdict, dependencies.workflows);
  const who = whoOf({ ...signIn, name });
  const repeated = await repeatedFailures(verdict, who, dependencies.failures, settings);
  const reasons = [...verdict.reasons, ...repeated];
  const alert = async () => {
    const accountName =
      signIn.accountId === undefined ? '' : await accounts.nameOf(signIn.accountId);
    const country = signIn.address && dependencies.countryOf(signIn.address);
    const facts = { accountName, country, who: who.text, partition: settings.partition };
    await publish(alertOf({ ...verdict, signIn: { ...signIn, name } }, reasons, facts));
  };
  const id = `sign-in#${verdict.id}`;
  const done = reasons.length > 0 && (await once.run(id, REMEMBERED_SECONDS, alert));
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

interface Who {
  /** Whose failures are counted together. */
  key: string;
  text: string;
}

/** The user; or, if AWS does not record the name, the address, or the network of an IPv6 one. */
function whoOf(signIn: SignIn): Who {
  const { kind, name, userId, address } = signIn;
  if (userId !== undefined) {
    return { key: `id:${userId}`, text: name ?? userId };
  }
  if (name !== undefined) {
    return { key: `user:${kind}:${name}`, text: name };
  }
  const parsed = parseAddress(address ?? '');
  if (!parsed) {
    return { key: 'unknown', text: 'unknown user' };
  }
  // A subscriber has a /64 and chooses among its addresses.
  // https://www.rfc-editor.org/rfc/rfc6177
  const network =
    parsed.family === 4
      ? formatAddress(parsed)
      : `${formatAddress({ family: 6, value: (parsed.value >> 64n) << 64n })}/64`;
  return { key: `address:${network}`, text: `unknown user at ${network}` };
}

async function repeatedFailures(
  { id, failed, signIn }: Verdict,
  who: Who,
  failures: Failures,
  settings: Settings,
): Promise<Reason[]> {
  // Without a time it raises an alert of its own.
  if (!failed || signIn.time === undefined) {
    return [];
  }
  const key = `${signIn.accountId ?? 'unknown'}#${who.key}`;
  const count = await failures.count({ key, id, time: signIn.time });
  if (count === undefined) {
    return [];
  }
  const within = `${settings.failureWindowSeconds} seconds`;
  return [{ code: 'repeated-failures', text: `${count} sign-ins failed within ${within}` }];
}
