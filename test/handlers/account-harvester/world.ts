import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { Cursor } from '../../../handlers/account-harvester/cursor.ts';
import type { Dependencies } from '../../../handlers/account-harvester/harvest.ts';
import type {
  ListObjects,
  ObjectPage,
  ObjectQuery,
} from '../../../handlers/account-harvester/object-list.ts';
import type { Settings } from '../../../handlers/account-harvester/settings.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { type Limit, pageOf, RateLimiter, SimulatedClock } from './clock.ts';
import { SimulatedStackSet } from './stack-sets.ts';

export const MANAGEMENT = '111111111111';
export const SECURITY = '222222222222';

export const settings: Settings = {
  managementRoleArn: `arn:aws:iam::${MANAGEMENT}:role/audit-report-harvester`,
  externalId: 'audit',
  stackSetName: 'audit-account-reports',
  homeRegion: 'eu-west-1',
  reportBucket: `audit-reports-${SECURITY}`,
  spokeBucket: 'audit-account-reports-{account}',
  queueUrl: `https://sqs.eu-west-1.amazonaws.com/${SECURITY}/audit-reports`,
  busName: 'audit-reports',
  resourcePrefix: 'audit',
  organizationsIntervalMs: 150,
  cloudFormationIntervalMs: 500,
};

/**
 * What AWS documents of Organizations; of StackSets it documents nothing, and 2 a second is what
 * those count on who write AWS::CloudFormation::StackSet.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-cloudformation/pull/37
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  DescribeAccount: { rate: 20, burst: 30 },
  ListAccounts: { rate: 8, burst: 12 },
  ListRoots: { rate: 1, burst: 2 },
  ListStackInstances: { rate: 2, burst: 2 },
  ListStackSetOperations: { rate: 2, burst: 2 },
  DescribeStackSetOperation: { rate: 2, burst: 2 },
  ListStackSetOperationResults: { rate: 2, burst: 2 },
  CreateStackInstances: { rate: 2, burst: 2 },
  UpdateStackInstances: { rate: 2, burst: 2 },
  DeleteStackInstances: { rate: 2, burst: 2 },
};

type Command = { input: Record<string, unknown> };

/** An organization, its StackSet, what waits and the queue, with the limits that AWS has. */
export class World {
  readonly clock = new SimulatedClock();
  readonly stackSet = new SimulatedStackSet(this.clock);
  readonly limiter = new RateLimiter(this.clock, LIMITS);
  readonly accounts = new Map<string, Account>();
  /** Whom lists of accounts leave out, though they are there. */
  readonly unlisted = new Set<string>();
  readonly waiting = new Set<string>();
  /** Names of buckets that S3 does not have. */
  readonly gone = new Set<string>();
  readonly sent: string[] = [];
  readonly resumed: Cursor[] = [];
  readonly logged: LogEntry[] = [];
  readonly calls: [name: string, input: object][] = [];
  latencyMs = 50;
  /** What calls fail with, before or behind their effect. */
  fault: (name: string) => { when: 'before' | 'behind'; error: Error } | undefined = () =>
    undefined;
  /** How often a client sends a call that fails with a fault, as the SDK does. */
  attempts = 1;
  /** Which entries of a batch the queue refuses. */
  refuses: (body: string) => boolean = () => false;

  constructor() {
    this.add(MANAGEMENT);
    this.add(SECURITY);
    this.stackSet.isOpen = (id) => this.accounts.get(id)?.State === 'ACTIVE';
  }

  add(...ids: readonly string[]): void {
    for (const Id of ids) {
      this.accounts.set(Id, { Id, State: 'ACTIVE', Status: 'ACTIVE' });
    }
  }

  close(Id: string, State: 'SUSPENDED' | 'CLOSED' | 'PENDING_CLOSURE' = 'SUSPENDED'): void {
    this.accounts.set(Id, { Id, State });
  }

