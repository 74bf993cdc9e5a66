import { createHmac } from 'node:crypto';

/** Takes an original to the name that it always gets with the same key. */
export type Invent = (kind: string, original: string, shape: (digest: Buffer) => string) => string;

/**
 * Pseudonyms by a keyed hash: the same for the same original, different for different ones.
 * @param originals what none of them may be
 */
export function inventor(key: string, originals: ReadonlySet<string>): Invent {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  return (kind, original, shape) => {
    const id = `${kind}\0${original}`;
    for (let attempt = 0; !known.has(id); attempt += 1) {
      const digest = createHmac('sha256', key).update(`${id}\0${attempt}`).digest();
      const candidate = shape(digest);
      if (!taken.has(candidate) && !originals.has(candidate)) {
        taken.add(candidate);
        known.set(id, candidate);
      }
    }
    return known.get(id) ?? original;
  };
}

// No zero in front, since YAML takes such an id for a number.
export const twelveDigits = (digest: Buffer): string =>
  String(100_000_000_000 + (digest.readUIntBE(0, 6) % 900_000_000_000));

/** Letters only: digits might look like an account. */
export const letters =
  (count: number) =>
  (digest: Buffer): string =>
    Array.from({ length: count }, (_, index) =>
      String.fromCharCode(97 + ((digest[index] ?? 0) % 26)),
    ).join('');
