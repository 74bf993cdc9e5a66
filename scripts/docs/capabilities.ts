// The table of capabilities in README.md, from the first sentences of their own. Pure.
import path from 'node:path';

/** A capability, and its README. */
export interface Capability {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

export const capabilitiesTable = (capabilities: readonly Capability[]): string =>
  [
    '| capability | description |',
    '| --- | --- |',
    ...capabilities.map(
      ({ name, file, text }) =>
        `| [${name}](${file}) | ${firstSentence(text, path.dirname(file))} |`,
    ),
    '',
  ].join('\n');

/** The first sentence below the title; its links lead from the root. */
export function firstSentence(text: string, folder: string): string {
  const [, paragraph = ''] = /^# .+\n\n([\s\S]+?)(?:\n\n|$)/.exec(text) ?? [];
  const [, sentence = ''] = /^(.+?)\.(?: |$)/.exec(paragraph.replaceAll('\n', ' ').trim()) ?? [];
  if (sentence === '') {
    throw new Error(`expected a sentence below the title in ${folder}/README.md`);
  }
  return sentence.replaceAll(
    /\]\((?!https?:|#)([^)]+)\)/g,
    (_, target: string) => `](${path.join(folder, target)})`,
  );
}
