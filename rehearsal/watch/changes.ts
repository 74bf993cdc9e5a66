import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { changesBetween, type Snapshot, snapshotOf } from './snapshot.ts';

/** An editor writes a file in several steps: it is read when they are over. */
const QUIET_MS = 60;

/** Sees which files of some folders change, but not of the folders in them. */
export class FileChanges {
  readonly #watchers = new Map<string, FSWatcher>();
  #snapshot: Snapshot = new Map();
  #notify: () => void = () => undefined;

  /** Watches the folders of more files. What changes from now on is seen. */
  add(files: Iterable<string>): void {
    const folders = new Set([...files].map((file) => path.dirname(path.resolve(file))));
    const added = [...folders].filter((folder) => !this.#watchers.has(folder));
    for (const folder of added) {
      this.#watchers.set(
        folder,
        watch(folder, () => this.#notify()).on('error', () => this.#forget(folder)),
      );
    }
    this.#snapshot = new Map([...this.#snapshot, ...snapshotOf(added)]);
  }

  /** The files whose content has changed since the last answer, as soon as there are some. */
  async next(): Promise<string[]> {
    for (;;) {
      const changed = this.take();
      if (changed.length > 0) {
        return changed;
      }
      await this.#event();
    }
  }

  /** The files that have changed until now. */
  take(): string[] {
    const now = snapshotOf(this.#watchers.keys(), this.#snapshot);
    const changed = changesBetween(this.#snapshot, now);
    this.#snapshot = now;
    return changed;
  }

  close(): void {
    for (const folder of [...this.#watchers.keys()]) {
      this.#forget(folder);
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  /** Some event, and then none for a while. */
  #event(): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      this.#notify = () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, QUIET_MS);
      };
    });
  }
}
