import { alertTest } from '../../scripts/alert-test/alert-test.ts';
import type { Scenario, World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const deployed = ({ settings, stacks }: World, name: string): boolean =>
  stacks.some((stack) => stack.name === `${settings.resourcePrefix}-${name}`);

export const alertTestArrives: Scenario = {
  capability: 'alerts',
  name: 'takes a marked event the whole way, from default buses to the topic',
  applies: (world) =>
    ['finding-alerts', 'sign-in-monitor', 'config-rule-alerts'].every((name) =>
      deployed(world, name),
    ),
  async run({ rehearsal, settings }) {
    const results = await alertTest({
      sessions: sessionsOf(rehearsal),
      settings,
      timeoutSeconds: 30,
    });
    const missing = results.filter(({ seconds }) => seconds === undefined);
    if (missing.length > 0 || results.length === 0) {
      const places = missing.map(
        ({ path, account, region }) => `${path} ${account.name}/${region}`,
      );
      throw new Error(`expected every alert, got none of ${places.join(', ') || 'all'}`);
    }
    return results
      .map(({ path, account, region, seconds = 0 }) => {
        return `${path} of ${account.name} in ${region} after ${seconds.toFixed(1)} s`;
      })
      .join('; ');
  },
};
