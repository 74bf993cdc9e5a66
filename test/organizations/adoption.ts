import { expect } from 'chai';
import { type LedgerCell, type PlayedScenario, playOne } from 'ofn-rehearse';
import type { ExistingOrganization } from '../../scenarios/organizations/existing.ts';
import {
  type Origin,
  type Played,
  playOrganization,
} from '../../scenarios/organizations/play/play.ts';

/** The tests of one organization: what preflight says of it, and what its adoption leaves. */
export function describeAdoption(
  name: string,
  existing: ExistingOrganization,
  origin: Origin = 'seed',
): void {
  const from = origin === 'seed' ? '' : ', restored from a snapshot';
  describe(`an organization: ${existing.title}${from}`, () => {
    let played: Played;

    before(async () => {
      played = await explained(name, existing, origin);
    });

    it('is judged: exactly these obstacles, each with its setting', () => {
      const found = played.first.findings.map(({ kind, level, places, settings }) => ({
        ...{ kind, level, places },
        ...(settings && { settings }),
      }));

      expect(found).to.have.deep.members(existing.findings);
    });

    it('is not changed by the preflight', () => {
      expect(played.writes).to.deep.equal([]);
    });

    it('is deployed to once these settings are made', () => {
      const left = played.second.findings.filter(({ level }) => level === 'no-go');

      expect(left).to.deep.equal([]);
      expect(played.performed.exitCode).to.equal(0);
      expect(played.performed.tasks.filter(({ outcome }) => outcome !== 'succeeded')).to.be.empty;
    });

    it('still has everything that was there, as it was', () => {
      expect(played.changes).to.deep.equal([]);
    });

    it('has the holes in its ledger that it really has', () => {
      expect(holesIn(played.ledger)).to.have.members(existing.holes);
      const { service, reason } = existing.shown ?? {};
      for (const cell of played.ledger.filter((one) => one.service === service)) {
        expect(cell.reason).to.match(reason ?? /^$/);
      }
    });
  });
}

/** @throws with the file that says what was called, when the play fails */
async function explained(
  name: string,
  existing: ExistingOrganization,
  origin: Origin,
): Promise<Played> {
  let played: Played | undefined;
  const scenario = {
    capability: 'organizations',
    name: `adopts ${existing.title}, of a ${origin}`,
    // What it calls is in an embedded AWS of its own.
    isolated: true as const,
    again: `npm test -- test/${origin === 'seed' ? 'organizations' : 'end-to-end'}/${name}.test.ts`,
  };
  const none = { calls: () => Promise.resolve({ complete: true, calls: [] }) };
  const result: PlayedScenario = await playOne(none, scenario, async () => {
    played = await playOrganization(existing, origin);
    return '';
  });
  if (!played) {
    throw new Error(`${result.detail}; all calls: ${result.log}`);
  }
  return played;
}

function holesIn(cells: readonly LedgerCell[]): string[] {
  const holes = cells.filter(({ ok }) => !ok);
  const groups = Map.groupBy(holes, ({ name, actual }) => `${name} ${actual}`);
  return [...groups].map(([what, its]) => {
    const services = [...new Set(its.map(({ service }) => service))].sort();
    return `${what}: ${services.join(', ')}`;
  });
}
