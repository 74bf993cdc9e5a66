export interface Fault {
  readonly line: number;
  readonly text: string;
}

/** `...['a', b]` as an item of its own: the items could stand there as they are. */
const spread = /(?<=[[,(\s])\.\.\.\(?\[(?!\.\.\.)[^[\]]+\](?: as const\))?(?=\s*[,\])])/g;

const blankBeforeReturn = /\n[ \t]*\n(?=[ \t]+return\b)/g;

/** Tests separate arrange, act and assert by blank lines, also where the last of them returns. */
const isTest = (file: string): boolean => /(^|\/)test\//.test(file);

/** The faults of style in a file, in the order of their lines. */
export function faultsOf(file: string, source: string): Fault[] {
  const at = (pattern: RegExp, text: string, offset: number): Fault[] =>
    [...source.matchAll(pattern)].map(({ index }) => ({
      line: source.slice(0, index).split('\n').length + offset,
      text,
    }));

  const found = [
    ...at(spread, 'a spread of a list that is written out: write its items', 0),
    ...(isTest(file) ? [] : at(blankBeforeReturn, 'a blank line before return: remove it', 1)),
  ];
  return found.sort((one, other) => one.line - other.line);
}
