import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RehearsalSettings } from './plan.ts';
import { Problem } from './problem.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { LedgerCell } from './report.ts';
import type { Scenario, World } from './scenario.ts';

/** What a repository brings to the rehearsal of its organization. */
export interface RehearsalConfig<W extends World = World> extends RehearsalSettings {
  /**
   * Optional. What scenarios and ledger are given, once the tasks have been performed.
   *
   * @returns undefined when the organization is not one that they are about
   */
  world?(rehearsal: Rehearsal): Promise<W | undefined>;
  /** Optional. In the order in which they are played. */
  readonly scenarios?: readonly Scenario<W>[];
  /** Optional. What `--watch` runs when a file of a folder changes, such as the bundler of functions. */
  readonly build?: {
    readonly folders: readonly string[];
    readonly command: readonly [string, ...string[]];
  };
  /** Optional. Compares what is there with what is expected. */
  ledger?(world: W, onProgress: (text: string) => void): Promise<LedgerCell[]>;
}

/** Gives the configuration its type. */
export const defineRehearsal = <W extends World>(config: RehearsalConfig<W>): RehearsalConfig<W> =>
  config;

const DEFAULT_FILE = 'rehearse.config.ts';

/**
 * Loads the configuration of the working folder: the default export of a module.
 *
 * @param file optional; by default rehearse.config.ts, which need not exist
 * @throws Problem when the file does not exist or has no default export
 */
export async function loadConfig(file?: string): Promise<RehearsalConfig> {
  const found = path.resolve(file ?? DEFAULT_FILE);
  if (!existsSync(found)) {
    if (file === undefined) {
      return {};
    }
    throw new Problem({
      file,
      cause: 'the file does not exist',
      remedy: `give the path of a configuration, or leave --config out to use ${DEFAULT_FILE}`,
    });
  }
  const { default: config } = (await import(pathToFileURL(found).href)) as { default?: unknown };
  if (typeof config !== 'object' || config === null) {
    throw new Problem({
      file: file ?? DEFAULT_FILE,
      cause: 'the module has no default export',
      remedy: "write export default defineRehearsal({ … }), imported from 'ofn-rehearse'",
    });
  }
  return config;
}
