import { isIPv6 } from 'node:net';
import { type Address, bitsOf, type Family, formatAddress, parseAddress } from './addresses.ts';
import { NetworksError } from './errors.ts';

/** A range of addresses that sign-ins may come from. */
export interface Network {
  cidr: string;
  /** Its name in the list, or empty. */
  name: string;
  line: number;
  family: Family;
  first: bigint;
  last: bigint;
}

/** What must be fixed in the list, and where. */
export interface Problem {
  line: number;
  text: string;
}

export interface KnownNetworks {
  readonly size: number;
  find(address: Address): Network | undefined;
}

/**
 * Reads a list: one range in CIDR notation per line, its name after a `#`; empty lines and those
 * with only a name are comments. The networks are valid if there is no problem.
 */
export function parseNetworks(text: string): { networks: Network[]; problems: Problem[] } {
  const networks: Network[] = [];
  const problems: Problem[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, content] of lines.entries()) {
    const [range = '', ...rest] = content.split('#');
    const [cidr, name] = [range.trim(), rest.join('#').trim()];
    if (cidr === '') {
      continue;
    }
    const line = index + 1;
    const read = parseRange(cidr);
    if ('problem' in read) {
      problems.push({ line, text: read.problem });
    } else {
      networks.push({ cidr, name, line, ...read });
    }
  }
  if (networks.length + problems.length === 0) {
    const example = '203.0.113.0/24 # Office';
    problems.push({ line: lines.length, text: `no network is listed: write one, as ${example}` });
  }
  problems.push(...overlaps(networks));
  return { networks, problems: problems.sort((a, b) => a.line - b.line) };
}

/**
 * The networks of a list, to be searched.
 *
 * @param source the name of the list in the error
 * @throws NetworksError naming up to five lines
 */
export function knownNetworks(text: string, source: string): KnownNetworks {
  const { networks, problems } = parseNetworks(text);
  if (problems.length > 0) {
    const told = problems.slice(0, 5).map((one) => `line ${one.line}: ${one.text}`);
    const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
    throw new NetworksError(`Known networks in ${source}: ${told.join('; ')}${more}`);
  }
  const byFamily = { 4: sorted(networks, 4), 6: sorted(networks, 6) };
  return {
    size: networks.length,
    find: ({ family, value }) => search(byFamily[family], value),
  };
}

/**
 * A wider range would switch the monitor off. Of IPv4 no organization was assigned more than a /8; of IPv6 a
 * registry has a /12 for all of its organizations.
 *
 * @see https://www.iana.org/assignments/ipv4-address-space/ipv4-address-space.xhtml
 * @see https://www.iana.org/assignments/ipv6-unicast-address-assignments/ipv6-unicast-address-assignments.xhtml
 */
const WIDEST: Readonly<Record<Family, number>> = { 4: 8, 6: 16 };

type Range = Pick<Network, 'family' | 'first' | 'last'>;

function parseRange(cidr: string): Range | { problem: string } {
  const [written = '', length, ...rest] = cidr.split('/');
  const address = parseAddress(written);
  if (!address || rest.length > 0) {
    return { problem: `${show(cidr)} is not a CIDR range: write one as 203.0.113.0/24` };
  }
  const { family, value } = address;
  const spelled = formatAddress(address);
  if (length === undefined) {
    return { problem: `${show(cidr)} is not a CIDR range: write ${spelled}/${bitsOf(family)}` };
  }
  const mapped = family === 4 && isIPv6(written);
  const least = mapped ? 96 : 0;
  const most = mapped ? 128 : bitsOf(family);
  const prefix = /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) : Number.NaN;
  if (!(prefix >= least && prefix <= most)) {
    return { problem: `${show(cidr)} is not a CIDR range: its length must be ${least} to ${most}` };
  }
  const free = BigInt(most - prefix);
  const first = (value >> free) << free;
  const right = `${formatAddress({ family, value: first })}/${prefix - least}`;
  if (mapped) {
    return { problem: `${show(cidr)} is IPv4 written as IPv6: write ${right}` };
  }
  if (first !== value) {
    return { problem: `${show(cidr)} has bits set behind its length: write ${right}` };
  }
  if (prefix - least < WIDEST[family]) {
    const widest = `a range of /${WIDEST[family]} at most`;
    return { problem: `${show(cidr)} would make known what is not yours: write ${widest}` };
  }
  return { family, first, last: first + (1n << free) - 1n };
}

/** CIDR ranges are disjoint or nested; each nested pair is reported once. */
function overlaps(networks: readonly Network[]): Problem[] {
  const problems: Problem[] = [];
  for (const family of [4, 6] as const) {
    let widest: Network | undefined;
    for (const network of sorted(networks, family)) {
      if (!widest || network.first > widest.last) {
        widest = network;
        continue;
      }
      const [one, other] = [network, widest].sort((a, b) => b.line - a.line);
      if (!one || !other) {
        continue;
      }
      const same = network.last === widest.last && network.first === widest.first;
      const relation = same ? 'is the same as' : one === network ? 'lies within' : 'contains';
      const text = `${show(one.cidr)} ${relation} ${show(other.cidr)} of line ${other.line}`;
      problems.push({ line: one.line, text: `${text}: remove one of them` });
    }
  }
  return problems;
}

/** By address; of those that begin alike the widest is first, and the earlier line. */
function sorted(networks: readonly Network[], family: Family): Network[] {
  return networks
    .filter((network) => network.family === family)
    .sort((a, b) => compare(a.first, b.first) || compare(b.last, a.last) || a.line - b.line);
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The last range that begins at or before the address is the only one that can contain it. */
function search(networks: readonly Network[], value: bigint): Network | undefined {
  let [low, high] = [0, networks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const network = networks[middle];
    if (network && network.first <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const found = networks[low - 1];
  return found && value <= found.last ? found : undefined;
}

function show(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
