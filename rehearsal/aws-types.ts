export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason?: string;
}

export interface Stack {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly resources: StackResource[];
}

/** Something that happened in the embedded AWS, in order. */
export interface AwsEvent {
  readonly sequence: number;
  readonly time: number;
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  readonly [more: string]: unknown;
}

export interface SeedAccount {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  /** Optional. Default: that of the organization. */
  readonly accessRoleName?: string;
}

export interface Seed {
  readonly managementAccountId: string;
  readonly managementName: string;
  readonly managementEmail: string;
  /** The role of the accounts that admits the management account. */
  readonly accessRoleName: string;
  readonly accounts: SeedAccount[];
}

/** Whether a resource complies with a rule of AWS Config, as its evaluation would say. */
export interface Evaluation {
  readonly accountId: string;
  readonly region: string;
  /** The name of the rule in the account, or of the organization rule that it comes from. */
  readonly rule: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  readonly annotation?: string;
}

/** What became of an evaluation: an event only when the compliance of the resource changed. */
export interface Evaluated {
  readonly configRuleName: string;
  readonly changed: boolean;
  readonly eventId: string | null;
  readonly deliveries: {
    readonly rule: string;
    readonly target: string;
    readonly outcome: string;
  }[];
}

/** How far the restoration of a snapshot is. */
export interface Restoration {
  readonly done: boolean;
  readonly error: string | null;
  readonly stacks: { readonly made: number; readonly of: number };
  readonly last: string | null;
  readonly warnings: readonly string[];
}

export interface SeededOrganization {
  readonly organizationId: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}
