import type { StackSnapshot } from 'ofn-rehearse';
import { parseYaml } from 'ofn-rehearse';

/** Where CloudFormation finds the code of a function. */
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
 * The objects with code of the functions that a template declares. Values are resolved as far as
 * parameters and pseudo parameters do it; a function whose object depends on more is left out.
 * @throws Problem when the template is not YAML
 */
export function codeObjectsOf(text: string, scope: Scope): CodeObject[] {
  const { Resources } = parseYaml(scope.stack.StackName, text).value;
  return Object.values(mapOf(Resources)).flatMap((resource) => {
    const { Type, Properties } = mapOf(resource);
    const { S3Bucket, S3Key } = mapOf(mapOf(Properties)['Code']);
    const [Bucket, Key] = [resolve(S3Bucket, scope), resolve(S3Key, scope)];
    const isCode = Type === 'AWS::Lambda::Function' && Bucket !== undefined && Key !== undefined;
    return isCode ? [{ Bucket, Key }] : [];
  });
}

function resolve(value: unknown, scope: Scope): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const { Ref, 'Fn::Sub': sub } = mapOf(value);
  if (typeof Ref === 'string') {
    return referenced(Ref, scope);
  }
  if (typeof sub !== 'string') {
    return undefined;
  }
  const parts = [...sub.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name);
  return parts.every((name) => referenced(name, scope) !== undefined)
    ? sub.replace(/\$\{([^}]+)\}/g, (_, name: string) => referenced(name, scope) ?? '')
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
