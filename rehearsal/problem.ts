import { styleText } from 'node:util';

/** Where a problem is, why it is one, and what to do about it. */
export interface ProblemParts {
  /** The file as the user named it. */
  readonly file: string;
  /** 1-based, where it is known. */
  readonly line?: number | undefined;
  /** Column, resource, key, task or option within the file. */
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

/** What `read` returns, or nothing and its problems. */
export function attempt<T>(read: () => T): {
  readonly value?: T;
  readonly problems: readonly ProblemParts[];
} {
  try {
    return { value: read(), problems: [] };
  } catch (error) {
    if (error instanceof Problem) {
      return { problems: error.all };
    }
    throw error;
  }
}

/** @param all one at least */
export function problemOf(all: readonly ProblemParts[]): Problem {
  const [first, ...more] = all as readonly [ProblemParts, ...ProblemParts[]];
  return new Problem(first, { more });
}

/** @throws Problem with all of them, unless there is none */
export function requireNone(problems: readonly ProblemParts[]): void {
  if (problems.length > 0) {
    throw problemOf(problems);
  }
}

/**
 * The problems of a file together, by line.
 *
 * @param first optional; the files to begin with. The others follow as their problems come
 */
export function inOrderOfFiles(
  problems: Iterable<ProblemParts>,
  first: readonly string[] = [],
): ProblemParts[] {
  const byFile = new Map<string, ProblemParts[]>(first.map((file) => [file, []]));
  for (const problem of problems) {
    byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), problem]);
  }
  return [...byFile.values()].flatMap((own) =>
    own.sort((one, other) => lineOf(one) - lineOf(other)),
  );
}

/** What is missing has no line: it comes after what is there. */
const lineOf = ({ line }: ProblemParts): number => line ?? Number.MAX_SAFE_INTEGER;

/** `FILE, line 3, KEY`, as far as it is known. */
export const whereIs = ({ file, line, place }: Omit<ProblemParts, 'cause' | 'remedy'>): string =>
  [file, ...(line === undefined ? [] : [`line ${line}`]), ...(place ? [place] : [])].join(', ');

/** Of one file; thousands of addresses may be wrong in one. */
const mostShown = 20;

/** Three lines each: file and place, cause, remedy. Colour only where it is shown to a person. */
export function renderProblem({ all }: Problem, stream: { readonly isTTY?: boolean }): string {
  const bold = (text: string): string =>
    stream.isTTY
      ? styleText(['red', 'bold'], text, { stream: stream as NodeJS.WriteStream })
      : text;
  return [...Map.groupBy(all, ({ file }) => file)]
    .flatMap(([file, own]) => [
      ...own.slice(0, mostShown).map((problem) => {
        const where = `${bold('error')} in ${whereIs(problem)}`;
        return `${where}\n  cause:  ${problem.cause}\n  remedy: ${problem.remedy}`;
      }),
      ...(own.length > mostShown ? [`and ${own.length - mostShown} more in ${file}`] : []),
    ])
    .join('\n');
}
