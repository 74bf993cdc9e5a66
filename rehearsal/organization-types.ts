/** What org-formation 1.0.17 accepts in the Organization section. */
export const MANAGEMENT = 'OC::ORG::MasterAccount';
export const ACCOUNT = 'OC::ORG::Account';
export const UNIT = 'OC::ORG::OrganizationalUnit';
export const POLICY = 'OC::ORG::ServiceControlPolicy';
export const ROOT = 'OC::ORG::OrganizationRoot';
export const PASSWORD_POLICY = 'OC::ORG::PasswordPolicy';

interface OrganizationType {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** The types that a property refers to. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

const ofAccounts = [
  'Alias',
  'BuildAccessRoleName',
  'OrganizationAccessRoleName',
  'PartitionAccountId',
  'PartitionAlias',
  'PasswordPolicy',
  'ServiceControlPolicies',
  'SupportLevel',
  'Tags',
];
const referencesOfAccounts = {
  ServiceControlPolicies: [POLICY],
  PasswordPolicy: [PASSWORD_POLICY],
};

/** @see https://github.com/org-formation/org-formation-cli/tree/v1.0.17/src/parser/model */
export const organizationTypes: Readonly<Record<string, OrganizationType>> = {
  [ACCOUNT]: {
    required: ['AccountName'],
    optional: ['AccountId', 'RootEmail', ...ofAccounts],
    references: referencesOfAccounts,
  },
  [MANAGEMENT]: {
    required: ['AccountName', 'AccountId'],
    optional: ['RootEmail', ...ofAccounts],
    references: referencesOfAccounts,
  },
  [UNIT]: {
    required: ['OrganizationalUnitName'],
    optional: ['Accounts', 'OrganizationalUnits', 'ServiceControlPolicies'],
    references: {
      Accounts: [ACCOUNT, MANAGEMENT],
      OrganizationalUnits: [UNIT],
      ServiceControlPolicies: [POLICY],
    },
  },
  [POLICY]: { required: ['PolicyName', 'PolicyDocument'], optional: ['Description', 'Tags'] },
  [ROOT]: {
    required: [],
    optional: [
      'CloseAccountsOnRemoval',
      'DefaultBuildAccessRoleName',
      'DefaultDevelopmentBuildAccessRoleName',
      'DefaultOrganizationAccessRoleName',
      'MirrorInPartition',
      'ServiceControlPolicies',
    ],
    references: { ServiceControlPolicies: [POLICY] },
  },
  [PASSWORD_POLICY]: {
    required: [],
    optional: [
      'AllowUsersToChangePassword',
      'MaxPasswordAge',
      'MinimumPasswordLength',
      'PasswordReusePrevention',
      'RequireLowercaseCharacters',
      'RequireNumbers',
      'RequireSymbols',
      'RequireUppercaseCharacters',
    ],
  },
};

export const isAccount = ({ type }: { readonly type: string }): boolean =>
  type === ACCOUNT || type === MANAGEMENT;
