import { readdirSync, readFileSync } from 'node:fs';
import type { MfaExpected, Rules } from '../../../handlers/sign-in-monitor/judge.ts';
import { knownNetworks } from '../../../handlers/sign-in-monitor/networks.ts';
import type { Settings } from '../../../handlers/sign-in-monitor/settings.ts';

const folder = new URL('../../events/sign-in/', import.meta.url);

export interface Event {
  [key: string]: unknown;
  detail: Record<string, unknown>;
}

export function sample(name: string): Event {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

/** A sample, some of its record changed; undefined removes. */
export function changed(name: string, detail: Record<string, unknown>): Event {
  const event = sample(name);
  return JSON.parse(JSON.stringify({ ...event, detail: { ...event.detail, ...detail } }));
}

export const sampleNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

export const known = knownNetworks(
  '198.51.100.0/24 # Office\n2001:db8:1::/48 # Office\n192.0.2.0/25\n',
  'a test',
);

export const settings: Settings = {
  partition: 'aws',
  topicArn: 'arn:aws:sns:eu-west-1:333333333333:audit-alerts',
  tableName: 'audit-sign-ins',
  networksBucket: 'audit-artifacts',
  networksBucketOwner: '333333333333',
  networksKey: 'networks-0123.txt',
  countriesKey: '',
  failureCount: 3,
  failureWindowSeconds: 900,
  failuresPerDay: 20,
  sprayCount: 10,
  trailSource: 'audit.trail',
  managementAccountId: '111111111111',
  expectMfa: ['root', 'iam-user'],
};

/** Noon of the day of the samples. */
export const noon = Date.parse('2026-11-20T12:00:00Z');

export const rules = (expectMfa: readonly MfaExpected[], now = noon): Rules => ({
  known,
  expectMfa,
  trail: { source: settings.trailSource, managementAccountId: settings.managementAccountId },
  now,
});

/** The event as the function of the trail's log group puts it on the bus. */
export function byTrail(event: Event): Event {
  return {
    ...event,
    'detail-type': 'Sign-in from the organization trail',
    source: 'audit.trail',
    account: '111111111111',
    region: 'eu-west-1',
  };
}
