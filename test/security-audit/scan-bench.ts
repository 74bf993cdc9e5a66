import type { Launcher } from '../../security-audit/scanners/launcher.ts';
import { scanAccount } from '../../security-audit/scanners/scan.ts';
import type { ScanOptions } from '../../security-audit/scanners/scan-options.ts';
import { prowler } from '../../security-audit/scanners/tools/prowler.ts';
import type { Scan } from '../../security-audit/types.ts';
import { Bench, sessionOf } from './fakes.ts';

export const account = { id: '222222222222', name: 'Production' };
export const folder = '222222222222/prowler/2026-11-28';

/** A scan with a real process. */
export class ScanBench extends Bench {
  async scan(
    mode: string | undefined,
    more: Partial<ScanOptions> = {},
    launcher: Launcher = { kind: 'command', file: this.scanner },
  ): Promise<Scan | undefined> {
    return await scanAccount(
      account,
      { definition: prowler, launcher },
      {
        ...{ output: this.output, date: '2026-11-28', regions: ['us-east-1'], graceMs: 50 },
        ...{ sessionSeconds: 3_600, timeoutSeconds: 60, now: Date.now },
        ...{ assume: async (id) => sessionOf(id), environment: process.env },
        signal: new AbortController().signal,
        ...(mode && { checks: [mode] }),
        ...more,
      },
    );
  }

  /** The same in a container, of an engine that is none. */
  scanInContainer(mode: string, more: Partial<ScanOptions> = {}): Promise<Scan | undefined> {
    return this.scan(mode, more, {
      ...{ kind: 'container', engine: this.engine, isPodman: false },
      ...{ image: prowler.image, entrypoint: prowler.entrypoint },
    });
  }
}
