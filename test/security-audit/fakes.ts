import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BuildClients, Clients } from '../../security-audit/access/clients.ts';
import type { Session } from '../../security-audit/access/sessions.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';

/** What a test may look for, in every log and report: an id, a secret and a token. */
export const sessionOf = (accountId: string, seconds = 3_600): Session => ({
  accessKeyId: `ASIA${accountId}KEY`,
  secretAccessKey: `secret/${accountId}+abcdefghij`,
  sessionToken: `token/${accountId}==/${'x'.repeat(200)}end`,
  expiration: new Date(Date.now() + seconds * 1_000),
});

export interface FakeOptions {
  accounts?: { Id: string; Name: string; State?: string; Status?: string; Email?: string }[];
  /** Of the caller. */
  arn?: string;
  /** Accounts whose role refuses. */
  refused?: readonly string[];
  /** Keys that S3 refuses. */
  refusedKeys?: RegExp;
  /** What S3 says to the end of an upload. */
  abortFails?: Error;
  /** Objects that S3 has. */
  objects?: Readonly<Record<string, string>>;
}

export interface Call {
  name: string;
  input: Record<string, unknown>;
  /** Whose credentials it was made with, where that is recorded: `caller`, `mfa` or an account. */
  as?: string;
}

const given = (session: Session) => ({
  Credentials: {
    ...{ AccessKeyId: session.accessKeyId, SecretAccessKey: session.secretAccessKey },
    ...{ SessionToken: session.sessionToken, Expiration: session.expiration },
  },
});

export const denied = (message = 'not authorized to perform: sts:AssumeRole') =>
  awsError('AccessDenied', message);

/** AWS, as far as the runner knows it. */
export function fakeClients(
  options: FakeOptions = {},
  { calls = [], as }: { calls?: Call[]; as?: () => Promise<string> } = {},
): { clients: Clients; calls: Call[] } {
  const { arn: own = 'arn:aws:iam::111111111111:user/jane', accounts = [] } = options;
  const answer = ({ name, input, as: who = '' }: Call): unknown => {
    switch (name) {
      case 'GetCallerIdentity': {
        const arn = /^\d/.test(who) ? `arn:aws:sts::${who}:assumed-role/Auditor/jane` : own;
        return { Account: arn.split(':')[4], Arn: arn };
      }
      case 'GetSessionToken':
        return given(sessionOf('mfa'));
      case 'AssumeRole': {
        const accountId = String(input['RoleArn']).split(':')[4] ?? '';
        if (options.refused?.includes(accountId)) {
          throw denied();
        }
        return given(sessionOf(accountId));
      }
      case 'ListAccounts':
        return pageOf(accounts, input['NextToken']);
      case 'PutObject':
      case 'CreateMultipartUpload':
        if (options.refusedKeys?.test(String(input['Key']))) {
          throw denied('s3:PutObject');
        }
        return name === 'PutObject' ? {} : { UploadId: 'upload-1' };
      case 'AbortMultipartUpload':
        if (options.abortFails) {
          throw options.abortFails;
        }
        return {};
      case 'GetObject': {
        const text = options.objects?.[`${input['Bucket']}/${input['Key']}`] ?? '';
        return { Body: { transformToString: async () => text } };
      }
      default:
        return undefined;
    }
  };
  const { client } = fakeClient<never>(async (name, input) => {
    const call = { name, input, ...(as && { as: await as() }) };
    calls.push(call);
    return answer(call);
  });
  const clients: Clients = { sts: client, organizations: client, s3: client };
  return { clients, calls };
}

/** The same, whose calls record the credentials that clients were built with. */
export function fakeAws(options: FakeOptions = {}): { buildClients: BuildClients; calls: Call[] } {
  const calls: Call[] = [];
  const buildClients: BuildClients = ({ credentials }) => {
    // Asked for once, as the SDK keeps them.
    let who: Promise<string> | undefined;
    const ask = async () => (await credentials?.())?.accessKeyId ?? 'caller';
    const as = () => (who ??= ask().then((id) => id.replace(/^ASIA(.*)KEY$/, '$1')));
    return fakeClients(options, { calls, as }).clients;
  };
  return { buildClients, calls };
}

/** Two at a time, as AWS Organizations pages. */
function pageOf(accounts: readonly unknown[], token: unknown) {
  const from = Number(token ?? 0);
  const more = from + 2 < accounts.length;
  return { Accounts: accounts.slice(from, from + 2), ...(more && { NextToken: `${from + 2}` }) };
}

const fixtures = path.join(import.meta.dirname, 'fixtures');

/** A folder with a scanner in it, and room for reports. */
export class Bench {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'security-audit-'));
  output = path.join(this.folder, 'reports');
  readonly scanner = path.join(this.folder, 'scanner.mjs');
  readonly engine = path.join(this.folder, 'docker.mjs');

  constructor(modes: Readonly<Record<string, string>> = {}) {
    for (const file of [this.scanner, this.engine]) {
      copyFileSync(path.join(fixtures, path.basename(file)), file);
    }
    this.modes(modes);
  }

  modes(modes: Readonly<Record<string, string>>): void {
    writeFileSync(path.join(this.folder, 'modes.json'), JSON.stringify(modes));
  }

  /** What is in a file of the reports. */
  read(file: string): string {
    return readFileSync(path.join(this.output, file), 'utf8');
  }

  /** When a scanner started and ended, in order. */
  events(): { what: string; account: string }[] {
    const file = path.join(this.folder, 'events.txt');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines.map((line) => {
      const [what = '', account = ''] = line.split(' ');
      return { what, account };
    });
  }

  /** Waits for a file that a scanner writes. */
  async appears(file: string): Promise<string> {
    const whole = path.join(this.folder, file);
    const text = () => (existsSync(whole) ? readFileSync(whole, 'utf8') : '');
    await until(() => text() !== '', file);
    return text();
  }

  /** The processes of scanners that have not ended. */
  orphans(): number[] {
    const file = path.join(this.folder, 'orphans.txt');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
  }

  /** The accounts that a scanner was started for. */
  started(): string[] {
    return this.events()
      .filter(({ what }) => what === 'start')
      .map(({ account }) => account);
  }

  /** The command lines of scanners. */
  commandLines(): string[][] {
    const lines = readFileSync(path.join(this.folder, 'arguments.txt'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  /** What the engine of containers was given. */
  containers(): string[] {
    return readFileSync(path.join(this.folder, 'docker.txt'), 'utf8').trim().split('\n');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Waits as long as a test may take, and no longer. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!isSo()) {
    if (performance.now() > end) {
      throw new Error(`It did not come to ${what}`);
    }
    await setTimeout(10);
  }
}

/** Whether a process runs. What has ended and was not waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