  /** Begins an invocation; what one that came before was is over. */
  invoke(timeoutMs = 900_000): Dependencies {
    this.clock.deadlineMs = this.clock.now() + timeoutMs;
    const { clock } = this;
    return {
      managementId: MANAGEMENT,
      securityId: SECURITY,
      organizations: this.#client<OrganizationsClient>((name, input) =>
        this.#tellOfAccounts(name, input),
      ),
      cloudFormation: this.#client<CloudFormationClient>((name, input) =>
        this.stackSet.handle(name, input),
      ),
      sqs: this.#client<SQSClient>((_, input) => this.#send(input), false),
      listWaiting: this.#listWaiting,
      isGone: (bucket) => this.#call('HeadBucket', { bucket }, () => () => this.gone.has(bucket)),
      resume: (rest) => this.#call('PutEvents', rest, () => () => void this.resumed.push(rest)),
      clock: { now: clock.now, sleep: clock.sleep, remainingMs: clock.remainingMs },
      log: (entry) => void this.logged.push(entry),
    };
  }

  /** Names of the calls that change something, with the accounts they are for. */
  changes(): [name: string, accounts: string[]][] {
    return this.calls
      .filter(([name]) => /^(Create|Update|Delete)/.test(name))
      .map(([name, input]) => {
        const { DeploymentTargets } = input as { DeploymentTargets: { Accounts: string[] } };
        return [name, DeploymentTargets.Accounts];
      });
  }

  count(name: string): number {
    return this.calls.filter(([called]) => called === name).length;
  }

  #client<Client>(
    answer: (name: string, input: Record<string, unknown>) => object,
    isLimited = true,
  ): Pick<Client, 'send' & keyof Client> {
    const send = (command: Command): Promise<object> => {
      const name = command.constructor.name.replace(/Command$/, '');
      return this.#call(name, command.input, () => {
        if (isLimited) {
          this.limiter.take(name);
        }
        return () => answer(name, command.input);
      });
    };
    return { send } as unknown as Pick<Client, 'send' & keyof Client>;
  }

  /** One call with what may go wrong, and how often a client sends it then. */
  async #call<Answer>(name: string, input: object, begin: () => () => Answer): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      this.clock.nowMs += this.latencyMs;
      this.calls.push([name, input]);
      const fault = this.fault(name);
      const answer = begin();
      if (fault?.when !== 'before') {
        const result = answer();
        if (!fault) {
          return result;
        }
      }
      if (attempt >= this.attempts) {
        throw fault.error;
      }
      await this.clock.sleep(1000 * 2 ** attempt);
    }
  }

  #tellOfAccounts(name: string, input: { NextToken?: string; AccountId?: string }): object {
    if (name === 'ListRoots') {
      return { Roots: [{ Id: 'r-root' }] };
    }
    if (name === 'DescribeAccount') {
      return this.#describe(input.AccountId ?? '');
    }
    expect(name).to.equal('ListAccounts');
    const listed = [...this.accounts.values()].filter(({ Id = '' }) => !this.unlisted.has(Id));
    const { items, ...token } = pageOf(listed, 20, input.NextToken);
    return { Accounts: items, ...token };
  }

  #describe(id: string): object {
    const Account = this.accounts.get(id);
    if (!Account) {
      throw awsError('AccountNotFoundException');
    }
    return { Account };
  }

  #send(input: { Entries?: { Id: string; MessageBody: string }[]; QueueUrl?: string }): object {
    const { Entries = [], QueueUrl } = input;
    expect(QueueUrl).to.equal(settings.queueUrl);
    expect(Entries).to.have.length.within(1, 10);
    expect(new Set(Entries.map(({ Id }) => Id))).to.have.length(Entries.length);
    expect(Buffer.byteLength(Entries.map((one) => one.MessageBody).join())).to.be.below(262_144);
    const refused = Entries.filter(({ MessageBody }) => this.refuses(MessageBody));
    const taken = Entries.filter((entry) => !refused.includes(entry));
    this.sent.push(...taken.map(({ MessageBody }) => MessageBody));
    const Failed = refused.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    return { Successful: taken.map(({ Id }) => ({ Id })), Failed };
  }

  /** Pages of 1,000, as S3's. */
  #listWaiting: ListObjects = (query: ObjectQuery) =>
    this.#call('ListObjectsV2', query, () => () => this.#pageOfWaiting(query));

  #pageOfWaiting(query: ObjectQuery): ObjectPage {
    const { prefix, delimiter, startAfter = '', token = '0' } = query;
    const keys = [...this.waiting].filter((key) => key.startsWith(prefix) && key > startAfter);
    const found = delimiter
      ? keys.map((key) => key.slice(0, key.indexOf(delimiter, prefix.length) + 1))
      : keys;
    const all = [...new Set(found)].sort();
    const end = Number(token) + 1000;
    const page = all.slice(Number(token), end);
    const next = end < all.length ? { token: String(end) } : {};
    return { prefixes: delimiter ? page : [], keys: delimiter ? [] : page, ...next };
  }
}

/** A fault before the call had an effect, or one whose answer was lost. */
export const throttled = () => ({
  when: 'before' as const,
  error: awsError('ThrottlingException'),
});
export const lost = () => ({ when: 'behind' as const, error: awsError('InternalFailure') });

/** Ids of accounts: 300000000000 and on. */
export const idsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(300_000_000_000 + index));
