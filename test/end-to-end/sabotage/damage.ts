import type { Cell } from '../../../coverage/types.ts';
import type { Account, Clients } from '../../../organization/types.ts';

/** Where a damage is done. */
export interface Scene {
  readonly clients: Clients;
  readonly accountId: string;
  readonly region: string;
  /** The id of an account, by its name. */
  readonly idOf: (account: string) => string;
}

/** Undoes a damage. */
export type Undo = () => Promise<unknown>;

/** What an administrator of an account, or an outsider, does to what is deployed there. */
export interface Damage {
  /** What is done, as in "disables the rule of new VPCs". */
  readonly name: string;
  /** The name of the account. */
  readonly account: string;
  /** Default: the home region. */
  readonly region?: string;
  /** @returns undefined when only a deployment undoes it, as `isFinal` says */
  readonly act: (scene: Scene) => Promise<Undo | undefined>;
  /** Done after all damages that can be undone. */
  readonly isFinal?: true;
  /** The one cell that is a hole then; its account and region are those of the damage unless given. */
  readonly cell: {
    readonly service: string;
    readonly account?: string;
    readonly region?: string;
  };
  /** The reason of the cell. */
  readonly says: RegExp;
}

/** The cell in which a damage is to be seen. */
export const placeOf = ({ account, region, cell }: Damage, home: string): string =>
  [cell.account ?? account, cell.region ?? region ?? home, cell.service].join(' ');

/**
 * Damages in rounds: no two of one round are seen in the same cell, so that each hole of a round
 * belongs to one damage.
 *
 * @throws Error when two that are final are seen in the same cell
 */
export function roundsOf(damages: readonly Damage[], home: string): Damage[][] {
  const rounds: Damage[][] = [];
  const isTaken = (round: readonly Damage[], damage: Damage) =>
    round.some((other) => placeOf(other, home) === placeOf(damage, home));
  for (const damage of damages.filter(({ isFinal }) => !isFinal)) {
    const free = rounds.find((round) => !isTaken(round, damage));
    free ? free.push(damage) : rounds.push([damage]);
  }
  const last: Damage[] = [];
  for (const damage of damages.filter(({ isFinal }) => isFinal)) {
    if (isTaken(last, damage)) {
      throw new Error(`expected another cell than ${placeOf(damage, home)}: ${damage.name}`);
    }
    last.push(damage);
  }
  return [...rounds, ...(last.length > 0 ? [last] : [])];
}

/** The holes of a ledger, by the cell as `placeOf` names it, with their reasons. */
export function holesIn(cells: readonly Cell[], accounts: readonly Account[]): Map<string, string> {
  const nameOf = (id: string) => accounts.find((account) => account.id === id)?.name ?? id;
  return new Map(
    cells
      .filter(({ ok }) => !ok)
      .map(({ account, region, service, reason = '' }) => [
        `${nameOf(account)} ${region} ${service}`,
        reason,
      ]),
  );
}
