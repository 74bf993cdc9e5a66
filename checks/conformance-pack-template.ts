import { type ProblemParts, partsAt, type YamlFile } from 'ofn-rehearse';
import { faultOfIdentifier, faultsOfParameters } from './config-managed-rules.ts';
import type { Fault, Faults } from './parameter.ts';

const rule = 'AWS::Config::ConfigRule';

/** @see https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html */
const types: readonly unknown[] = [rule, 'AWS::Config::RemediationConfiguration'];

/** The resources of a conformance pack's template that AWS Config would refuse. */
export function* faultsOfPackTemplate(yaml: YamlFile, { unlisted }: { unlisted: boolean }): Faults {
  const resources = Object.entries(asMap(yaml.value.Resources));
  if (resources.length === 0) {
    yield partsAt(yaml, ['Resources'], {
      cause: 'the pack has no Resources',
      remedy: `give it one resource of type ${rule} or more`,
    });
  }
  const names = new Map<string, string>();
  for (const [id, resource] of resources) {
    const { Type, Properties } = asMap(resource);
    if (!types.includes(Type)) {
      yield at(yaml, id, ['Type'], {
        cause: `${id} is of type ${JSON.stringify(Type)}, which a pack can't have`,
        remedy: `use ${types.join(' or ')}`,
      });
    }
    if (Type === rule) {
      yield* faultsOfRuleName(yaml, id, asMap(Properties).ConfigRuleName, names);
      yield* faultsOfSource(yaml, id, asMap(Properties), unlisted);
    }
  }
}

function* faultsOfRuleName(
  yaml: YamlFile,
  id: string,
  name: unknown,
  names: Map<string, string>,
): Faults {
  if (typeof name !== 'string') {
    return;
  }
  const other = names.get(name);
  if (other !== undefined) {
    yield at(yaml, id, ['Properties', 'ConfigRuleName'], {
      cause: `${id} and ${other} have the one ConfigRuleName ${name}`,
      remedy: 'give each a name of its own',
    });
  }
  names.set(name, id);
}

function* faultsOfSource(
  yaml: YamlFile,
  id: string,
  { Source, InputParameters }: Record<string, unknown>,
  unlisted: boolean,
): Faults {
  const { Owner, SourceIdentifier } = asMap(Source);
  if (Owner !== 'AWS') {
    return;
  }
  const unknown = unlisted ? undefined : faultOfIdentifier(SourceIdentifier);
  if (unknown) {
    yield at(yaml, id, ['Properties', 'Source', 'SourceIdentifier'], unknown);
  }
  const names = Object.keys(asMap(InputParameters));
  for (const fault of faultsOfParameters(String(SourceIdentifier), names)) {
    yield at(yaml, id, ['Properties', 'InputParameters'], fault);
  }
}

const at = (yaml: YamlFile, id: string, path: string[], fault: Fault): ProblemParts =>
  partsAt(yaml, ['Resources', id, ...path], fault);

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
