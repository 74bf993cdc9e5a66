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
});
