import { formatAddress, parseAddress } from './addresses.ts';
import type { SignIn } from './sign-in.ts';

export interface Who {
  /** Whose failures are counted together. */
  key: string;
  text: string;
}

/** The user; or, if AWS does not record the name, the network of the address. */
export function whoOf({ kind, name, userId, address }: SignIn): Who {
  if (userId !== undefined) {
    return { key: `id:${userId}`, text: name ?? userId };
  }
  if (name !== undefined) {
    return { key: `user:${kind}:${name}`, text: name };
  }
  const network = networkOf(address);
  return network === undefined
    ? { key: 'unknown', text: 'unknown user' }
    : { key: `address:${network}`, text: `unknown user at ${network}` };
}

/**
 * An IPv4 address; of an IPv6 one its /64, since a subscriber has at least that and chooses among
 * its addresses. Undefined for anything else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6177
 */
export function networkOf(address: string | undefined): string | undefined {
  const parsed = parseAddress(address ?? '');
  if (!parsed) {
    return undefined;
  }
  return parsed.family === 4
    ? formatAddress(parsed)
    : `${formatAddress({ family: 6, value: (parsed.value >> 64n) << 64n })}/64`;
}
