import { expect } from 'chai';
import type { Parameter } from '../../organization/parameters.ts';
import { Reader } from '../../organization/reader.ts';

const text = (name: string, fallback?: string) =>
  ({ name, type: 'String', default: fallback }) satisfies Parameter;
const list = (name: string) => ({ name, type: 'List<String>', default: ['a'] }) satisfies Parameter;
const days = text('days', '7');
const names = list('names');
const suffix = {
  ...text('suffix', ''),
  allowedPattern: '-[a-z]',
  constraintDescription: 'a hyphen and a letter',
};
const letters = {
  ...list('letters'),
  allowedPattern: '[a-z]',
  constraintDescription: 'a letter',
};
const color = { ...text('color', 'red'), allowedValues: ['red', 'blue'] };
const colors = { ...list('colors'), default: ['red'], allowedValues: ['red', 'blue'] };

const read = (values: Record<string, unknown>) => new Reader(values, 'p.yml');

describe('the reader of parameters', () => {
  it('has the default of what is not set', () => {
    const reader = read({});

    expect(reader.text(days)).to.equal('7');
    expect(reader.list(names)).to.deep.equal(['a']);
    expect(reader.matching(suffix)).to.equal('');
    expect(reader.allMatching(letters)).to.deep.equal(['a']);
    expect(reader.oneOf(color)).to.equal('red');
    expect(reader.anyOf(colors)).to.deep.equal(['red']);
  });

  it('has what is set', () => {
    const set = {
      days: '9',
      names: 'a, b',
      suffix: '-x',
      letters: ['b'],
      color: 'blue',
      colors: ['blue'],
    };

    const reader = read(set);

    expect(reader.text(days)).to.equal('9');
    expect(reader.list(names)).to.deep.equal(['a', 'b']);
    expect(reader.matching(suffix)).to.equal('-x');
    expect(reader.allMatching(letters)).to.deep.equal(['b']);
    expect(reader.oneOf(color)).to.equal('blue');
    expect(reader.anyOf(colors)).to.deep.equal(['blue']);
  });

  for (const [reads, message] of [
    [() => read({}).text(text('account')), 'account is missing: give it a text'],
    [() => read({ days: '' }).text(days), 'days is "": give it a text'],
    [() => read({ days: 7 }).text(days), 'days is 7: give it a text'],
    [() => read({ names: [1] }).list(names), 'names is [1]: give it a list of texts'],
    [() => read({ suffix: 'x' }).matching(suffix), "suffix is 'x': give a hyphen and a letter"],
    [() => read({ suffix: '-xy' }).matching(suffix), "suffix is '-xy': give a hyphen and a letter"],
    [() => read({ letters: ['1'] }).allMatching(letters), "letters has '1': give a letter"],
    [() => read({ letters: [] }).allMatching(letters), 'letters is []: give it a list of texts'],
    [() => read({ color: 'green' }).oneOf(color), "color is 'green': use one of red, blue"],
    [() => read({ colors: ['red', 'x'] }).anyOf(colors), "colors has 'x': use any of red, blue"],
  ] as const) {
    it(`says what is wrong: ${message}`, () => {
      expect(reads).to.throw(`p.yml: ${message}`);
    });
  }
});
