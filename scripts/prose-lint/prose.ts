// The part of a file that is read as text: comments, docstrings and strings of code, and all
// of a text file but its code. The rest becomes spaces, so that lines and columns stay.
import path from 'node:path';

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** A pattern of a token, and how much of the token is prose. */
type Token = readonly [pattern: RegExp, prose: (text: string) => string];

const keep = (text: string): string => text;
const withoutFields = (text: string): string => text.replace(/\{[^{}]*\}/g, blank);

const python: readonly Token[] = [
  [/#[^\n]*/y, keep],
  [/[rRbB]?[fF][rR]?("""|''')[\s\S]*?\1/y, withoutFields],
  [/[rRbB]?[fF][rR]?("|')(?:\\.|(?!\1)[^\\\n])*\1/y, withoutFields],
  [/("""|''')[\s\S]*?\1/y, keep],
  [/("|')(?:\\.|(?!\1)[^\\\n])*\1/y, keep],
  [/\w+|[\s\S]/y, blank],
];

// A slash begins a pattern where an expression begins.
const script: readonly Token[] = [
  [/\/\/[^\n]*|\/\*[\s\S]*?\*\//y, keep],
  [/("|')(?:\\.|(?!\1)[^\\\n])*\1/y, keep],
  [
    /(?<=(?:[(,=:[!&|?{};+>]|^|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/my,
    blank,
  ],
  [/[\w$]+|[\s\S]/y, blank],
];
// Within a template literal, up to its end or to an expression.
const literal = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;

function at(source: string, from: number, pattern: RegExp): string | undefined {
  pattern.lastIndex = from;
  return pattern.exec(source)?.[0];
}

function next(source: string, from: number, tokens: readonly Token[]): [string, string] {
  for (const [pattern, prose] of tokens) {
    const text = at(source, from, pattern);
    if (text) {
      return [text, prose(text)];
    }
  }
  return [source.slice(from), blank(source.slice(from))];
}

function proseOfPython(source: string): string {
  let prose = '';
  while (prose.length < source.length) {
    prose += next(source, prose.length, python)[1];
  }
  return prose;
}

function proseOfScript(source: string): string {
  let prose = '';
  // The braces that are open in each expression of a template literal around this place.
  const braces: number[] = [];
  const take = (text: string): void => {
    prose += text;
  };
  while (prose.length < source.length) {
    const [text, kept] = next(source, prose.length, script);
    const inside = braces.length - 1;
    if (text === '`' || (text === '}' && braces[inside] === 0)) {
      take(' ');
      const rest = at(source, prose.length, literal) ?? source.slice(prose.length);
      take(rest);
      // Its `${` stays open, or is closed by this one's end.
      if (text === '}' && !rest.endsWith('${')) {
        braces.pop();
      } else if (text === '`' && rest.endsWith('${')) {
        braces.push(0);
      }
      continue;
    }
    if (inside >= 0) {
      braces[inside] = (braces[inside] ?? 0) + (text === '{' ? 1 : text === '}' ? -1 : 0);
    }
    take(kept);
  }
  return prose;
}

const proseOfMarkdown = (source: string): string =>
  source
    .replace(/^( *)(```|~~~)[\s\S]*?^\1\2/gm, blank)
    .replace(/`[^`\n]*`/g, blank)
    .replace(/\]\([^)\s]*\)/g, blank);

// Its keys and the expressions of Nunjucks in it are code.
const proseOfYaml = (source: string): string =>
  source.replace(/^ *(?:- )?[\w.-]+:(?=\s)/gm, blank).replace(/\{%.*?%\}|\{\{.*?\}\}/g, blank);

const readers: Readonly<Record<string, (source: string) => string>> = {
  '.ts': proseOfScript,
  '.mjs': proseOfScript,
  '.cjs': proseOfScript,
  '.css': proseOfScript,
  '.py': proseOfPython,
  '.md': proseOfMarkdown,
  '.yml': proseOfYaml,
  '.sql': keep,
  '.txt': keep,
  '.svg': keep,
};

/** The prose of a file, or nothing when the kind of file has none. */
export function proseOf(file: string, source: string): string | undefined {
  const read = path.basename(file) === 'Dockerfile' ? keep : readers[path.extname(file)];
  return read?.(source);
}
