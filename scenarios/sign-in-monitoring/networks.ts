import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAddress } from '../../handlers/sign-in-monitor/addresses.ts';
import { type Network, parseNetworks } from '../../handlers/sign-in-monitor/networks.ts';
import type { World } from '../scenario.ts';

/** Addresses to sign in from: the unknown ones are reserved for documentation and tests. */
export interface Addresses {
  readonly known4: Known | undefined;
  readonly known6: Known | undefined;
  readonly unknown4: string;
  readonly unknown6: string;
}

export interface Known {
  readonly address: string;
  /** What the list calls its network. */
  readonly network: string;
}

export function addressesOf({ rehearsal }: World): Addresses {
  const { parameters, tasks } = rehearsal.plan;
  const file = path.join(
    path.dirname(tasks.file),
    'templates/sign-in-monitoring',
    String(parameters?.value.knownNetworksFile),
  );
  const { networks } = parseNetworks(readFileSync(file, 'utf8'));
  const unknown = (...candidates: string[]): string => {
    const found = candidates.find((address) => !networks.some((one) => holds(one, address)));
    if (!found) {
      throw new Error(`expected one of ${candidates.join(', ')} in none of the known networks`);
    }
    return found;
  };
  return {
    known4: knownOf(networks.find(({ family }) => family === 4)),
    known6: knownOf(networks.find(({ family }) => family === 6)),
    unknown4: unknown('203.0.113.7', '198.18.0.7', '192.0.2.7'),
    unknown6: unknown('2001:db8:ffff::7', '2001:2::7', '2001:db8::7'),
  };
}

function holds({ family, first, last }: Network, address: string): boolean {
  const parsed = parseAddress(address);
  return parsed?.family === family && first <= parsed.value && parsed.value <= last;
}

const knownOf = (network: Network | undefined): Known | undefined =>
  network && {
    address: network.cidr.split('/')[0] ?? '',
    network: network.name || network.cidr,
  };
