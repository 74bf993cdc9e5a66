import type { Snapshot } from './format.ts';

/** Something that a snapshot lacks, or has in another shape. */
export interface Misshapen {
  /** The path of it, such as `accounts.2.Id`. */
  readonly place: string;
  readonly cause: string;
}

type Kind =
  | 'a text'
  | 'an account id'
  | 'a list'
  | 'a list of texts'
  | 'a map'
  | 'a map of texts'
  | 'JSON';
type Fields = Readonly<Record<string, Kind>>;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const is: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  'a text': isText,
  'an account id': (value) => isText(value) && /^\d{12}$/.test(value),
  'a list': Array.isArray,
  'a list of texts': (value) => Array.isArray(value) && value.every(isText),
  'a map': isMap,
  'a map of texts': (value) => isMap(value) && Object.values(value).every(isText),
  JSON: (value) => isText(value) && isJson(value),
};

const required: Fields = {
  takenAt: 'a text',
  homeRegion: 'a text',
  regions: 'a list of texts',
  caller: 'a map',
  organization: 'a map',
  accounts: 'a list',
  stackSets: 'a list',
};

const organization: Fields = {
  Id: 'a text',
  MasterAccountId: 'an account id',
  MasterAccountEmail: 'a text',
  rootId: 'a text',
  policyTypes: 'a list',
  units: 'a list',
  policies: 'a list',
  trustedServices: 'a list of texts',
  delegatedAdministrators: 'a list',
  handshakes: 'a list',
  unread: 'a map',
};

const account: Fields = {
  Id: 'an account id',
  Name: 'a text',
  Email: 'a text',
  state: 'a text',
  parentId: 'a text',
  tags: 'a map of texts',
  regionOptStatus: 'a map of texts',
  roles: 'a list',
  buckets: 'a list',
  places: 'a list',
  unread: 'a map',
};

const place: Fields = {
  region: 'a text',
  stacks: 'a list',
  trails: 'a list',
  recorders: 'a list',
  deliveryChannels: 'a list',
  aggregators: 'a list',
  analyzers: 'a list',
  named: 'a map',
  quotas: 'a map',
  unread: 'a map',
};

const stack: Fields = {
  StackName: 'a text',
  StackId: 'a text',
  StackStatus: 'a text',
  Parameters: 'a map of texts',
  Outputs: 'a map of texts',
  Tags: 'a map of texts',
  resources: 'a list',
};

const state: Fields = { bucket: 'a text', key: 'a text', body: 'JSON' };

/**
 * What is missing in a snapshot, or has another shape, and what refers to something that is not in
 * it. A snapshot that was edited has
 * such mistakes; one as it was written has none.
 */
export function shapeOf(value: object): Misshapen[] {
  const wrong = [...missing(value, required, '')];
  if (wrong.length > 0) {
    return wrong;
  }
  const snapshot = value as Snapshot;
  wrong.push(...missing(snapshot.organization, organization, 'organization.'));
  if (snapshot.state !== undefined) {
    wrong.push(...missing(snapshot.state, state, 'state.'));
  }
  for (const [index, each] of snapshot.accounts.entries()) {
    wrong.push(...inAccount(each, `accounts.${index}.`));
  }
  return wrong.length > 0 ? wrong : [...dangling(snapshot)];
}

function* inAccount(value: unknown, path: string): Iterable<Misshapen> {
  const wrong = [...missing(value, account, path)];
  yield* wrong;
  for (const [index, each] of wrong.length > 0 ? [] : placesOf(value).entries()) {
    const misplaced = [...missing(each, place, `${path}places.${index}.`)];
    yield* misplaced;
    for (const [number, one] of misplaced.length > 0 ? [] : stacksOf(each).entries()) {
      yield* missing(one, stack, `${path}places.${index}.stacks.${number}.`);
    }
  }
}

const placesOf = (value: unknown): unknown[] => (value as { places: unknown[] }).places;
const stacksOf = (value: unknown): unknown[] => (value as { stacks: unknown[] }).stacks;

function* missing(value: unknown, fields: Fields, path: string): Iterable<Misshapen> {
  if (!isMap(value)) {
    yield { place: path.slice(0, -1), cause: 'it is not a map' };
    return;
  }
  for (const [name, kind] of Object.entries(fields)) {
    const found = value[name];
    if (!is[kind](found)) {
      const cause = found === undefined ? 'it is missing' : `it is not ${kind}`;
      yield { place: `${path}${name}`, cause };
    }
  }
}

/** References between the parts. */
function* dangling(snapshot: Snapshot): Iterable<Misshapen> {
  const { organization, accounts, stackSets, templates = {}, code = {}, archives = {} } = snapshot;
  const parents = new Set([organization.rootId, ...organization.units.map(({ Id }) => Id)]);
  if (!accounts.some(({ Id }) => Id === organization.MasterAccountId)) {
    yield { place: 'accounts', cause: `${organization.MasterAccountId} is missing` };
  }
  for (const { Id, parentId } of [...accounts, ...organization.units]) {
    if (!parents.has(parentId)) {
      yield { place: `parentId of ${Id}`, cause: `${parentId} is not a unit of the snapshot` };
    }
  }
  const stacks = accounts.flatMap(({ places }) => places.flatMap((each) => each.stacks));
  for (const { template } of [...stacks, ...stackSets]) {
    if (template !== undefined && templates[template] === undefined) {
      yield { place: `templates.${template}`, cause: 'it is missing' };
    }
  }
  for (const [object, archive] of Object.entries(code)) {
    if (archives[archive] === undefined) {
      yield { place: `archives.${archive}`, cause: `it is missing, and the code of ${object}` };
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
