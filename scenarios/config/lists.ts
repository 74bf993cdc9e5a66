import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isActive } from '../../organization/accounts.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { packsIn, rulesIn } from './rules-in.ts';

const rulesFile = 'templates/config-rules/rules.yml';
const packsFile = 'templates/conformance-packs/packs.yml';

const addedRule = `
- name: rehearsed-rule
  identifier: S3_BUCKET_VERSIONING_ENABLED
  description: Buckets keep what was overwritten
`;
const addedPack = `
- name: rehearsed-pack
  file: ./packs/security-services.yml
`;

export const listsComeAndGo: Scenario = {
  capability: 'config-rules',
  name: 'deploys a rule and a pack added to their lists to every account, removes them again, and changes nothing else',
  fromAccounts: 20,
  applies: (world) =>
    hasType(world, 'AWS::Config::OrganizationConfigRule') &&
    hasType(world, 'AWS::Config::OrganizationConformancePack'),
  async run(world) {
    const folder = path.dirname(world.rehearsal.plan.tasks.file);
    const rules = readFileSync(path.join(folder, rulesFile), 'utf8');
    const packs = readFileSync(path.join(folder, packsFile), 'utf8');
    const places = await placesOf(world);

    // One of the list is changed, too, where it is as it was.
    const changed = rules.replace(/maxAccessKeyAge: '?90'?/, "maxAccessKeyAge: '89'");
    const touched = await perform(world, changed + addedRule, packs + addedPack);
    requireSame('places with the added rule and pack', await having(world, places), places);
    requireSame('stacks that a rule and a pack touch', touched, stacksOf(world));

    const touchedAgain = await perform(world, rules, packs);
    requireSame('places with the removed rule or pack', await having(world, places), []);
    requireSame('stacks that their removal touches', touchedAgain, stacksOf(world));
    return `in ${places.length} places and away again, by ${touched.length} stacks of the security account`;
  },
};

/** All governed places of up to ten accounts: the others get theirs in the same way. */
async function placesOf({ accounts, settings }: World): Promise<string[]> {
  const active = (await accounts()).filter(isActive).slice(0, 10);
  return active.flatMap(({ id }) => settings.governedRegions.map((region) => `${id}/${region}`));
}

async function having(world: World, places: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const place of places) {
    const [accountId = '', region = ''] = place.split('/');
    const names = [
      ...(await rulesIn(world, accountId, region)),
      ...(await packsIn(world, accountId, region)),
    ];
    const own = names.filter((name) => name.includes('-rehearsed-'));
    if (own.length === 2) {
      found.push(place);
    } else if (own.length === 1) {
      found.push(`${place} (${own[0]} alone)`);
    }
  }
  return found;
}

/** The stacks that hold rules and packs: one of each in each governed region. */
const stacksOf = ({ settings }: World): string[] =>
  settings.governedRegions.flatMap((region) =>
    ['config-rules', 'conformance-packs'].map(
      (name) => `${settings.resourcePrefix}-${name} in ${settings.securityAccountId}/${region}`,
    ),
  );

/** @returns the stacks that had anything to do */
async function perform({ rehearsal }: World, rules: string, packs: string): Promise<string[]> {
  const { next } = await rehearsal.aws.events();
  const result = await rehearsal.perform({
    files: { [rulesFile]: rules, [packsFile]: packs },
    match: '{Config*,ConformancePacks}/**',
  });
  await rehearsal.requireSuccess(result);
  const { events } = await rehearsal.aws.events(next);
  const stacks = events
    .filter(({ kind }) => kind === 'stack' || kind === 'resource')
    .map(({ stack, account, region }) => `${stack} in ${account}/${region}`);
  return [...new Set(stacks)];
}
