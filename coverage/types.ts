import type { Account, Clients, Sessions, Settings } from '../organization/types.ts';

/** What a cell of the ledger can be. `README.md` says what each of them means. */
export type State =
  | 'on'
  | 'off'
  | 'failed'
  | 'not enabled region'
  | 'suspended account'
  | 'unreachable';

/** One account, region and service: what was expected there, and what is there. */
export interface Cell {
  account: string;
  name: string;
  region: string;
  service: string;
  expected: 'on';
  actual: State;
  /** False makes the cell a hole. */
  ok: boolean;
  /** Why `actual` is not `on`, or why nothing has to be there. */
  reason?: string;
}

/** What a reader is given; it names the clients that it uses: `Target<'guardDuty'>`. */
export interface Target<Used extends keyof Clients = keyof Clients> {
  account: Account;
  region: string;
  /** All accounts of the organization, whatever their state. */
  accounts: readonly Account[];
  settings: Settings;
  clients: Pick<Clients, Used>;
  /** Optional. Access to other accounts. */
  sessions?: Pick<Sessions, 'open'>;
}

/** What a reader found. A reader that throws makes the cell `failed`. */
export interface Verdict {
  actual: 'on' | 'off';
  /** Why it is off; or why nothing has to be there, so that it is on. */
  reason?: string;
}

/** One row of expected state. */
export interface Row {
  /** Kebab-case name: the column of the matrix, and the value of `--service`. */
  service: string;
  /** The folder under templates/ whose deployment makes it so. */
  capability: string;
  /** What is expected, in one sentence. */
  title: string;
  /** What a cell that is on means: the end of "On when ...", in Markdown. */
  onWhen: string;
  /** `members` is every account except the management account. */
  accounts: 'all' | 'members' | 'management' | 'security' | 'log-archive';
  /** `every-region` is every governed region; `sign-in-regions` are those of `signInRegions`. */
  scope: 'every-region' | 'home-region' | 'sign-in-regions';
  /** Without it the row always counts. */
  when?: (settings: Settings) => boolean;
  expected: 'on';
  read: (target: Target) => Promise<Verdict>;
}
