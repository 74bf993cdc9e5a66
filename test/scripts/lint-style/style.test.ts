import { expect } from 'chai';
import { faultsOf } from '../../../scripts/lint-style/style.ts';

const lines = (source: string, file = 'a.ts') => faultsOf(file, source).map(({ line }) => line);

describe('the style of TypeScript', () => {
  it('has no blank line before return', () => {
    expect(lines('() => {\n  f();\n\n  return 1;\n}')).to.deep.equal([3]);
    expect(lines('() => {\n  f();\n  return 1;\n}')).to.deep.equal([]);
  });

  it('may have one in tests', () => {
    expect(lines('() => {\n  f();\n\n  return 1;\n}', 'test/a.test.ts')).to.deep.equal([]);
  });

  for (const source of [
    "[...['a', b], c]",
    "f(\n  ...(['a'] as const),\n)",
    "['x', ...['a', 'b']]",
  ]) {
    it(`has no spread of items that are written out: ${source}`, () => {
      expect(lines(source)).to.have.length(1);
    });
  }

  for (const source of [
    '[...items]',
    "[...['a'].map(f)]",
    '[...[...set].sort()]',
    '[...(a ?? [])]',
  ]) {
    it(`spreads what is computed: ${source}`, () => {
      expect(lines(source)).to.deep.equal([]);
    });
  }
});
