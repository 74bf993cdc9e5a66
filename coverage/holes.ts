import type { Cell } from './types.ts';

/** Accounts, or regions, that a line names before it only counts them. */
const namedAtMost = 5;
/** Lines before the rest is only counted. */
const linesAtMost = 50;

/**
 * One line for each different hole: accounts that share service, state and reason
 * share a line, so that a thousand of them stay readable.
 */
export function describeHoles(cells: readonly Cell[]): string[] {
  const holes = cells.filter((cell) => !cell.ok);
  const lines = [...Map.groupBy(joinServices(holes), keyOfLine).values()].map(describeLine);
  if (lines.length <= linesAtMost) {
    return lines;
  }
  const more = `and ${lines.length - linesAtMost} more lines: --output FILE writes all cells`;
  return [...lines.slice(0, linesAtMost), more];
}

interface Hole {
  account: string;
  services: string;
  regions: readonly string[];
  what: string;
}

/** An account that cannot be reached is one hole, not one for each service and region. */
function joinServices(holes: readonly Cell[]): Hole[] {
  const groups = Map.groupBy(holes, ({ account, service, actual, reason, repair }) =>
    JSON.stringify([account, actual === 'unreachable' ? '' : service, actual, reason, repair]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) {
      return [];
    }
    const services = new Set(group.map(({ service }) => service));
    return {
      account: `${first.name} ${first.account}`,
      services: services.size === 1 ? first.service : `all ${services.size} services`,
      regions: [...new Set(group.map(({ region }) => region))],
      what: whatOf(first),
    };
  });
}

function whatOf({ actual, reason, repair }: Cell): string {
  const what = reason === undefined ? actual : `${actual}: ${reason}`;
  return repair === undefined ? what : `${what} - repair: ${repair}`;
}

function keyOfLine({ services, regions, what }: Hole): string {
  return JSON.stringify([services, regions, what]);
}

function describeLine(holes: readonly Hole[]): string {
  const [first] = holes;
  const named = name(holes.map(({ account }) => account));
  const accounts = holes.length > 1 ? `${holes.length} accounts (${named})` : named;
  const regions = name(first?.regions ?? []);
  return `${first?.services} in ${regions} - ${accounts} - ${first?.what}`;
}

function name(things: Iterable<string>): string {
  const all = [...things];
  const more = all.length > namedAtMost ? ` and ${all.length - namedAtMost} more` : '';
  return all.slice(0, namedAtMost).join(', ') + more;
}
