import type { ProblemParts, YamlFile } from 'ofn-rehearse';
import type { connect } from '../organization/clients.ts';
import type { Account, Settings } from '../organization/types.ts';
import { faultsOfAccessAnalyzer } from './access-analyzer.ts';
import { faultsOfBuckets } from './buckets.ts';
import { faultsOfGuardDutyThere } from './guard-duty-there.ts';
import { capabilitiesOf } from './incident-detection.ts';
import { optInExclusionsOf } from './opt-in-exclusions.ts';
import { readOptInRegions } from './regions.ts';

export interface There {
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly sessions: Awaited<ReturnType<typeof connect>>;
  readonly parameters: YamlFile;
  readonly tasks: YamlFile;
  readonly logicalNameOf: (account: Account) => string | undefined;
  /** Takes what is reported without stopping anything. */
  readonly note: (text: string) => void;
}

/** What is there already, or is not, and would fail a deployment: AWS alone knows it. */
export async function* faultsThere(there: There): AsyncGenerator<ProblemParts> {
  const { settings, accounts, sessions, parameters, tasks, logicalNameOf, note } = there;
  const { file } = parameters;
  const capabilities = capabilitiesOf(tasks);
  yield* faultsOfBuckets(file, settings, sessions);
  yield* faultsOfAccessAnalyzer(file, settings, sessions.caller.organizations);
  const exclusions = optInExclusionsOf(parameters);
  const from = { file, settings, accounts, sessions, capabilities, note };
  const { regions, faults } = await readOptInRegions({ ...from, exclusions, logicalNameOf });
  yield* faults;
  const members = parameters.value.guardDutyMembers ?? (accounts.length > 450 ? 'all' : 'declared');
  yield* faultsOfGuardDutyThere(file, settings, sessions, {
    findings: capabilities.has('findings'),
    declaresMembers:
      capabilities.has('guard-duty') &&
      settings.guardDutyMembership === 'organization' &&
      members !== 'all',
    optInRegions: regions,
  });
}
