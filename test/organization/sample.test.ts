import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly ServiceControlPolicies?: readonly unknown[] };
}

const root = path.join(import.meta.dirname, '../..');

describe('the organization of the sample', () => {
  it('attaches no policy to the root, where an invited account makes its access role', () => {
    const { Organization } = readYaml(path.join(root, 'organization.yml')).value as {
      Organization: Record<string, Resource>;
    };
    const bound = Object.entries(Organization)
      .filter(([, { Properties }]) => Properties?.ServiceControlPolicies)
      .map(([id, { Type }]) => ({ id, Type }));

    // Those of this project deny creating a role of that name in the units that they are attached to.
    expect(bound.length).to.be.above(0);
    expect(bound.map(({ Type }) => Type)).to.not.include('OC::ORG::OrganizationRoot');
  });

  it('tolerates what its own scans are denied, in the alarm on denied calls', () => {
    const { governedRegions, auditParallel, alarmThresholds } = readYaml(
      path.join(root, 'organization-parameters.yml'),
    ).value as {
      governedRegions: readonly string[];
      auditParallel: number;
      alarmThresholds: readonly string[];
    };
    const threshold = alarmThresholds
      .map((text) => /^unauthorized-api-calls=(\d+)/.exec(text)?.[1])
      .find((count) => count !== undefined);

    // templates/trail-alarms/README.md has the measurement.
    expect(Number(threshold)).to.be.above(governedRegions.length * auditParallel * 1.5);
  });
});
