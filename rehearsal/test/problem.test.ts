import { expect } from 'chai';
import { inOrderOfFiles, type ProblemParts, problemOf, renderProblem } from '../problem.ts';

const at = (file: string, line?: number): ProblemParts => ({
  ...{ file, line, place: 'Key', cause: 'it is wrong', remedy: 'correct it' },
});
const shown = (...problems: ProblemParts[]): string =>
  renderProblem(problemOf(problems), { isTTY: false } as NodeJS.WriteStream);

describe('what is wrong with files', () => {
  it('is in the order of the files, and of their lines', () => {
    const found = [at('list', 2), at('first', 9), at('tasks', 1), at('first', 3), at('list', 1)];

    const ordered = inOrderOfFiles(found, ['first']);

    expect(ordered.map(({ file, line }) => `${file} ${line}`)).to.deep.equal([
      'first 3',
      'first 9',
      'list 1',
      'list 2',
      'tasks 1',
    ]);
  });

  it('ends with what is missing in a file', () => {
    const ordered = inOrderOfFiles([at('a'), at('a', 1), at('b', 1)]);

    expect(ordered.map(({ file, line }) => `${file} ${line}`)).to.deep.equal([
      'a 1',
      'a undefined',
      'b 1',
    ]);
  });

  it('is shown with file, line, place, cause and remedy', () => {
    expect(shown(at('a.yml', 3), at('b.yml'))).to.equal(
      'error in a.yml, line 3, Key\n  cause:  it is wrong\n  remedy: correct it\n' +
        'error in b.yml, Key\n  cause:  it is wrong\n  remedy: correct it',
    );
  });

  it('is shown up to twenty of a file, and the others are counted', () => {
    const many = Array.from({ length: 23 }, (_, index) => at('many.txt', index + 1));

    const lines = shown(...many, at('b.yml', 1)).split('\n');

    expect(lines.filter((line) => line.startsWith('error in many.txt'))).to.have.length(20);
    expect(lines.slice(60, 62)).to.deep.equal([
      'and 3 more in many.txt',
      'error in b.yml, line 1, Key',
    ]);
  });
});
