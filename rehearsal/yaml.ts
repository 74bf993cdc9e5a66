import { readFileSync } from 'node:fs';
import {
  type CollectionTag,
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ScalarTag,
} from 'yaml';
import { Problem, type ProblemParts } from './problem.ts';

/** What a YAML file holds, with the short functions of CloudFormation in long form. */
export interface YamlText {
  readonly file: string;
  readonly value: unknown;
  /** The line of a key, 1-based: `line('Resources', 'Bucket')`. */
  line(...path: string[]): number | undefined;
}

/** A YAML file of org-formation or CloudFormation. */
export interface YamlFile extends YamlText {
  readonly value: Record<string, unknown>;
  /** Optional. The folder from which it includes files. Default: its own. */
  readonly folder?: string;
}

// The functions of CloudFormation and of org-formation.
const functions = [
  'Ref',
  'GetAtt',
  'Sub',
  'Join',
  'Select',
  'Split',
  'If',
  'Equals',
  'And',
  'Or',
  'Not',
  'Condition',
  'FindInMap',
  'ImportValue',
  'GetAZs',
  'Base64',
  'Cidr',
  'Transform',
  'Include',
  'ReadFile',
  'CopyValue',
  'MD5',
  'MD5File',
  'MD5Dir',
  'JsonString',
  'Cmd',
  'Length',
  'ToJsonString',
  'ForEach',
];

const longName = (name: string): string =>
  name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;

const customTags = functions.flatMap((name): (ScalarTag | CollectionTag)[] => [
  { tag: `!${name}`, resolve: (value: string) => ({ [longName(name)]: value }) },
  ...(['seq', 'map'] as const).map(
    (collection): CollectionTag => ({
      tag: `!${name}`,
      collection,
      resolve: (node) => ({ [longName(name)]: node.toJSON() }) as unknown as Node,
    }),
  ),
]);

/** @throws Problem when there is no such file, or it is not YAML, with line and column */
export const readYaml = (file: string): YamlFile => parseYaml(file, readText(file));

/** @throws Problem when the text is not YAML, with line and column, or no mapping */
export function parseYaml(file: string, text: string): YamlFile {
  const { value, line } = parseYamlText(file, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem({
      file,
      cause: 'it holds no mapping of keys to values',
      remedy: 'name an org-formation or CloudFormation file',
    });
  }
  return { file, value: value as Record<string, unknown>, line };
}

/** @throws Problem as {@link readYaml} does; the file may hold a list as well */
export const readYamlText = (file: string): YamlText => parseYamlText(file, readText(file));

/** @throws Problem when the text is not YAML, with line and column */
export function parseYamlText(file: string, text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    customTags: (tags) => [...tags, ...customTags],
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new Problem({
      file,
      line,
      place: `column ${col}`,
      ...(error.code === 'DUPLICATE_KEY' ? duplicateKey : notYaml(error.message)),
    });
  }
  return {
    file,
    value: document.toJS(),
    line: (...path) => lineOf(document, lines, path),
  };
}

const duplicateKey = {
  cause: 'this key is there already: two things of one name',
  remedy: 'give each a name of its own, or remove one',
};

const notYaml = (message: string): { cause: string; remedy: string } => ({
  cause: `it is not YAML: ${message}`,
  remedy: 'fix the YAML at that place; indentation and quotes are the usual suspects',
});

/** A problem at a key of a file, with its line, or that of the nearest key above it. */
export function partsAt(
  yaml: Pick<YamlText, 'file' | 'line'>,
  path: readonly string[],
  { cause, remedy }: { cause: string; remedy: string },
): ProblemParts {
  return { file: yaml.file, line: yaml.line(...path), place: path.join('.'), cause, remedy };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error) && (error.code === 'ENOENT' || error.code === 'EISDIR')) {
      throw new Problem(
        { file, cause: 'there is no such file', remedy: 'give the path of a file that is there' },
        { cause: error },
      );
    }
    throw error;
  }
}

const isErrno = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error;

function lineOf(document: Document, lines: LineCounter, path: string[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of path) {
    if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = rangeStart(node) ?? offset;
      continue;
    }
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined;
    if (!pair) {
      break;
    }
    offset = rangeStart(pair.key) ?? offset;
    node = pair.value;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

const rangeStart = (node: unknown): number | undefined =>
  (node as { range?: [number, number, number] } | undefined)?.range?.[0];
