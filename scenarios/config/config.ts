import { newcomers } from '../newcomers/newcomers.ts';
import { ownRecorderName } from '../newcomers/own-recorder.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { recordings, recordsIam } from './recorders.ts';
import { rulesIn } from './rules-in.ts';

const applies: Scenario['applies'] = (world) => hasType(world, 'Custom::ConfigRecorders');

export const recordsEverywhereOnce: Scenario = {
  capability: 'config-recorder',
  name: 'records in every account and governed region with one recorder, and IAM in one region only',
  applies,
  async run(world) {
    const places = await recordings(world, await world.accounts());
    const wrong = places.filter(
      ({ recorders, recording, channels }) =>
        recorders.length !== 1 || channels !== 1 || !recording,
    );
    requireSame('places without exactly one recorder that records', wrong.map(nameOf), []);

    const iam = places.filter(({ recorders }) => recorders.some(recordsIam));
    const expected = places.filter(({ region }) => region === world.settings.globalConfigRegion);
    requireSame('places that record IAM', iam.map(nameOf), expected.map(nameOf));
    return `${places.length} places, ${iam.length} of them, in ${world.settings.globalConfigRegion}, record IAM`;
  },
};

const nameOf = ({ account, region }: { account: { name: string }; region: string }): string =>
  `${account.name}/${region}`;

export const stacksStayFew: Scenario = {
  capability: 'config-recorder',
  name: 'adds at most two stacks to an account and region',
  applies,
  async run({ stacks, settings }) {
    const { resourcePrefix, securityAccountId, logArchiveAccountId } = settings;
    const own = stacks.filter(({ name }) => isOfConfig(name.slice(resourcePrefix.length + 1)));
    const counts = new Map<string, number>();
    for (const { account, region } of own) {
      const place = `${account}/${region}`;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    // The two hold what there is once for the whole organization.
    const central = [securityAccountId, logArchiveAccountId];
    const many = [...counts].filter(
      ([place, count]) => count > 2 && !central.includes(place.slice(0, 12)),
    );
    if (many.length > 0) {
      throw new Error(`expected two stacks or fewer a place, got ${many.join(' ')}`);
    }
    return `${own.length} stacks in ${counts.size} places, ${(own.length / counts.size).toFixed(2)} each`;
  },
};

const isOfConfig = (name: string): boolean => /^(config|conformance-packs)(-|$)/.test(name);

export const adoptedAccountKeepsRecorder: Scenario = {
  capability: 'config-recorder',
  name: 'keeps the recorder of an adopted account, and evaluates the account all the same',
  order: 7,
  applies: (world) => applies(world) && hasType(world, 'AWS::Config::OrganizationConfigRule'),
  async run(world) {
    const { adopted, fresh } = await newcomers(world);
    const places = await recordings(world, [adopted, fresh]);
    const names = places.map(
      ({ account, recorders }) => `${account.name}: ${recorders.map(({ name }) => name).join()}`,
    );
    requireSame(
      'recorders of newcomers',
      names,
      places.map(({ account }) =>
        account === adopted ? `${adopted.name}: ${ownRecorderName}` : `${fresh.name}: default`,
      ),
    );
    const missing = await withoutRules(world, adopted.id);
    requireSame('regions of the adopted account without organization rules', missing, []);
    return `${adopted.name} records with ${ownRecorderName}, ${fresh.name} with default; both are judged`;
  },
};

async function withoutRules(world: World, accountId: string): Promise<string[]> {
  const missing: string[] = [];
  for (const region of world.settings.governedRegions) {
    if ((await rulesIn(world, accountId, region)).length === 0) {
      missing.push(region);
    }
  }
  return missing;
}
