import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal, setParameters } from 'ofn-rehearse';
import { type OpenSessions, sessionsFor } from '../../organization/clients.ts';
import type { Credentials } from '../../organization/roles.ts';
import { placedStacks, wantedNames } from '../../preflight/names.ts';
import { runPreflight } from '../../preflight/preflight.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';
import { deploymentOf } from '../preflight/deployed-names.ts';
import { planted } from '../preflight/planted/index.ts';
import { declaring } from '../preflight/planted/organization-file.ts';
import type { World } from '../preflight/planted/world.ts';

const root = path.join(import.meta.dirname, '../..');
const tasksFile = path.join(root, 'organization-tasks.yml');
/** Which organization.yml includes. */
const policies = 'organization-policies.yml';
const regions = ['us-east-1', 'eu-west-1', 'me-south-1'];

/** Accounts that exist from the beginning. */
const present = {
  SecurityAccount: '222222222222',
  LogArchiveAccount: '333333333333',
  ProductionAccount: '444444444444',
  DevelopmentAccount: '555555555555',
  SandboxAccount: '666666666666',
  ClosedAccount: '777777777777',
};
const declares = Object.assign({}, ...planted.map((each) => each.declares ?? {}));
const ids = { ManagementAccount: '111111111111', ...present, ...declares };

async function worldOf(rehearsal: Rehearsal, regions: readonly string[]): Promise<World> {
  const { endpoint } = rehearsal.connection;
  const [homeRegion = ''] = regions;
  const outside = new Map<string, OpenSessions>();
  const wanted = wantedNames(placedStacks(deploymentOf(rehearsal, await listAccounts(rehearsal))));
  return {
    ids,
    clients: async (name, region = homeRegion) =>
      (await sessionsOf(rehearsal).open(ids[name] ?? '')).clients(region),
    wanted(type) {
      const found = wanted.find(
        (each) =>
          each.type === type &&
          (each.region ?? homeRegion) === homeRegion &&
          each.accountId === ids.SecurityAccount,
      );
      const other = wanted.find((each) => each.type === type && each.region === homeRegion);
      expect(found ?? other, type).not.to.equal(undefined);
      return (found ?? other) as NonNullable<typeof found>;
    },
    async stranger(name) {
      const accountId = ids[name] ?? '';
      const made = await rehearsal.aws.control('POST', '/accounts', {
        ...{ accountId, name, email: `${name.toLowerCase()}@example.com` },
      });
      const { credentials } = made as { credentials: Credentials };
      const caller = { accountId, partition: 'aws' };
      const sessions = sessionsFor(caller, { endpoint, homeRegion, credentials });
      outside.set(name, sessions);
      rehearsal.onClose(() => sessions.close());
      return (await sessions.open(accountId)).clients(homeRegion);
    },
    control: (method, resource, body) => rehearsal.aws.control(method, resource, body),
  };
}

describe('a preflight', () => {
  let rehearsal: Rehearsal;
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-planted-'));
  const organizationFile = path.join(folder, 'organization.yml');
  const text = readFileSync(path.join(root, 'organization.yml'), 'utf8');

  afterEach(() => rehearsal.close());
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('finds each collision that is planted, and no others', async () => {
    writeFileSync(organizationFile, declaring(text, present));
    copyFileSync(path.join(root, policies), path.join(folder, policies));
    rehearsal = await Rehearsal.open({ config, tasksFile, organizationFile, regions });
    const world = await worldOf(rehearsal, regions);
    for (const { plant } of planted) {
      await plant(world);
    }
    const parameters = Object.assign({}, ...planted.map((each) => each.parameters ?? {}));

    const { findings } = await runPreflight({
      ...{ tasksFile, organizationFile, sessions: sessionsOf(rehearsal) },
      organizationText: declaring(text, { ...present, ...declares }),
      parametersText: setParameters(rehearsal.parametersText ?? '', parameters),
    });

    const kinds = planted.flatMap((each) => each.kinds);
    expect(kinds.length).to.be.at.least(30);
    expect(findings.map(({ kind }) => kind).sort()).to.deep.equal([...kinds].sort());
  });
});
