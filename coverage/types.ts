import type { Account, Clients, Sessions, Settings } from '../organization/types.ts';
import type { DeclaredPolicy } from '../preflight/subject.ts';

/** The states of a cell of the ledger; `README.md` describes them. */
export type State =
  | 'on'
  | 'off'
  | 'failed'
  | 'not enabled region'
  | 'suspended account'
  | 'unreachable';

/** One account, region and service, with the expected and the actual state. */
export interface Cell {
  account: string;
  name: string;
  region: string;
  service: string;
  expected: 'on';
  actual: State;
  /** False makes the cell a hole. */
  ok: boolean;
  /** Why `actual` is not `on`, or why nothing is expected. */
  reason?: string;
  /** What to do about a hole, unless `reason` says it. */
  repair?: string;
}

/** The input of a reader; it names the clients that it uses: `Target<'guardDuty'>`. */
export interface Target<Used extends keyof Clients = keyof Clients> {
  account: Account;
  region: string;
  /** All accounts of the organization, whatever their state. */
  accounts: readonly Account[];
  settings: Settings;
  clients: Pick<Clients, Used>;
  /** Optional. The service control policies of the organization file. */
  policies?: readonly DeclaredPolicy[];
  /** Optional. Access to other accounts. */
  sessions?: Pick<Sessions, 'open'>;
}

/** The result of a reader. A reader that throws makes the cell `failed`. */
export interface Verdict {
  actual: 'on' | 'off';
  /** Why it is off; or why nothing is expected, so that it is on. */
  reason?: string;
}

/** One row of expected state. */
export interface Row {
  /** Kebab-case name: the column of the matrix, and the value of `--service`. */
  service: string;
  /** The folder under templates/ whose deployment creates it; without it several do. */
  capability?: string;
  /** The expected state, in one sentence. */
  title: string;
  /** What a cell that is on means: the end of "On when ...", in Markdown. */
  onWhen: string;
  /** What to do when it is off, in Markdown. */
  repair: string;
  /** `members` is every account except the management account. */
  accounts: 'all' | 'members' | 'management' | 'security' | 'log-archive';
  /** `every-region` is every governed region; `sign-in-regions` are those of `signInRegions`. */
  scope: 'every-region' | 'home-region' | 'sign-in-regions';
  /** Without it the row always applies. */
  when?: (settings: Settings) => boolean;
  expected: 'on';
  read: (target: Target) => Promise<Verdict>;
}
