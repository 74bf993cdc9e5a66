import { isActive } from '../../organization/accounts.ts';
import { messagesOf } from '../alerts/messages.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../security-reporting/reports.ts';
import { runAt } from './runs.ts';
import { applies } from './security-audit.ts';

export const missingImageIsTold: Scenario = {
  capability: 'security-audit',
  name: 'ends a run whose image was not pushed, and reports that no account was scanned',
  order: 1,
  // The run of the scenario behind it makes up for this one in the coverage ledger.
  applies,
  async run(world) {
    const accounts = (await world.accounts()).filter(isActive).length;
    const before = (await messagesOf(world)).length;
    // The time of no other scenario's run.
    const { scanned, notScanned } = await runAt(world, new Date(Date.now() - 180_000));

    const [first] = notScanned;
    if (scanned !== 0 || notScanned.length !== accounts || !first?.reason.includes('CannotPull')) {
      throw new Error(
        `expected that none of ${accounts} accounts is scanned without an image, got ${scanned} and ${JSON.stringify(first)}`,
      );
    }
    const subject = `Security audit: 0 of ${accounts} accounts scanned`;
    await until(`"${subject}" at the topic of alerts`, async () =>
      (await messagesOf(world)).slice(before).some((told) => told.subject === subject),
    );
    return `${subject}: ${first.reason.slice(0, 60)}…`;
  },
};
