import type { StackInstanceSummary, StackSetOperation } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { awsError } from '../../doubles/aws-client.ts';
import { pageOf, type SimulatedClock } from './clock.ts';

interface Operation {
  id: string;
  action: 'create' | 'update' | 'remove' | 'other';
  accounts: string[];
  endsMs: number;
  status: string;
  failures: Map<string, string>;
  reason?: string | undefined;
}

type Input = Record<string, unknown> & {
  NextToken?: string;
  MaxResults?: number;
  OperationId?: string;
  RetainStacks?: boolean;
  DeploymentTargets?: Record<string, unknown> & { Accounts?: string[] };
};

/** A service-managed StackSet that does one operation at a time, which takes time. */
export class SimulatedStackSet {
  readonly instances = new Map<string, StackInstanceSummary>();
  /** Accounts whose stack was retained: it keeps the bucket, whose name is fixed. */
  readonly retained = new Set<string>();
  /** Why operations fail for an account. */
  readonly broken = new Map<string, string>();
  readonly operations: Operation[] = [];
  /** How long an operation takes, by the number of its accounts. */
  durationMs = (accounts: number): number => 20_000 + accounts * 100;
  /** Why a request is refused as a whole. */
  refusal: (action: Operation['action'], accounts: readonly string[]) => Error | undefined = () =>
    undefined;
  /** Accounts that no operation targets: the intersection of root and account is empty. */
  readonly outside = new Set<string>();
  /** Why operations end as FAILED, without results. */
  fails: (action: Operation['action']) => string | undefined = () => undefined;
  /** Whether an account can be entered. */
  isOpen = (_accountId: string): boolean => true;
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  /** An instance that is as it should be, unless given otherwise. */
  add(Account: string, changes: Partial<StackInstanceSummary> = {}): void {
    this.instances.set(Account, {
      Account,
      Region: 'eu-west-1',
      StackId: `arn:aws:cloudformation:eu-west-1:${Account}:stack/StackSet-audit/1`,
      Status: 'CURRENT',
      StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' },
      ...changes,
    });
  }

  /** What ImportStacksToStackSet makes of a stack that was retained. */
  import(account: string): void {
    expect(this.retained.delete(account)).to.equal(true);
    this.add(account);
  }

  /** An operation that another account began. */
  busyUntil(endsMs: number, id = `other-${this.operations.length}`): void {
    const failures = new Map<string, string>();
    this.operations.push({
      id,
      action: 'other',
      accounts: [],
      endsMs,
      status: 'RUNNING',
      failures,
    });
  }

  handle(name: string, input: Input): object {
    this.#settle();
    expect(input.StackSetName).to.equal('audit-account-reports');
    expect(input.CallAs).to.equal('SELF');
    switch (name) {
      case 'ListStackInstances':
        return this.#listInstances(input);
      case 'ListStackSetOperations':
        return this.#listOperations(input);
      case 'DescribeStackSetOperation':
        return { StackSetOperation: this.#describe(this.#find(input.OperationId)) };
      case 'ListStackSetOperationResults':
        return this.#listResults(input);
      case 'CreateStackInstances':
        return this.#begin('create', input);
      case 'UpdateStackInstances':
        return this.#begin('update', input);
      case 'DeleteStackInstances':
        expect(input.RetainStacks).to.equal(true);
        return this.#begin('remove', input);
      default:
        throw new Error(`Unexpected ${name}`);
    }
  }

  #listInstances({ NextToken, MaxResults = 100, StackInstanceRegion }: Input): object {
    expect(MaxResults).to.be.within(1, 100);
    const found = [...this.instances.values()].filter((one) => one.Region === StackInstanceRegion);
    const { items, ...token } = pageOf(found, MaxResults, NextToken);
    return { Summaries: items, ...token };
  }

