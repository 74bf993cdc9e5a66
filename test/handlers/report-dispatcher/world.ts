import { readFileSync } from 'node:fs';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { organizationAccounts } from '../../../handlers/report-dispatcher/organization.ts';
import type { Quarantined } from '../../../handlers/report-dispatcher/quarantine.ts';
import {
  type Dependencies,
  dispatch,
  type Message,
} from '../../../handlers/report-dispatcher/report-dispatcher.ts';
import type { Settings } from '../../../handlers/report-dispatcher/settings.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { MemoryS3 } from './memory-s3.ts';

export const settings: Settings = {
  resourcePrefix: 'audit',
  reportBucket: 'audit-reports-222222222222',
  spokeBucket: 'audit-account-reports-{account}',
  organizationTtlSeconds: 300,
  copyPartBytes: 4,
  multipartThresholdBytes: 20,
};

/** An organization that has these accounts, and notes which it was asked for; `before` may throw. */
export function organizationOf(before: () => void = () => {}) {
  const states: Readonly<Record<string, object>> = {
    111111111111: { State: 'ACTIVE' },
    222222222222: { State: 'ACTIVE' },
    444444444444: { State: 'ACTIVE' },
    555555555555: { State: 'CLOSED', Status: 'ACTIVE' },
  };
  return fakeClient<OrganizationsClient>({
    DescribeAccount: ({ AccountId }: { AccountId: string }) => {
      before();
      const state = states[AccountId];
      return state
        ? { Account: { Id: AccountId, ...state } }
        : awsError('AccountNotFoundException');
    },
  });
}

/** The report bucket, and buckets of accounts 111111111111 and 444444444444. */
export function setUp(organizations = organizationOf()) {
  const s3 = new MemoryS3();
  const reports = s3.createBucket(settings.reportBucket, '222222222222');
  const spoke = s3.createBucket('audit-account-reports-111111111111', '111111111111');
  const other = s3.createBucket('audit-account-reports-444444444444', '444444444444');
  const logged: LogEntry[] = [];
  const counted: Quarantined[] = [];
  const pauses: number[] = [];
  const dependencies: Dependencies = {
    s3: s3.client,
    accounts: organizationAccounts(organizations.client, { ttlMs: 300_000 }),
    accountId: '222222222222',
    count: (quarantined) => void counted.push(quarantined),
    remainingMs: () => 300_000,
    sleep: async (ms) => void pauses.push(ms),
    log: (entry) => void logged.push(entry),
  };
  const send = (...messages: Message[]) => dispatch({ Records: messages }, dependencies, settings);
  return { s3, reports, spoke, other, organizations, logged, counted, pauses, dependencies, send };
}

/** A fresh copy of a sample body of a message. */
export function sample(name: string): { Records: { s3: { object: { key: string } } }[] } {
  const file = new URL(`../../events/s3/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** As S3 encodes a key in a notification. */
export const encoded = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** The message that S3 sends for each of these keys, all in one. */
export function notification(messageId: string, ...keys: string[]): Message {
  const Records = keys.map((key) => {
    const record = sample('object-created-put').Records[0];
    if (record) {
      record.s3.object.key = encoded(key);
    }
    return record;
  });
  return { messageId, body: JSON.stringify({ Records }) };
}

export function replay(messageId: string, key: string): Message {
  return { messageId, body: JSON.stringify({ replay: { bucket: settings.reportBucket, key } }) };
}
