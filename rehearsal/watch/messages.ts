import type { RehearsalOptions } from '../plan.ts';
import type { Running } from '../rehearsal.ts';
import type { PlayedScenario } from '../report.ts';

/** What a round of --watch begins with: sent to its process as soon as that runs. */
export interface Opening {
  readonly configFile: string | undefined;
  readonly scenarios: readonly string[] | undefined;
  readonly options: Pick<
    RehearsalOptions,
    'tasksFile' | 'organizationFile' | 'accounts' | 'regions' | 'match'
  >;
  readonly running: Running;
}

/** What changed: sent when the round is to be played. */
export interface Changes {
  readonly changed: readonly string[];
  /** Everything is to be performed: the first run did not. */
  readonly everything: boolean;
  /** The parameters file as it was performed last. */
  readonly parametersBefore: string | undefined;
}

/** Sent once the configuration is loaded, or can't be: what to watch. */
export interface Ready {
  readonly kind: 'ready';
  /** The modules of the configuration: when one changes, another process has to load them. */
  readonly code: readonly string[];
  /** The files of the plan. */
  readonly files: readonly string[];
}

/** What came of a round. */
export interface Outcome {
  readonly kind: 'outcome';
  /** What is wrong, rendered; nothing was performed, or not all of it. */
  readonly problem?: string;
  /** The root tasks that were performed. */
  readonly tasks: readonly string[];
  /** Stacks that were made, changed or deleted. */
  readonly stacks: readonly string[];
  readonly scenarios: readonly PlayedScenario[];
  /** The parameters file as it is performed now. */
  readonly parameters?: string | undefined;
}
