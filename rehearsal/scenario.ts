import type { Stack } from './aws-types.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What every scenario is given; a repository adds what its own scenarios need. */
export interface World {
  readonly rehearsal: Rehearsal;
  /** The stacks as they were after the first run. */
  readonly stacks: readonly Stack[];
}

/** Something that users rely on, shown to work on the embedded AWS. */
export interface Scenario<W extends World = World> {
  /** What it belongs to: the name of a root task in kebab-case. */
  readonly capability: string;
  /** Ends the sentence "it ...". */
  readonly name: string;
  /**
   * Optional. Default: 0. What changes the organization, or leaves something that others would see,
   * is played after them: from low to high.
   */
  readonly order?: number;
  /** Plays in an embedded AWS of its own, so it is played beside the others. */
  readonly isolated?: true;
  /** Whether the organization that is rehearsed has what the scenario is about. */
  applies(world: W): boolean;
  /**
   * Plays it.
   *
   * @returns what was seen, in one line
   * @throws when it does not hold, saying what was expected and what was seen
   */
  run(world: W): Promise<string>;
}

/** Whether some stack has a resource of a type. */
export const hasType = ({ stacks }: World, type: string): boolean =>
  stacks.some(({ resources }) => resources.some((resource) => resource.type === type));
