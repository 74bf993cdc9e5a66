/** A block of a page that its test performs, and the line at which it begins. */
export type Step =
  | { readonly kind: 'edit'; readonly line: number; readonly file: string; readonly hunk: string }
  | {
      readonly kind: 'command';
      readonly line: number;
      readonly command: string;
      /** What the page says that the command prints: lines, with … for what differs. */
      readonly prints: readonly string[];
    };

/** A procedure of docs/operations. */
export interface Page {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** A block, indented as the item of a list that it belongs to. */
interface Block {
  readonly line: number;
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a page: `diff FILE` blocks are edits, `sh` blocks commands, a `text` block what the command
 * before it prints.
 *
 * @throws for a block of another kind, which no test would perform
 */
export function parsePage(text: string): Page {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) {
    throw new Error('a page begins with its title');
  }
  const steps: Step[] = [];
  for (const block of blocksOf(text)) {
    const last = steps.at(-1);
    if (block.language === 'text' && last?.kind === 'command' && last.prints.length === 0) {
      steps[steps.length - 1] = { ...last, prints: block.text.trimEnd().split('\n') };
    } else {
      steps.push(stepOf(block));
    }
  }
  if (steps.length === 0) {
    throw new Error('a page has steps that a test performs: blocks of diff FILE and of sh');
  }
  return { title, steps };
}

function stepOf({ language, line, name, text }: Block): Step {
  if (language === 'diff' && name !== '') {
    return { kind: 'edit', line, file: name, hunk: text };
  }
  if (language === 'sh' && name === '') {
    return { kind: 'command', line, command: text.trimEnd(), prints: [] };
  }
  const what = `${language} ${name}`.trim();
  throw new Error(
    `line ${line}: a block of ${what || 'no kind'}: use diff FILE, sh, or text after a command`,
  );
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const fenced = /^( *)```(\w*) ?(.*)\n([\s\S]*?)^\1```$/gm;
  for (const match of text.matchAll(fenced)) {
    const [, indentation = '', language = '', name = '', body = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    const unindented = body.replaceAll(new RegExp(`^${indentation}`, 'gm'), '');
    blocks.push({ line, language, name: name.trim(), text: unindented });
  }
  return blocks;
}
