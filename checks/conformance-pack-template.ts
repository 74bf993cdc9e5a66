import { type Problem, problemAt, type YamlFile } from 'ofn-rehearse';
import { type Fault, faultOfIdentifier, faultOfParameters } from './config-managed-rules.ts';

const rule = 'AWS::Config::ConfigRule';

/** @see https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html */
const types: readonly unknown[] = [rule, 'AWS::Config::RemediationConfiguration'];

/**
 * Checks the template of a conformance pack.
 *
 * @throws Problem for the first resource that AWS Config would refuse, with its line
 */
export function checkPackTemplate(yaml: YamlFile, { unlisted }: { unlisted: boolean }): void {
  const resources = Object.entries(asMap(yaml.value.Resources));
  if (resources.length === 0) {
    throw problemAt(yaml, ['Resources'], {
      cause: 'the pack has no Resources',
      remedy: `give it one resource of type ${rule} or more`,
    });
  }
  const names = new Map<string, string>();
  for (const [id, resource] of resources) {
    const { Type, Properties } = asMap(resource);
    if (!types.includes(Type)) {
      throw at(yaml, id, ['Type'], {
        cause: `${id} is of type ${JSON.stringify(Type)}, which a pack can't have`,
        remedy: `use ${types.join(' or ')}`,
      });
    }
    if (Type === rule) {
      checkRuleName(yaml, id, asMap(Properties).ConfigRuleName, names);
      checkSource(yaml, id, asMap(Properties), unlisted);
    }
  }
}

function checkRuleName(
  yaml: YamlFile,
  id: string,
  name: unknown,
  names: Map<string, string>,
): void {
  if (typeof name !== 'string') {
    return;
  }
  const other = names.get(name);
  if (other !== undefined) {
    throw at(yaml, id, ['Properties', 'ConfigRuleName'], {
      cause: `${id} and ${other} have the one ConfigRuleName ${name}`,
      remedy: 'give each a name of its own',
    });
  }
  names.set(name, id);
}

function checkSource(
  yaml: YamlFile,
  id: string,
  { Source, InputParameters }: Record<string, unknown>,
  unlisted: boolean,
): void {
  const { Owner, SourceIdentifier } = asMap(Source);
  if (Owner !== 'AWS') {
    return;
  }
  const unknown = unlisted ? undefined : faultOfIdentifier(SourceIdentifier);
  if (unknown) {
    throw at(yaml, id, ['Properties', 'Source', 'SourceIdentifier'], unknown);
  }
  const names = Object.keys(asMap(InputParameters));
  const fault = faultOfParameters(String(SourceIdentifier), names);
  if (fault) {
    throw at(yaml, id, ['Properties', 'InputParameters'], fault);
  }
}

const at = (yaml: YamlFile, id: string, path: string[], fault: Fault): Problem =>
  problemAt(yaml, ['Resources', id, ...path], fault);

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