  #listOperations({ MaxResults = 100 }: Input): object {
    expect(MaxResults).to.be.within(1, 100);
    const newest = this.operations.slice(-MaxResults).reverse();
    return { Summaries: newest.map(({ id, status }) => ({ OperationId: id, Status: status })) };
  }

  #listResults({ OperationId, NextToken, MaxResults = 100, Filters }: Input): object {
    expect(Filters).to.deep.equal([{ Name: 'OPERATION_RESULT_STATUS', Values: 'FAILED' }]);
    const failed = [...this.#find(OperationId).failures].map(([Account, StatusReason]) => ({
      Account,
      Status: 'FAILED',
      StatusReason,
    }));
    const { items, ...token } = pageOf(failed, MaxResults, NextToken);
    return { Summaries: items, ...token };
  }

  #find(id: string | undefined): Operation {
    const found = this.operations.find((operation) => operation.id === id);
    if (!found) {
      throw awsError('OperationNotFoundException', `${id}`);
    }
    return found;
  }

  /** One that tolerates all failures succeeds with them. */
  #describe({ id, status, failures, reason }: Operation): StackSetOperation {
    return {
      OperationId: id,
      ...(reason ? { StatusReason: reason } : {}),
      Status: status as 'RUNNING' | 'SUCCEEDED',
      StatusDetails: { FailedStackInstancesCount: failures.size },
    };
  }

  #begin(action: 'create' | 'update' | 'remove', input: Input): object {
    const { OperationId = '', DeploymentTargets = {}, Regions, OperationPreferences } = input;
    const { Accounts = [], ...targets } = DeploymentTargets;
    expect(OperationId).to.match(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
    expect(Regions).to.deep.equal(['eu-west-1']);
    expect(targets).to.deep.equal({
      OrganizationalUnitIds: ['r-root'],
      AccountFilterType: 'INTERSECTION',
    });
    expect(OperationPreferences).to.deep.equal({
      MaxConcurrentPercentage: 100,
      FailureTolerancePercentage: 100,
      ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      RegionConcurrencyType: 'PARALLEL',
    });
    expect(Accounts).to.have.length.within(1, 5000);
    for (const account of Accounts) {
      expect(account).to.match(/^\d{12}$/);
    }
    if (this.operations.some(({ id }) => id === OperationId)) {
      throw awsError('OperationIdAlreadyExistsException');
    }
    if (this.operations.some(({ status }) => status === 'RUNNING')) {
      throw awsError('OperationInProgressException');
    }
    const refusal = this.refusal(action, Accounts);
    if (refusal) {
      throw refusal;
    }
    const endsMs = this.#clock.now() + this.durationMs(Accounts.length);
    const failures = new Map<string, string>();
    const operation = { action, accounts: Accounts, endsMs, status: 'RUNNING', failures };
    this.operations.push({ id: OperationId, ...operation });
    return { OperationId };
  }

  /** Ends what is due. */
  #settle(): void {
    for (const operation of this.operations) {
      if (operation.status !== 'RUNNING' || operation.endsMs > this.#clock.now()) {
        continue;
      }
      operation.reason = this.fails(operation.action);
      operation.status = operation.reason ? 'FAILED' : 'SUCCEEDED';
      if (operation.reason) {
        continue;
      }
      const targeted = operation.accounts.filter((account) => !this.outside.has(account));
      for (const account of targeted) {
        this.#finish(operation, account);
      }
    }
  }

  #finish({ action, failures }: Operation, account: string): void {
    if (action === 'remove') {
      if (this.instances.get(account)?.StackId) {
        this.retained.add(account);
      }
      this.instances.delete(account);
      return;
    }
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceSummary.html
    if (this.instances.get(account)?.Status === 'INOPERABLE') {
      return;
    }
    if (!this.isOpen(account)) {
      const StackInstanceStatus = { DetailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT' as const };
      this.add(account, { Status: 'OUTDATED', StackInstanceStatus });
      return;
    }
    const StatusReason = this.#reasonToFail(account);
    if (StatusReason === undefined) {
      this.add(account);
    } else {
      failures.set(account, StatusReason);
      const StackInstanceStatus = { DetailedStatus: 'FAILED' as const };
      const { StackId } = this.instances.get(account) ?? { StackId: undefined };
      this.add(account, { Status: 'OUTDATED', StackInstanceStatus, StatusReason, StackId });
    }
  }

  #reasonToFail(account: string): string | undefined {
    const exists = this.retained.has(account) && !this.instances.get(account)?.StackId;
    return exists ? `audit-account-reports-${account} already exists` : this.broken.get(account);
  }
}
