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
  /** The capabilities that are deployed: folders of templates. */
  readonly capabilities: ReadonlySet<string>;
  /** What the templates name, and where: see names.ts. */
  readonly wanted: readonly WantedName[];
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
}

/** Finds what is wrong of some kinds. Pure: everything is in the subject. */
export type Check = (subject: Subject) => Iterable<Finding>;
