import { setTimeout as delay } from 'node:timers/promises';
import { readSecurityAudit } from '../../../coverage/checks/security-audit.ts';
import { type Message, messagesOf } from '../alerts/messages.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { runAt, type Summary, useImage } from './runs.ts';

const PATIENCE_MS = 20_000;

const applies: Scenario['applies'] = (world) =>
  hasType(world, 'AWS::Batch::JobDefinition') && hasType(world, 'AWS::SNS::Topic');

/** What people were told of audits since, oldest first; once there are as many as expected. */
async function toldSince(world: World, before: number, count: number): Promise<Message[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const told = (await messagesOf(world))
      .slice(before)
      .filter(({ subject }) => subject?.startsWith('Security audit:'));
    if (told.length >= count || Date.now() > deadline) {
      return told;
    }
    await delay(50);
  }
}

const shown = ({ accounts, scanned }: Summary): string => `${scanned} of ${accounts}`;

export const auditMissesNoAccountUnseen: Scenario = {
  capability: 'security-audit',
  name: 'scans each account in a job of its own, and says first how many were missed, and why',
  applies,
  async run(world) {
    const before = (await messagesOf(world)).length;
    const all = (await world.accounts()).filter(({ state }) => state === 'ACTIVE').length;

    // Nobody has pushed an image.
    const none = await runAt(world, '2026-11-01T03:00:00Z');
    await useImage(world, '[ "$AWS_BATCH_JOB_ARRAY_INDEX" != 1 ]');
    const most = await runAt(world, '2026-11-08T03:00:00Z');
    await useImage(world, 'exit 0');
    const whole = await runAt(world, '2026-11-15T03:00:00Z');

    requireSame('runs', [none, most, whole].map(shown), [
      `0 of ${all}`,
      `${all - 1} of ${all}`,
      `${all} of ${all}`,
    ]);
    const told = await toldSince(world, before, 2);
    requireSame(
      'first lines of what people were told',
      told.map(({ deliveries }) => deliveries[0]?.text.split('\n')[0] ?? 'nobody was told'),
      [`0 of ${all} accounts scanned`, `${all - 1} of ${all} accounts scanned`],
    );
    requireReason(none, /CannotPullContainerError/);
    requireReason(most, /exit code 1/);
    await requireCovered(world);

    return `${shown(none)} without an image, then ${shown(most)}, then ${shown(whole)} and silence`;
  },
};

function requireReason({ notScanned: [missed] }: Summary, reason: RegExp): void {
  if (missed?.status !== 'failed' || !reason.test(missed.reason)) {
    throw new Error(
      `expected that an account failed with ${reason}, got ${JSON.stringify(missed)}`,
    );
  }
}

async function requireCovered(world: World): Promise<void> {
  const { rehearsal, settings } = world;
  const accounts = await world.accounts();
  const account = accounts.find(({ id }) => id === settings.securityAccountId);
  if (!account) {
    throw new Error('expected a security account, got none');
  }
  const region = settings.homeRegion;
  const clients = (await rehearsal.sessions.open(account.id)).clients(region);
  const { actual, reason } = await readSecurityAudit({
    ...{ account, accounts, region, settings, clients },
  });
  if (actual !== 'on') {
    throw new Error(`expected that the last run counts, got ${actual}: ${reason}`);
  }
}
