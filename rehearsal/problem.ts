import { styleText } from 'node:util';

/** Where a problem is, why it is one, and what to do about it. */
export interface ProblemParts {
  /** The file as the user named it. */
  readonly file: string;
  /** Line, resource, task or option within it. */
  readonly place?: string | undefined;
  readonly cause: string;
  readonly remedy: string;
}

/** What is wrong, for the person who ran the command: a stack trace does not help there. */
export class Problem extends Error {
  /** All that was found; at least one. */
  readonly all: readonly ProblemParts[];

  constructor(parts: ProblemParts, options?: ErrorOptions & { more?: readonly ProblemParts[] }) {
    super(parts.cause, options);
    this.name = 'Problem';
    this.all = [parts, ...(options?.more ?? [])];
  }

  /** The first. */
  get parts(): ProblemParts {
    return this.all[0] as ProblemParts;
  }
}

/** What a check that throws finds wrong; nothing when it passes. */
export function problemsOf(check: () => void): readonly ProblemParts[] {
  try {
    check();

    return [];
  } catch (error) {
    if (error instanceof Problem) {
      return error.all;
    }
    throw error;
  }
}

/** @throws Problem with all of them, unless there is none */
export function requireNone(problems: Iterable<ProblemParts>): void {
  const [first, ...more] = problems;
  if (first) {
    throw new Problem(first, { more });
  }
}

/** Four lines each: file and place, cause, remedy. Colour only where it is shown to a person. */
export function renderProblem({ all }: Problem, stream: NodeJS.WriteStream): string {
  const bold = (text: string): string =>
    stream.isTTY ? styleText(['red', 'bold'], text, { stream }) : text;

  return all
    .map(({ file, place, cause, remedy }) =>
      [
        `${bold('error')} in ${file}${place ? `, ${place}` : ''}`,
        `  cause:  ${cause}`,
        `  remedy: ${remedy}`,
      ].join('\n'),
    )
    .join('\n');
}
