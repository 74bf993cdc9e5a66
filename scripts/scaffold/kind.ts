/** A file that a scaffold writes: a new one, or one that it adds a few lines to. */
export interface Change {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
  readonly isNew: boolean;
}

/** The repository as a scaffold sees it. */
export interface Repository {
  /** The text of a file; undefined when there is none. */
  read(file: string): string | undefined;
  /** The files that match a pattern, sorted. */
  find(pattern: string): readonly string[];
}

/** Something that can be scaffolded: one module in `kinds/` each, listed in `scaffold.ts`. */
export interface Kind {
  /** As the command line names it. */
  readonly name: string;
  /** What stands behind the name, such as `AWS::X::Y`. */
  readonly argument: string;
  readonly description: string;
  /** What is left to do once the files are there. */
  readonly next: readonly string[];
  /**
   * @param argument what the operator gave
   * @throws ScaffoldError when it is malformed or taken
   */
  plan(argument: string, repository: Repository): readonly Change[];
}

/** The command can't do what was asked. */
export class ScaffoldError extends Error {
  override name = 'ScaffoldError';
}
