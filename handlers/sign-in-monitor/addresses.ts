import { isIPv4, isIPv6, SocketAddress } from 'node:net';

export type Family = 4 | 6;

export interface Address {
  family: Family;
  value: bigint;
}

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128);

/**
 * Reads an address; an IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is that IPv4
 * address. Undefined for anything else, including an address with a zone (`fe80::1%eth0`).
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
 */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) {
    return { family: 4, value: ofIpv4(text) };
  }
  if (!isIPv6(text) || text.includes('%')) {
    return undefined;
  }
  const value = ofIpv6(text);
  if (value >> 32n === 0xffffn) {
    return { family: 4, value: value & 0xffff_ffffn };
  }
  return { family: 6, value };
}

/** The shortest usual notation. */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  }
  const groups = value.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return new SocketAddress({ family: 'ipv6', address: groups.join(':') }).address;
}

function ofIpv4(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function ofIpv6(text: string): bigint {
  const [head = '', tail] = withoutDots(text).split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const groups = [...before, ...zeros, ...after];
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

/** The last 32 bits may be in IPv4 notation. */
function withoutDots(text: string): string {
  if (!text.includes('.')) {
    return text;
  }
  const end = text.lastIndexOf(':') + 1;
  const value = ofIpv4(text.slice(end));
  return `${text.slice(0, end)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
