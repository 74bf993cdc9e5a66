import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { type Declaration, resolved } from '../../scripts/docs/catalogue.ts';
import {
  capabilities,
  catalogue,
  kinds,
  type Repeated,
  repeatedFrom,
  root,
  taskFiles,
  templates,
} from './declarations.ts';

const repeated = taskFiles.flatMap((file) => [...repeatedFrom(path.join(root, file))]);
const declarationOf = (name: string): Declaration => catalogue.get(name) ?? {};

/** What CloudFormation has for a type of org-formation. */
const types: Readonly<Record<string, readonly string[]>> = {
  String: ['String'],
  Number: ['Number'],
  Boolean: ['String', 'Boolean'],
  'List<String>': ['CommaDelimitedList', 'List<String>'],
};

/** Values as a template has them: texts, and a list with commas. */
const asText = (value: unknown): string => [value].flat().join(',');

const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^(?:${pattern})$`).test(text);

/** Whether a template takes a value, as far as its values and its pattern say. */
const takes = ({ AllowedValues, AllowedPattern }: Declaration, text: string): boolean =>
  (AllowedValues?.map(String).includes(text) ?? true) &&
  (AllowedPattern === undefined || matches(AllowedPattern, text));

function differenceOf({ parameter, joined, declaration }: Repeated): string | undefined {
  const own = declarationOf(parameter);
  const allowed = joined ? ['String', 'CommaDelimitedList'] : (types[own.Type ?? ''] ?? []);
  if (!allowed.includes(declaration.Type ?? '')) {
    return `Type ${declaration.Type}, not ${allowed.join(' or ')}`;
  }
  if (declaration.Default !== undefined && asText(declaration.Default) !== asText(own.Default)) {
    return `Default ${asText(declaration.Default)}, not ${asText(own.Default)}`;
  }
  for (const key of ['MinValue', 'MaxValue'] as const) {
    if (declaration[key] !== undefined && declaration[key] !== own[key]) {
      return `${key} ${declaration[key]}, not ${own[key]}`;
    }
  }

  return own.Type === 'List<String>' && joined
    ? differenceOfItems(declaration, own)
    : differenceOfValues(declaration, own);
}

function differenceOfValues(declaration: Declaration, own: Declaration): string | undefined {
  const { AllowedValues: values, AllowedPattern: pattern } = declaration;
  const ownValues = own.Type === 'Boolean' ? ['true', 'false'] : (own.AllowedValues ?? []);
  if (values && asText(values) !== asText(ownValues)) {
    return `AllowedValues ${asText(values)}, not ${asText(ownValues)}`;
  }
  const ownPattern = own.Default === '' ? `(${own.AllowedPattern})?` : own.AllowedPattern;

  return pattern && pattern !== ownPattern
    ? `AllowedPattern ${pattern}, not ${ownPattern}`
    : undefined;
}

/** A list that a template has as one text takes each allowed item, all of them, and no other. */
function differenceOfItems(declaration: Declaration, own: Declaration): string | undefined {
  const { AllowedValues: values, AllowedPattern: pattern } = declaration;
  if (!values && !pattern) {
    return undefined;
  }
  if (own.AllowedPattern) {
    return pattern?.includes(own.AllowedPattern) ? undefined : `no ${own.AllowedPattern} in it`;
  }
  const items = own.AllowedValues?.map(String) ?? [];
  const untaken = [...items, asText(items)].find((text) => !takes(declaration, text));
  if (untaken !== undefined) {
    return `it does not take ${untaken}`;
  }

  return takes(declaration, 'another') ? 'it takes another value' : undefined;
}

describe('the catalogue of parameters', () => {
  it('has the parameters of all capabilities', () => {
    expect(catalogue.size).to.be.greaterThan(90);
    expect(repeated.length).to.be.greaterThan(250);
  });

  it('agrees with every template and included task file that declares a parameter again', () => {
    const differences = repeated.flatMap((one) => {
      const difference = differenceOf(one);
      return difference === undefined ? [] : [`${one.place}: ${difference}`];
    });

    expect(differences).to.deep.equal([]);
  });

  it('has no pattern of a template that no parameter and no kind has', () => {
    const traced = new Set(repeated.map(({ place }) => place));
    const patterns = [...Object.values(kinds), ...catalogue.values()].map(
      ({ AllowedPattern }) => AllowedPattern,
    );
    const others = templates.flatMap((file) =>
      Object.entries(
        (readYaml(path.join(root, file)).value['Parameters'] as Record<string, Declaration>) ?? {},
      )
        .filter(([name]) => !traced.has(`${name} of ${file}`))
        .filter(([, { AllowedPattern }]) => AllowedPattern && !patterns.includes(AllowedPattern))
        .map(([name, { AllowedPattern }]) => `${name} of ${file}: ${AllowedPattern}`),
    );

    expect(others).to.deep.equal([]);
  });

  it('has defaults that it allows itself', () => {
    const wrong = [...catalogue].filter(
      ([, { Default, AllowedValues, AllowedPattern, MinValue = -Infinity, MaxValue = Infinity }]) =>
        [Default ?? []]
          .flat()
          .filter(
            (value) => value !== '' && typeof value !== 'object' && !String(value).includes('{{'),
          )
          .some(
            (value) =>
              AllowedValues?.includes(value) === false ||
              (AllowedPattern && !matches(AllowedPattern, String(value))) ||
              Number(value) < MinValue ||
              Number(value) > MaxValue,
          ),
    );

    expect(wrong.map(([name]) => name)).to.deep.equal([]);
  });

  it('leaves ranges and patterns out of descriptions', () => {
    const twice = Object.entries(capabilities).flatMap(([capability, declarations]) =>
      Object.entries(declarations)
        .filter(([, own]) => {
          const { Description = '', MinValue, MaxValue, AllowedValues = [] } = resolved(own, kinds);
          const range = `${MinValue} to ${MaxValue}`;
          const numbers = AllowedValues.filter((value) => typeof value === 'number');
          return Description.includes(range) || Description.includes(numbers.join(', ') || range);
        })
        .map(([name]) => `${name} of ${capability}`),
    );

    expect(twice).to.deep.equal([]);
  });

  it('names parameters of the same capability where one depends on another', () => {
    const unknown = Object.entries(capabilities).flatMap(([capability, declarations]) =>
      Object.values(declarations)
        .flatMap(({ MoreThan, Needs }) => [MoreThan ?? [], Needs ?? []].flat())
        .filter((name) => !(name in declarations))
        .map((name) => `${capability}: ${name}`),
    );

    expect(unknown).to.deep.equal([]);
  });

  it('names the audit role as organization-policies.yml protects it', () => {
    const policies = readFileSync(path.join(root, 'organization-policies.yml'), 'utf8');

    expect(policies).to.include(`:role/${declarationOf('auditRoleName').Default}\n`);
  });

  it('has the values of organization-parameters.yml as defaults, but for those of an organization', () => {
    const set = readYaml(path.join(root, 'organization-parameters.yml')).value;

    const own = Object.keys(set).filter(
      (name) => JSON.stringify(set[name]) !== JSON.stringify(declarationOf(name).Default),
    );

    expect(own).to.deep.equal([
      'governedRegions',
      'alertEmail',
      'globalConfigRegion',
      'signInRegions',
      'knownNetworksFile',
      'auditScanners',
    ]);
  });
});
