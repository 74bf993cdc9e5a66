import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { expectedState, regionsOf } from '../../coverage/expected.ts';
import { selectRows } from '../../coverage/plan.ts';
import type { Row } from '../../coverage/types.ts';
import { settings } from '../doubles/organization.ts';

const services = (rows: readonly Row[]) => rows.map(({ service }) => service);

const readers = path.join(import.meta.dirname, '../../coverage/checks');

describe('expected state', () => {
  it('has each row that stands beside a reader', () => {
    const declared = globSync('*.ts', { cwd: readers }).flatMap((file) =>
      Array.from(
        readFileSync(path.join(readers, file), 'utf8').matchAll(
          /: Row = \{\n {2}service: '([a-z-]+)'/g,
        ),
        ([, service = '']) => service,
      ),
    );

    expect(services(expectedState)).to.have.members(declared);
  });

  it('has for each row what to do when it is off, with commands of AWS', () => {
    const lacking = expectedState.filter(({ repair }) => !/`[^`]+`|\.md/.test(repair));

    expect(services(lacking)).to.deep.equal([]);
  });

  it('names files and parts of pages that there are, where it says what to do', () => {
    const root = path.join(import.meta.dirname, '../..');
    const named = expectedState.flatMap(({ repair }) => [
      ...repair.matchAll(/([\w/-]+\.md)(?:, ([A-Z][\w ]+))?/g),
    ]);
    const missing = named.filter(([, file = '', part]) => {
      const page = readFileSync(path.join(root, file), 'utf8');
      return part !== undefined && !new RegExp(`^#+ ${part}$`, 'm').test(page);
    });

    expect(named).to.have.length.above(20);
    expect(missing.map(([text]) => text)).to.deep.equal([]);
  });

  it('names each service once, in kebab case', () => {
    const names = services(expectedState);

    expect(new Set(names).size).to.equal(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).to.deep.equal([]);
  });

  it('has no organization rows of GuardDuty when membership is by invitation', () => {
    const organization = services(selectRows(expectedState, settings));
    const invitation = services(
      selectRows(expectedState, { ...settings, guardDutyMembership: 'invitation' }),
    );

    expect(organization.filter((name) => !invitation.includes(name))).to.deep.equal([
      'guard-duty-administrator',
      'guard-duty-auto-enable',
    ]);
  });

  it('does not look for trusted access that is not wanted', () => {
    const rows = selectRows(expectedState, {
      ...settings,
      trustedAccessPrincipals: [],
      delegatedAdministratorPrincipals: [],
    });

    expect(services(rows)).to.not.include.members(['trusted-access', 'delegated-administrator']);
  });

  it('does not look for rules and packs that are not there', () => {
    const entry = { name: 'a', global: false, excludedAccountIds: [], excludedRegions: [] };
    const without = services(selectRows(expectedState, settings));
    const whole = services(
      selectRows(expectedState, { ...settings, configRules: [entry], conformancePacks: [entry] }),
    );

    expect(whole.filter((name) => !without.includes(name))).to.deep.equal([
      'config-rules',
      'conformance-packs',
    ]);
  });

  it('reads rows of the home region there, and the others in every governed region', () => {
    const regions = new Map(expectedState.map((row) => [row.service, regionsOf(row, settings)]));

    expect(regions.get('trusted-access')).to.deep.equal(['us-east-1']);
    expect(regions.get('guard-duty')).to.deep.equal(['us-east-1', 'eu-west-1']);
  });

  it('looks for sign-ins where AWS reports them to its global page, too', () => {
    const rows = new Map(expectedState.map((row) => [row.service, regionsOf(row, settings)]));

    for (const service of ['sign-ins', 'undelivered']) {
      expect(rows.get(service)).to.deep.equal(settings.signInRegions);
    }
  });
});
