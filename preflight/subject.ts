import type { Snapshot, YamlFile } from 'ofn-rehearse';
import type { DeclaredAccounts } from '../organization/organization-file.ts';
import type { Settings } from '../organization/types.ts';
import type { Finding } from './finding.ts';

/** What is judged: an organization as it is, and what is to be deployed to it. */
export interface Subject {
  readonly snapshot: Snapshot;
  readonly parameters: YamlFile;
  /** Undefined while an account with a part to play is still to be made. */
  readonly settings: Settings | undefined;
  readonly declared: DeclaredAccounts;
  /** The role that org-formation assumes in the accounts. Default: the one that was assumed. */
  readonly deployingRole?: string;
  /** The capabilities that are deployed: folders of templates. */
  readonly capabilities: ReadonlySet<string>;
  /** The root task of each capability. */
  readonly includes?: ReadonlyMap<string, Include>;
  /** What the templates name, and where: see names.ts. */
  readonly wanted: readonly WantedName[];
  /** The stacks that are deployed, and where: see names.ts. */
  readonly stacks: readonly PlacedStack[];
  /** The policies that the organization file attaches. */
  readonly policies: readonly DeclaredPolicy[];
}

/** A root task that includes a capability. */
export interface Include {
  readonly name: string;
  /** The task file. */
  readonly file: string;
  /** Whether org-formation deploys what has not changed, too. */
  readonly isForced: boolean;
}

/** A stack in an account and region, with what it creates. */
export interface PlacedStack {
  readonly capability: string;
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly resources: readonly PlacedResource[];
}

export interface PlacedResource {
  readonly logicalId: string;
  /** The CloudFormation type. */
  readonly type: string;
  /** Where the template gives one, and names of the type are unique: see names.ts. */
  readonly name: string | undefined;
  /** The properties that the template sets. */
  readonly properties: readonly string[];
  /** Whether it stays when its stack is deleted. Default: false. */
  readonly outlives?: boolean;
}

/** A service control policy of the organization file. */
export interface DeclaredPolicy {
  readonly logicalName: string;
  /** `PolicyName`, by which org-formation finds it again. */
  readonly name: string;
  /** The document, as JSON. */
  readonly content: string;
  readonly targets: readonly DeclaredTarget[];
}

/** The root, a unit or an account to which a policy is attached. */
export interface DeclaredTarget {
  readonly logicalName: string;
  readonly kind: 'root' | 'unit' | 'account';
  /** Of a unit, the names of the units that it is in, from the root down, and its own; else empty. */
  readonly path: readonly string[];
  /** Every account that is it, or is in it or below it, by id. */
  readonly accountIds: readonly string[];
}

/** A resource whose name a template gives, so that it can be taken. */
export interface WantedName {
  /** The CloudFormation type. */
  readonly type: string;
  readonly name: string;
  readonly capability: string;
  readonly logicalId: string;
  readonly accountId: string;
  /** Undefined for what is global in its account. */
  readonly region: string | undefined;
  /** The stack that is to have it. */
  readonly stackName: string;
  /** Whether it stays when that is deleted. Default: false. */
  readonly outlives?: boolean;
}

/** Finds what is wrong of some kinds. Pure: everything is in the subject. */
export type Check = (subject: Subject) => Iterable<Finding>;
