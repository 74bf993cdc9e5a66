import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;

/** Resident memory of this process and all that it started, in MiB; Linux only. */
export function residentMebibytes(): number {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const sum = (pid: number): number =>
    resident(pid) + (children.get(pid) ?? []).reduce((all, child) => all + sum(child.pid), 0);
  return sum(process.pid) / 2 ** 20;
}

/** Looks every 100 ms, so that a peak of a moment may be missed. */
export function watchPeak(): { readonly peak: number; stop(): void } {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMebibytes());
  }, 100);
  return {
    get peak() {
      return peak;
    },
    stop: () => clearInterval(timer),
  };
}

function processes(): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
    });
}

const resident = (pid: number): number =>
  Number(read(`/proc/${pid}/statm`)?.split(' ')[1] ?? 0) * pageBytes;

/** A process may be gone between two looks. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH'].includes(`${error.code}`)
    ) {
      return undefined;
    }
    throw error;
  }
}
