import { expect } from 'chai';
import fc from 'fast-check';
import { PropertyError } from '../../lambda/errors.ts';
import {
  accountId,
  bool,
  integer,
  list,
  oneOf,
  optional,
  parseLeniently,
  parseProperties,
  places,
  text,
} from '../../lambda/properties.ts';

const schema = {
  AccountId: accountId,
  Names: list(text(/^[a-z]+$/, 'small letters'), 1),
  Mode: optional(oneOf('keep', 'disable'), 'keep'),
  Enabled: optional(bool, false),
  Days: optional(integer(1, 365), 90),
};
const minimal = { AccountId: '111111111111', Names: ['a'] };

describe('parseProperties', () => {
  it('turns strings into typed values', () => {
    const raw = { ...minimal, Names: ['a', 'b', 'a'], Mode: 'disable', Enabled: 'true', Days: '7' };

    const parsed = parseProperties(raw, schema);

    expect(parsed).to.deep.equal({
      accountId: '111111111111',
      names: ['a', 'b'],
      mode: 'disable',
      enabled: true,
      days: 7,
    });
  });

  it('fills in what is absent or empty', () => {
    const parsed = parseProperties({ ...minimal, Mode: '' }, schema);

    expect(parsed).to.deep.equal({
      accountId: '111111111111',
      names: ['a'],
      mode: 'keep',
      enabled: false,
      days: 90,
    });
  });

  it('passes over what CloudFormation adds and the hash of the code', () => {
    const added = { ServiceToken: 'arn', ServiceTimeout: '630', CodeHash: 'abc' };

    const parsed = parseProperties(added, {});

    expect(parsed).to.deep.equal({});
  });

  it('reads an empty CommaDelimitedList as an empty list', () => {
    const parsed = parseProperties({ Names: [''] }, { Names: list(text()) });

    expect(parsed).to.deep.equal({ names: [] });
  });

  it('takes an optional list that is empty as absent', () => {
    const schema = { Names: optional(list(text()), 'untouched') };

    const parsed = [{}, { Names: [] }, { Names: [''] }].map((raw) => parseProperties(raw, schema));

    expect(parsed.map(({ names }) => names)).to.deep.equal(['untouched', 'untouched', 'untouched']);
  });

  const malformed: [raw: object, message: string][] = [
    [{ AccountId: '1111' }, 'AccountId is "1111": set it to an account id of 12 digits'],
    [{ AccountId: undefined }, 'AccountId is missing: set it to an account id of 12 digits'],
    [{ Names: 'a' }, 'Names is "a": set it to a list'],
    [{ Names: [] }, 'Names is []: set it to a list of at least 1'],
    [{ Names: ['a', 'B'] }, 'Names[1] is "B": set it to small letters'],
    [{ Mode: 'Keep' }, 'Mode is "Keep": set it to one of keep, disable'],
    [{ Enabled: true }, 'Enabled is true: set it to true or false'],
    [{ Days: '0' }, 'Days is "0": set it to a whole number from 1 to 365'],
    [{ Days: '1.5' }, 'Days is "1.5": set it to a whole number from 1 to 365'],
    [
      { Day: '1' },
      'Unknown property Day ("1"); known are AccountId, Names, Mode, Enabled, Days: remove it',
    ],
  ];
  for (const [raw, message] of malformed) {
    it(`rejects ${JSON.stringify(raw)} by name`, () => {
      const parse = () => parseProperties({ ...minimal, ...raw }, schema);

      expect(parse).to.throw(PropertyError, message);
    });
  }

  it('yields values of the declared types or a PropertyError, whatever it is given', () => {
    const raws = fc.record(
      {
        AccountId: fc.oneof(fc.constant('111111111111'), fc.anything()),
        Names: fc.oneof(fc.array(fc.constantFrom('a', 'b'), { minLength: 1 }), fc.anything()),
        Mode: fc.oneof(fc.constantFrom('keep', 'disable'), fc.anything()),
        Days: fc.oneof(fc.integer().map(String), fc.anything()),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(raws, (raw) => {
        try {
          const parsed = parseProperties(raw, schema);
          expect(parsed.accountId).to.match(/^\d{12}$/);
          expect(parsed.names.length).to.be.at.least(1);
          expect(parsed.mode).to.be.oneOf(['keep', 'disable']);
          expect(parsed.days).to.be.within(1, 365);
        } catch (error) {
          if (!(error instanceof PropertyError)) {
            throw error;
          }
        }
      }),
    );
  });

  it('rejects every property that it does not know', () => {
    const names = fc
      .string({ minLength: 1 })
      .filter((name) => !['ServiceToken', 'ServiceTimeout', 'CodeHash'].includes(name));

    fc.assert(
      fc.property(names, (name) => {
        const raw = Object.fromEntries([[name, 'x']]);

        expect(() => parseProperties(raw, {})).to.throw(PropertyError, 'Unknown property');
      }),
    );
  });
});

describe('a list of places', () => {
  it('leaves out empty texts, and takes none where there is nothing else', () => {
    const place = 'eu-west-1=111111111111';

    expect(places(['', place, ''], 'Places')).to.deep.equal([place]);
    expect(places([''], 'Places')).to.deep.equal([]);
  });

  it('refuses what is not a region and an account', () => {
    for (const value of ['eu-west-1', 'eu-west-1=1', '111111111111=eu-west-1', 'eu-west-1=']) {
      expect(() => places([value], 'Places')).to.throw(PropertyError, 'Places[0]');
    }
  });
});

describe('parseLeniently', () => {
  it('leaves out what it cannot read', () => {
    const parsed = parseLeniently({ AccountId: 'x', Names: ['a'], Unknown: 'y' }, schema);

    expect(parsed).to.deep.equal({ names: ['a'], mode: 'keep', enabled: false, days: 90 });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(schema)), fc.anything()), (raw) => {
        parseLeniently(raw, schema);
      }),
    );
  });
});
