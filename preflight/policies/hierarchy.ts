import type { OrganizationSnapshot, PolicySnapshot } from 'ofn-rehearse';
import { type Statement, statementsOf } from './statements.ts';

/** A policy with its statements. */
export interface ReadPolicy {
  readonly id: string;
  readonly name: string;
  /** The document, as JSON. */
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** The root, a unit or an account, with the policies that are attached to it. */
export interface Level {
  readonly targetId: string;
  readonly policies: readonly ReadPolicy[];
}

export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** What applies to accounts, by way of the units that they are in. */
export class Hierarchy {
  readonly #organization: OrganizationSnapshot;
  readonly #policies: ReadonlyMap<string, readonly ReadPolicy[]>;
  readonly #isEnabled: boolean;

  constructor(organization: OrganizationSnapshot, type: PolicyType) {
    this.#organization = organization;
    this.#isEnabled = organization.policyTypes.some(
      ({ Type, Status }) => Type === type && Status === 'ENABLED',
    );
    const attached = organization.policies
      .filter(({ Type }) => Type === type)
      .flatMap((policy) => {
        const read = readPolicy(policy);
        return policy.targets.map((target) => ({ target, read }));
      });
    this.#policies = new Map(
      [...Map.groupBy(attached, ({ target }) => target)].map(([target, entries]) => [
        target,
        entries.map(({ read }) => read),
      ]),
    );
  }

  /**
   * The levels from the account up to the root; none for the management account, which these
   * policies do not affect.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
   */
  levelsOf(account: { readonly Id: string; readonly parentId: string }): Level[] {
    const { MasterAccountId, units } = this.#organization;
    if (!this.#isEnabled || account.Id === MasterAccountId) {
      return [];
    }
    const targets = [account.Id];
    let parent: string | undefined = account.parentId;
    while (parent !== undefined && !targets.includes(parent)) {
      targets.push(parent);
      parent = units.find(({ Id }) => Id === parent)?.parentId;
    }
    return targets.map((targetId) => ({ targetId, policies: this.#policies.get(targetId) ?? [] }));
  }
}

export const readPolicy = ({
  Id,
  Name,
  Content,
}: Pick<PolicySnapshot, 'Id' | 'Name' | 'Content'>): ReadPolicy => ({
  id: Id,
  name: Name,
  text: Content,
  statements: Content === '' ? [] : statementsOf(Content),
});
