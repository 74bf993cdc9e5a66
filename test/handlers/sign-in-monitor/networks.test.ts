import { BlockList } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../../handlers/sign-in-monitor/addresses.ts';
import { NetworksError } from '../../../handlers/sign-in-monitor/errors.ts';
import { knownNetworks, parseNetworks } from '../../../handlers/sign-in-monitor/networks.ts';

const problemsOf = (text: string) => parseNetworks(text).problems;

function find(list: string, address: string): string | undefined {
  const parsed = parseAddress(address);
  if (!parsed) {
    throw new Error(`${address} is not an address`);
  }
  return knownNetworks(list, 'a test').find(parsed)?.cidr;
}

describe('the list of known networks', () => {
  it('names ranges of both families, and has comments and empty lines', () => {
    const list =
      '\uFEFF# Where we sit\n\n203.0.113.0/24   # Office, 2nd floor \r\n\t2001:db8::/32\n10.0.0.1/32#Jump\n';

    const { networks, problems } = parseNetworks(list);

    expect(problems).to.deep.equal([]);
    expect(networks.map(({ cidr, name, line }) => [cidr, name, line])).to.deep.equal([
      ['203.0.113.0/24', 'Office, 2nd floor', 3],
      ['2001:db8::/32', '', 4],
      ['10.0.0.1/32', 'Jump', 5],
    ]);
  });

  it('knows the first and the last address of a range, and none beside it', () => {
    const list = '203.0.113.64/26\n2001:db8:1::/48';

    expect(find(list, '203.0.113.63')).to.equal(undefined);
    expect(find(list, '203.0.113.64')).to.equal('203.0.113.64/26');
    expect(find(list, '203.0.113.127')).to.equal('203.0.113.64/26');
    expect(find(list, '203.0.113.128')).to.equal(undefined);
    expect(find(list, '2001:db8:0:ffff:ffff:ffff:ffff:ffff')).to.equal(undefined);
    expect(find(list, '2001:db8:1::')).to.equal('2001:db8:1::/48');
    expect(find(list, '2001:DB8:1:ffff:ffff:ffff:ffff:ffff')).to.equal('2001:db8:1::/48');
    expect(find(list, '2001:db8:2::')).to.equal(undefined);
  });

  it('knows an IPv4 address however it is written', () => {
    expect(find('203.0.113.0/24', '::ffff:203.0.113.7')).to.equal('203.0.113.0/24');
    expect(find('203.0.113.0/24', '::ffff:cb00:7107')).to.equal('203.0.113.0/24');
  });

  it('does not take IPv6 for IPv4, nor the reverse', () => {
    expect(find('::/16', '203.0.113.7')).to.equal(undefined);
    expect(find('::/16', '::ffff:203.0.113.7')).to.equal(undefined);
    expect(find('0.0.0.0/8', '::1')).to.equal(undefined);
  });

  for (const [cidr, widest] of [
    ['0.0.0.0/0', 8],
    ['128.0.0.0/1', 8],
    ['10.0.0.0/7', 8],
    ['::/0', 16],
    ['2000::/3', 16],
    ['2000::/15', 16],
  ] as const) {
    it(`refuses ${cidr}, which no organization has`, () => {
      const { networks, problems } = parseNetworks(`203.0.113.0/24\n${cidr} # everywhere`);

      expect(problems).to.deep.equal([
        {
          line: 2,
          text: `"${cidr}" would make known what is not yours: write a range of /${widest} at most`,
        },
      ]);
      expect(networks).to.have.length(1);
    });
  }

  it('takes the widest ranges that one organization may have', () => {
    expect(problemsOf('10.0.0.0/8\n2630::/16\n')).to.deep.equal([]);
  });

  it('must not be empty', () => {
    const text = 'no network is listed: write one, as 203.0.113.0/24 # Office';

    expect(problemsOf('')).to.deep.equal([{ line: 1, text }]);
    expect(problemsOf('# none yet\n')).to.deep.equal([{ line: 2, text }]);
  });

  const refused: [string, string][] = [
    ['office', '"office" is not a CIDR range: write one as 203.0.113.0/24'],
    ['203.0.113.0/24/8', '"203.0.113.0/24/8" is not a CIDR range: write one as 203.0.113.0/24'],
    ['203.0.113.0 /24', '"203.0.113.0 /24" is not a CIDR range: write one as 203.0.113.0/24'],
    ['010.0.0.0/8', '"010.0.0.0/8" is not a CIDR range: write one as 203.0.113.0/24'],
    ['fe80::%eth0/64', '"fe80::%eth0/64" is not a CIDR range: write one as 203.0.113.0/24'],
    ['203.0.113.7', '"203.0.113.7" is not a CIDR range: write 203.0.113.7/32'],
    ['2001:db8::1', '"2001:db8::1" is not a CIDR range: write 2001:db8::1/128'],
    ['203.0.113.0/33', '"203.0.113.0/33" is not a CIDR range: its length must be 0 to 32'],
    ['203.0.113.0/', '"203.0.113.0/" is not a CIDR range: its length must be 0 to 32'],
    ['203.0.113.0/024', '"203.0.113.0/024" is not a CIDR range: its length must be 0 to 32'],
    ['2001:db8::/129', '"2001:db8::/129" is not a CIDR range: its length must be 0 to 128'],
    ['203.0.113.7/24', '"203.0.113.7/24" has bits set behind its length: write 203.0.113.0/24'],
    [
      '2001:db8:1::1/48',
      '"2001:db8:1::1/48" has bits set behind its length: write 2001:db8:1::/48',
    ],
    [
      '::ffff:203.0.113.0/120',
      '"::ffff:203.0.113.0/120" is IPv4 written as IPv6: write 203.0.113.0/24',
    ],
    [
      '::ffff:203.0.113.0/24',
      '"::ffff:203.0.113.0/24" is not a CIDR range: its length must be 96 to 128',
    ],
  ];
  for (const [cidr, text] of refused) {
    it(`refuses ${cidr}, with its line and what to write`, () => {
      expect(problemsOf(`192.0.2.0/24\n${cidr}\n`)).to.deep.equal([{ line: 2, text }]);
    });
  }

  it('refuses ranges that overlap, in whatever order, and names both lines', () => {
    const wide = '10.0.0.0/8\n192.0.2.0/24\n10.1.0.0/16';
    const narrow = '10.1.0.0/16\n10.0.0.0/8';
    const same = '2001:db8::/32\n2001:0db8::/32';

    expect(problemsOf(wide)).to.deep.equal([
      { line: 3, text: '"10.1.0.0/16" lies within "10.0.0.0/8" of line 1: remove one of them' },
    ]);
    expect(problemsOf(narrow)).to.deep.equal([
      { line: 2, text: '"10.0.0.0/8" contains "10.1.0.0/16" of line 1: remove one of them' },
    ]);
    expect(problemsOf(same)).to.deep.equal([
      {
        line: 2,
        text: '"2001:0db8::/32" is the same as "2001:db8::/32" of line 1: remove one of them',
      },
    ]);
  });

  it('reports problems by line, and up to five of them when it is loaded', () => {
    const list = '10.0.0.0/8\nx\n10.0.0.0/8\na\nb\nc\nd\n';

    expect(problemsOf(list).map(({ line }) => line)).to.deep.equal([2, 3, 4, 5, 6, 7]);
    expect(() => knownNetworks(list, 's3://bucket/key')).to.throw(
      NetworksError,
      /^Known networks in s3:\/\/bucket\/key: line 2: .*; line 3: .*; line 6: .*; and 1 more$/,
    );
  });
});

