import { expect } from 'chai';
import { parameterTable } from '../../../scripts/docs/parameter-table.ts';

const row = (declaration: object): string | undefined =>
  parameterTable({ days: declaration }, { prefix: { ConstraintDescription: 'letters' } }).split(
    '\n',
  )[2];

describe('the table of the parameters of a capability', () => {
  it('has type, description and default', () => {
    expect(row({ Type: 'Number', Description: 'Days that it is kept', Default: 30 })).to.equal(
      '| `days` | Number | Days that it is kept |  | `30` |',
    );
  });

  it('says what a default is that is none, a reference, a file or a list', () => {
    expect(row({ Type: 'String' })).to.match(/\| none: give one \|$/);
    expect(row({ Default: { Ref: 'SecurityAccount' } })).to.match(/\| `!Ref SecurityAccount` \|$/);
    expect(row({ Default: { 'Fn::Include': './a.yml' } })).to.match(/\| `!Include .\/a.yml` \|$/);
    expect(row({ Default: ['a', 'b'] })).to.match(/\| `a`<br>`b` \|$/);
  });

  for (const [declaration, values] of [
    [{ MinValue: 1, MaxValue: 9, Unit: 'days' }, '1 to 9 days'],
    [{ MinValue: 2, Unit: 'days', MoreThan: 'archive' }, '2 or more days; more than `archive`'],
    [{ AllowedValues: [60, 600], Unit: 'seconds' }, '`60`, `600` seconds'],
    [{ Kind: 'prefix' }, 'letters'],
    [{ Needs: 'vpc', Since: '0.2.0' }, 'with `vpc`; since 0.2.0'],
  ] as const) {
    it(`says what may be given: ${values}`, () => {
      expect(row({ ...declaration, Default: 'x' })).to.equal(
        `| \`days\` |  |  | ${values} | \`x\` |`,
      );
    });
  }
});
