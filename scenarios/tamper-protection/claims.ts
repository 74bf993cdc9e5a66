import type { Cell } from '../../coverage/types.ts';
import type { Inside, Owner, Seen } from './damages/damage.ts';

/** Damage that a cell of the ledger names. */
export type Visible = Inside & { readonly ledger: Seen };

export const isVisible = (damage: Inside): damage is Visible => 'service' in damage.ledger;

/** The name of each account in AWS Organizations. */
export const accountNames: Readonly<Record<Owner, string>> = {
  ManagementAccount: 'Management',
  SecurityAccount: 'Security',
  LogArchiveAccount: 'Log Archive',
  ProductionAccount: 'Production',
  DevelopmentAccount: 'Development',
  SandboxAccount: 'Sandbox',
};

/** At most so many of one round in one cell: a reason lists five differences of each stack. */
const together = 7;

/** A cell, as "account region service". */
export const placeOf = ({ name, region, service }: Pick<Cell, 'name' | 'region' | 'service'>) =>
  `${name} ${region} ${service}`;

/** The cells of the ledger that name damage, of those that there are. */
export function placesOf(
  { account, region, ledger }: Visible,
  cells: readonly Cell[],
  home: string,
) {
  const { service, alsoIn = [], isOfAll } = ledger;
  return cells
    .filter(
      (cell) =>
        [service, ...alsoIn].includes(cell.service) &&
        (isOfAll !== undefined || cell.name === accountNames[account]) &&
        (isOfAll === 'accounts and regions' || cell.region === (region ?? home)),
    )
    .map(placeOf);
}

/**
 * Damage in rounds: first what is undone at the end of its round, then what stays. Few of one round
 * are in one cell.
 */
export function roundsOf(damages: readonly Visible[]): Visible[][] {
  const roundsOfSome = (some: readonly Visible[]): Visible[][] => {
    const rounds: Visible[][] = [];
    const placeIn = ({ account, region, ledger }: Visible) =>
      `${account} ${region} ${ledger.service}`;
    for (const damage of some) {
      const free = rounds.find(
        (round) => round.filter((one) => placeIn(one) === placeIn(damage)).length < together,
      );
      free ? free.push(damage) : rounds.push([damage]);
    }
    return rounds;
  };
  return [
    ...roundsOfSome(damages.filter(({ isUndone }) => isUndone)),
    ...roundsOfSome(damages.filter(({ isUndone }) => !isUndone)),
  ];
}

/** What a reason has besides the texts of differences. */
const glue =
  /^no run yet(?=;)|stack [\w-]+: |; revert its drift \(coverage\/README\.md, Repairs\)|[;\s]/g;

/**
 * In what the reason of a cell is not exactly what its damages say: each of them has text of its
 * own there, and nothing else is said.
 */
export function misreadIn(reason: string, damages: readonly Visible[]): string[] {
  const claimed = damages.map(({ name, ledger }) => ({
    name,
    spans: spansOf(reason, ledger.says),
  }));
  const lost = claimed.filter(({ spans }) => spans.length === 0);
  const shared = claimed.flatMap((one, index) =>
    claimed
      .slice(index + 1)
      .filter((other) =>
        one.spans.some((left) => other.spans.some((right) => overlap(left, right))),
      )
      .map((other) => `"${one.name}" and "${other.name}" are the same text`),
  );
  const spans = claimed.flatMap((one) => one.spans);
  const rest = [...reason]
    .map((letter, at) => (spans.some(([from, to]) => from <= at && at < to) ? ' ' : letter))
    .join('')
    .replaceAll(glue, ' ')
    .trim();
  return [
    ...lost.map(({ name }) => `"${name}" is not in it`),
    ...shared,
    ...(rest === '' ? [] : [`what did that: ${rest}`]),
  ];
}

type Span = readonly [from: number, to: number];

const spansOf = (reason: string, says: RegExp): Span[] =>
  [...reason.matchAll(new RegExp(says, 'g'))].map(({ 0: text, index }) => [
    index,
    index + text.length,
  ]);

const overlap = ([from, to]: Span, [otherFrom, otherTo]: Span): boolean =>
  from < otherTo && otherFrom < to;
