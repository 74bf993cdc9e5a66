import type { StackSnapshot } from 'ofn-rehearse';
import { parseYaml } from 'ofn-rehearse';

/**
 * Where CloudFormation finds the code of a function, AWS Config the template of a pack, or AWS
 * CodeBuild the source of a project.
 */
export interface CodeObject {
  readonly Bucket: string;
  readonly Key: string;
}

interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly stack: Pick<StackSnapshot, 'StackName' | 'StackId' | 'Parameters'>;
}

/**
 * The objects with code of the functions, templates of the packs, and sources of the projects of AWS
 * CodeBuild that a template declares. Values are resolved as far as parameters and pseudo parameters
 * do it; what depends on more is left out.
 * @throws Problem when the template is not YAML
 */
export function codeObjectsOf(text: string, scope: Scope): CodeObject[] {
  const { Resources } = parseYaml(scope.stack.StackName, text).value;
  return Object.values(mapOf(Resources)).flatMap((resource) => {
    const { Type, Properties } = mapOf(resource);
    const { Code, Source, TemplateS3Uri } = mapOf(Properties);
    const { S3Bucket, S3Key } = mapOf(Code);
    if (Type === 'AWS::Lambda::Function') {
      return objectOf(resolve(S3Bucket, scope), resolve(S3Key, scope));
    }
    if (Type === 'AWS::Config::OrganizationConformancePack') {
      return objectAt(resolve(TemplateS3Uri, scope)?.replace(/^s3:\/\//, ''));
    }
    if (Type === 'AWS::CodeBuild::Project' && mapOf(Source)['Type'] === 'S3') {
      return objectAt(resolve(mapOf(Source)['Location'], scope));
    }
    return [];
  });
}

/** Of `bucket/key`. */
function objectAt(place: string | undefined): CodeObject[] {
  const [, bucket, key] = /^([^/]+)\/(.+)$/.exec(place ?? '') ?? [];
  return objectOf(bucket, key);
}

const objectOf = (Bucket: string | undefined, Key: string | undefined): CodeObject[] =>
  Bucket === undefined || Key === undefined ? [] : [{ Bucket, Key }];

function resolve(value: unknown, scope: Scope): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const { Ref, 'Fn::Sub': sub } = mapOf(value);
  if (typeof Ref === 'string') {
    return referenced(Ref, scope);
  }
  const [text, variables] = Array.isArray(sub) ? sub : [sub];
  return typeof text === 'string' ? substituted(text, mapOf(variables), scope) : undefined;
}

function substituted(
  text: string,
  variables: Readonly<Record<string, unknown>>,
  scope: Scope,
): string | undefined {
  const found = (name: string): string | undefined =>
    name in variables ? resolve(variables[name], scope) : referenced(name, scope);
  const names = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name);
  return names.every((name) => found(name) !== undefined)
    ? text.replace(/\$\{([^}]+)\}/g, (_, name: string) => found(name) ?? '')
    : undefined;
}

function referenced(name: string, { accountId, region, stack }: Scope): string | undefined {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': stack.StackId.split(':')[1] ?? 'aws',
    'AWS::StackName': stack.StackName,
  };
  return pseudo[name] ?? stack.Parameters[name];
}

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
