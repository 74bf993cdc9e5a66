import { parseYaml } from 'ofn-rehearse';
import { type Branch, Resolver, type Template } from './intrinsics.ts';
import type { Resource } from './resources.ts';
import { asList } from './statement.ts';
import type { Policy, PolicyKind, RawStatement } from './types.ts';

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStatement = (value: unknown): value is RawStatement =>
  isMapping(value) && (value['Effect'] === 'Allow' || value['Effect'] === 'Deny');

const identityTypes =
  /^AWS::IAM::(Role|User|Group|Policy|ManagedPolicy|RolePolicy|UserPolicy|GroupPolicy)$/;

/** What kind of policy stands at this place. */
function kindOf(owner: string, path: readonly string[], statements: readonly RawStatement[]) {
  const isTrust = path.some((key) => /^AssumeRolePolicyDocument$/i.test(key));
  if (isTrust) {
    return 'trust';
  }
  if (owner === 'OC::ORG::ServiceControlPolicy') {
    return 'service-control';
  }
  if (identityTypes.test(owner)) {
    return 'identity';
  }
  const namesPrincipals = statements.some((raw) => 'Principal' in raw || 'NotPrincipal' in raw);

  // What a custom resource passes on is judged by what it looks like.
  return namesPrincipals ? 'resource' : 'identity';
}

/** A permission of a function as the statement that Lambda makes of it. */
function permission(properties: Mapping): RawStatement {
  const sourceKeys = {
    ArnLike: { 'aws:SourceArn': properties['SourceArn'] },
    StringEquals: {
      'aws:SourceAccount': properties['SourceAccount'],
      'aws:PrincipalOrgID': properties['PrincipalOrgID'],
    },
  };
  const Condition = Object.fromEntries(
    Object.entries(sourceKeys)
      .map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)),
      ])
      .filter(([, keys]) => Object.keys(keys as object).length > 0),
  );
  const name = String(properties['Principal']);
  const functionName = String(properties['FunctionName']);
  const arn = functionName.startsWith('arn:')
    ? functionName
    : `arn:aws:lambda:eu-west-1:111111111111:function:${functionName}`;
  return {
    Effect: 'Allow',
    Principal: name === '*' ? '*' : { [/\.amazonaws\.com$/.test(name) ? 'Service' : 'AWS']: name },
    Action: properties['Action'],
    Resource: arn,
    Condition,
  };
}

/** All policies of a value, wherever they are: as documents, as JSON, in templates within. */
class Collector {
  readonly policies: Policy[] = [];
  readonly #stack: string;
  readonly #branch: Branch;

  constructor(stack: string, branch: Branch) {
    this.#stack = stack;
    this.#branch = branch;
  }

  add(owner: string, path: readonly string[], statements: readonly RawStatement[]): void {
    const kind: PolicyKind = kindOf(owner, path, statements);
    this.policies.push({ place: [this.#stack, ...path].join(' '), kind, owner, statements });
  }

  visit(owner: string, path: readonly string[], value: unknown): void {
    if (typeof value === 'string') {
      this.#visitText(owner, path, value);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        this.visit(owner, [...path, String(index)], item);
      }
    } else if (isMapping(value)) {
      const statements = asList(value['Statement']).filter(isStatement);
      if (statements.length > 0) {
        this.add(owner, path, statements);
      } else {
        for (const [key, item] of Object.entries(value)) {
          this.visit(owner, [...path, key], item);
        }
      }
    }
  }

  #visitText(owner: string, path: readonly string[], text: string): void {
    if (/^\s*\{[\s\S]*"Statement"/.test(text)) {
      this.visit(owner, path, JSON.parse(text));
    } else if (/^Resources:/m.test(text)) {
      const place = [this.#stack, ...path].join(' ');
      this.policies.push(...policiesOf(place, parseYaml(place, text).value, this.#branch));
    }
  }
}

function policiesOf(stack: string, template: Template, branch: Branch): Policy[] {
  const resolver = new Resolver(template, branch);
  const collector = new Collector(stack, branch);
  for (const [id, resource] of Object.entries(template.Resources ?? {})) {
    const { Type } = resource as Resource;
    const properties = resolver.resolve(resource.Properties ?? {}) as Mapping;
    if (Type === 'AWS::Lambda::Permission') {
      collector.add(Type, [id], [permission(properties)]);
    } else {
      collector.visit(Type, [id], properties);
    }
  }
  return collector.policies;
}

/**
 * Every policy of a template, as it is deployed when all conditions hold, and
 * when none does: a policy that both have is there once.
 *
 * @param stack what findings call the template
 */
export function templatePolicies(stack: string, template: Template): Policy[] {
  const both = ([0, 1] as const).flatMap((branch) => policiesOf(stack, template, branch));
  return [...new Map(both.map((policy) => [JSON.stringify(policy), policy])).values()];
}

/** The service control policies of a file that org-formation includes in the organization. */
export function organizationPolicies(
  file: string,
  resources: Readonly<Record<string, Resource>>,
): Policy[] {
  return templatePolicies(file, { Resources: resources });
}
