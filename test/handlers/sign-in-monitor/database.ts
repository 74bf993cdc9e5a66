// A database in MaxMind's format with one network: https://maxmind.github.io/MaxMind-DB/

const control = (type: number, size: number): number[] =>
  type < 8 ? [(type << 5) | size] : [size, type - 7];

function encode(value: unknown): number[] {
  if (typeof value === 'string') {
    const bytes = [...Buffer.from(value)];
    return bytes.length < 29
      ? [...control(2, bytes.length), ...bytes]
      : [...control(2, 29), bytes.length - 29, ...bytes];
  }
  if (typeof value === 'number') {
    return [...control(6, 4), ...bytesOf(value, 4)];
  }
  if (Array.isArray(value)) {
    return [...control(11, value.length), ...value.flatMap(encode)];
  }
  const pairs = Object.entries(value as Record<string, unknown>);
  return [...control(7, pairs.length), ...pairs.flat().flatMap(encode)];
}

const bytesOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (value >>> (8 * (count - 1 - index))) & 255);

/** A database that knows the country of the addresses of one IPv4 network, and of no other. */
export function databaseOf(network: string, country: string): Uint8Array {
  const [address = '', length = ''] = network.split('/');
  const bits = address
    .split('.')
    .flatMap((part) => Number(part).toString(2).padStart(8, '0').split(''))
    .slice(0, Number(length));
  const nodes = bits.length;
  const nothing = nodes;
  const found = nodes + 16;
  const tree = bits.flatMap((bit, index) => {
    const next = index === nodes - 1 ? found : index + 1;
    const record = bit === '0' ? [next, nothing] : [nothing, next];
    return record.flatMap((value) => bytesOf(value, 3));
  });
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'Test-Country',
    description: { en: 'One network' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes,
    record_size: 24,
  };
  return Uint8Array.from([
    ...tree,
    ...Array(16).fill(0),
    ...encode({ country: { names: { en: country } } }),
    0xab,
    0xcd,
    0xef,
    ...Buffer.from('MaxMind.com'),
    ...encode(metadata),
  ]);
}
