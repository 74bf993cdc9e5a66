import { AsyncLocalStorage } from 'node:async_hooks';

/** A call that the embedded AWS served. */
export interface Call {
  /** Seconds of the epoch. */
  readonly time: number;
  readonly milliseconds: number;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** The role session, or an access key that has none. */
  readonly principal: string;
  readonly status: number;
  /** AWS's name of the error; empty when the call succeeded. */
  readonly error: string;
  readonly message: string;
}

export interface Calls {
  /** False when the embedded AWS has forgotten the first of them. */
  readonly complete: boolean;
  readonly calls: readonly Call[];
}

const keepers = new AsyncLocalStorage<Calls[]>();

/** Runs something, and keeps the calls of each embedded AWS that it starts, which end with it. */
export const keepingCalls = <T>(kept: Calls[], run: () => Promise<T>): Promise<T> =>
  keepers.run(kept, run);

/** Where the calls of an embedded AWS are kept that is started here and now, if anywhere. */
export const keeper = (): Calls[] | undefined => keepers.getStore();
