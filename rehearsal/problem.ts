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

/** One clear error for the person who ran the command: no stack trace helps them. */
export class Problem extends Error {
  readonly parts: ProblemParts;

  constructor(parts: ProblemParts, options?: ErrorOptions) {
    super(parts.cause, options);
    this.name = 'Problem';
    this.parts = parts;
  }
}

/** Four lines: file and place, cause, remedy. Colour only where it is shown to a person. */
export function renderProblem({ parts }: Problem, stream: NodeJS.WriteStream): string {
  const bold = (text: string): string =>
    stream.isTTY ? styleText(['red', 'bold'], text, { stream }) : text;
  const place = parts.place ? `, ${parts.place}` : '';

  return [
    `${bold('error')} in ${parts.file}${place}`,
    `  cause:  ${parts.cause}`,
    `  remedy: ${parts.remedy}`,
  ].join('\n');
}
