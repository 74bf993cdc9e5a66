import type { Organization } from '../organization.ts';
import { deployedRegionsOf, type ParametersFile } from '../parameters-file.ts';
import type { ProblemParts } from '../problem.ts';
import type { YamlFile } from '../yaml.ts';
import type { Snapshot } from './format.ts';

/** What of a plan has to agree with a snapshot. */
interface Planned {
  readonly organization: Organization;
  readonly homeRegion: string;
  readonly parameters: YamlFile | undefined;
  readonly options: {
    readonly accounts?: number | undefined;
    readonly regions?: readonly string[] | undefined;
    readonly config: { readonly parameters?: ParametersFile };
  };
}

/** Why what is to be rehearsed can't start from the snapshot. */
export function* faultsOfSnapshot(plan: Planned, snapshot: Snapshot): Generator<ProblemParts> {
  const { management, file } = plan.organization;
  const { MasterAccountId: managementId } = snapshot.organization;
  if (plan.options.accounts !== undefined) {
    yield {
      file: 'the command line',
      place: `--accounts ${plan.options.accounts}`,
      cause: 'the accounts of a snapshot are those of the organization itself',
      remedy: `leave --accounts out; to rehearse further accounts, declare them in ${file}`,
    };
  }
  if (management.accountId !== managementId) {
    yield {
      file,
      place: management.logicalName,
      cause: `its AccountId is ${management.accountId}, and the snapshot has the organization of ${managementId}`,
      remedy: 'give the organization file of that organization, or a snapshot of this one',
    };
  }
  if (plan.homeRegion !== snapshot.homeRegion) {
    yield {
      file: plan.parameters?.file ?? file,
      cause: `the home region is ${plan.homeRegion}, and that of the snapshot ${snapshot.homeRegion}`,
      remedy: 'take the snapshot again, with the parameters of today',
    };
  }
  const read = new Set(snapshot.regions);
  const { config, regions } = plan.options;
  const deployed = deployedRegionsOf(config.parameters, plan.parameters, regions);
  const unread = deployed.filter((region) => !read.has(region));
  if (unread.length > 0) {
    yield {
      file: regions ? 'the command line' : (plan.parameters?.file ?? file),
      cause: `${unread.join(', ')}: nothing is known of it, since the snapshot has ${snapshot.regions.join(', ')}`,
      remedy: 'take the snapshot again with these regions: npm run preflight -- --snapshot FILE',
    };
  }
}