const ipv4 = fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => ({
  family: 4 as const,
  value: BigInt(value),
}));
// In few networks, so that some are known.
const ipv6 = fc
  .tuple(fc.bigInt({ min: 0n, max: 7n }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }))
  .map(([high, low]) => ({
    family: 6 as const,
    value: (0x2001_0db8n << 96n) | (high << 64n) | low,
  }));
const address = fc.oneof(ipv4, ipv6);
const range = fc
  .tuple(address, fc.integer({ min: 0, max: 128 }))
  .map(([{ family, value }, some]) => {
    const [bits, least] = family === 4 ? [32, 8] : [128, 16];
    const prefix = least + (some % (bits - least + 1));
    const free = BigInt(bits - prefix);
    return { family, prefix, free, first: (value >> free) << free };
  });

describe('membership of a known network', () => {
  it('is that of a reference implementation, and of Node.js, for any list and address', () => {
    const disjoint = fc.array(range, { minLength: 1, maxLength: 40 }).map((ranges) =>
      ranges.filter(
        (one, index) =>
          !ranges.slice(0, index).some((other) => {
            const free = one.free > other.free ? one.free : other.free;
            return one.family === other.family && one.first >> free === other.first >> free;
          }),
      ),
    );
    fc.assert(
      fc.property(disjoint, fc.array(address), (ranges, addresses) => {
        const cidrs = ranges.map((one) => {
          const text = formatAddress({ family: one.family, value: one.first });
          return { ...one, text, cidr: `${text}/${one.prefix}` };
        });
        const networks = knownNetworks(cidrs.map(({ cidr }) => cidr).join('\n'), 'a test');
        const blocks = new BlockList();
        for (const { text, prefix, family } of cidrs) {
          blocks.addSubnet(text, prefix, `ipv${family}`);
        }

        const edges = ranges.flatMap(({ family, first, free }) => [
          { family, value: first },
          { family, value: first + (1n << free) - 1n },
        ]);
        for (const one of [...addresses, ...edges]) {
          const wanted = cidrs.find(
            ({ family, first, free }) =>
              family === one.family && one.value >> free === first >> free,
          );
          const parsed = parseAddress(formatAddress(one));
          // Node.js takes IPv4 for part of ::/0.
          const byNode = blocks.check(formatAddress(one), `ipv${one.family}`);
          expect(parsed).to.deep.equal(one);
          expect(parsed && networks.find(parsed)?.cidr).to.equal(wanted?.cidr);
          if (!cidrs.some(({ family, prefix }) => family === 6 && prefix < 96)) {
            expect(byNode).to.equal(wanted !== undefined);
          }
        }
      }),
    );
  });

  it('does not depend on how an address is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const parsed = parseAddress(text);
        if (!parsed) {
          throw new Error(`${text} was not read`);
        }

        expect(parseAddress(formatAddress(parsed))).to.deep.equal(parsed);
        expect(parseAddress(text.toUpperCase())).to.deep.equal(parsed);
      }),
    );
  });

  it('survives any text as a list', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { networks, problems } = parseNetworks(text);

        expect(networks.length + problems.length).to.be.greaterThan(0);
      }),
    );
  });
});
