// The words of CONTRIBUTING.md, kept by a list. vale downloads its binary when it is installed,
// and alex and textlint read neither TypeScript nor Python: this list is shorter than their set-up.
import { proseOf } from './prose.ts';
import type { Word } from './words.ts';

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly word: string;
  readonly found: string;
  readonly use: string;
}

/** A place where a word is right. */
export interface Allowed {
  readonly file: string;
  /** Text of the line, with the word in it. */
  readonly text: string;
  readonly reason: string;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** Places of the list that hold no word: entries to delete. */
  readonly unused: readonly Allowed[];
}

const patternOf = ({ pattern }: Word): RegExp =>
  new RegExp(`(?<![\\w-])(?:${pattern.replaceAll(' ', '[\\s*/#]+')})(?![\\w-])`, 'gi');

/** The words in the prose of a file, in their order. */
export function wordsIn(file: string, source: string, words: readonly Word[]): Finding[] {
  const prose = proseOf(file, source) ?? '';
  return words
    .flatMap((word) => [...prose.matchAll(patternOf(word))].map((match) => ({ word, match })))
    .sort((one, other) => one.match.index - other.match.index)
    .map(({ word, match: { 0: found, index } }) => ({
      file,
      line: prose.slice(0, index).split('\n').length,
      word: word.word,
      found: found.replace(/[\s*/#]+/g, ' '),
      use: word.use,
    }));
}

/** What is found in files outside the skipped folders, but for the places that are allowed. */
export function lint(
  sources: ReadonlyMap<string, string>,
  words: readonly Word[],
  allowed: readonly Allowed[],
  skipped: readonly string[],
): Verdict {
  const used = new Set<Allowed>();
  const findings: Finding[] = [];
  for (const [file, source] of sources) {
    if (skipped.some((place) => file === place || file.startsWith(`${place}/`))) {
      continue;
    }
    const lines = source.split('\n');
    for (const finding of wordsIn(file, source, words)) {
      const line = lines[finding.line - 1] ?? '';
      const entry = allowed.find(({ file: in_, text }) => in_ === file && line.includes(text));
      if (entry) {
        used.add(entry);
      } else {
        findings.push(finding);
      }
    }
  }
  return { findings, unused: allowed.filter((entry) => !used.has(entry)) };
}
