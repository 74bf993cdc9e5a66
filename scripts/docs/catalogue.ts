// The catalogue of parameters: what templates/*/_tasks.yml and templates/kinds.yml declare, for
// TypeScript and for READMEs. docs/decisions/parameters.md. Pure: declarations in, text out.

/** What a _tasks.yml or kinds.yml says of a parameter, in the words of CloudFormation and a few more. */
export interface Declaration {
  readonly Type?: string;
  readonly Description?: string;
  readonly Default?: unknown;
  readonly Kind?: string;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly Unit?: string;
  readonly MoreThan?: string;
  readonly Needs?: string;
  readonly Since?: string;
}

export type Declarations = Readonly<Record<string, Declaration>>;

/** What is the same wherever a parameter is declared; a description is of the capability. */
const common = ['Type', 'Kind', 'Default'] as const;
const constraints = [
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'MinValue',
  'MaxValue',
  'Unit',
  'MoreThan',
  'Needs',
  'Since',
] as const;
const known: readonly string[] = ['Description', ...common, ...constraints];

/**
 * Capabilities with a default of their own, which the catalogue does not have. Alerts without the
 * monitoring of sign-ins need the home region only.
 */
const ownDefaults: Readonly<Record<string, string>> = { signInRegions: 'alerts' };

/** A declaration with what its kind says. @throws Error when there is no such kind */
export function resolved(declaration: Declaration, kinds: Declarations): Declaration {
  const { Kind } = declaration;
  const kind = Kind === undefined ? {} : kinds[Kind];
  if (kind === undefined) {
    throw new Error(`there is no kind ${Kind}: use one of ${Object.keys(kinds).join(', ')}`);
  }
  return { ...kind, ...declaration };
}

/**
 * One declaration a parameter, by name.
 *
 * @param capabilities the declarations of each capability
 * @throws Error when two capabilities, or a declaration and its kind, differ
 */
export function catalogueOf(
  capabilities: Readonly<Record<string, Declarations>>,
  kinds: Declarations,
): ReadonlyMap<string, Declaration> {
  for (const [name, kind] of Object.entries(kinds)) {
    requireKnown(`the kind ${name}`, kind, {});
  }
  const catalogue = new Map<string, { from: string; declaration: Declaration }>();
  for (const [from, declarations] of Object.entries(capabilities)) {
    for (const [name, declaration] of Object.entries(declarations)) {
      const place = `${name} of ${from}`;
      requireKnown(place, declaration, kinds);
      const given = resolved(declaration, kinds);
      const first = catalogue.get(name);
      const isApart = [from, first?.from].includes(ownDefaults[name] ?? '');
      if (first) {
        const keys = [...common, ...constraints].filter((key) => key !== 'Default' || !isApart);
        requireSame(place, given, `that of ${first.from}`, first.declaration, keys);
      }
      if (!first || first.from === ownDefaults[name]) {
        catalogue.set(name, { from, declaration: given });
      }
    }
  }
  return new Map([...catalogue].sort().map(([name, { declaration }]) => [name, declaration]));
}

function requireKnown(place: string, declaration: Declaration, kinds: Declarations): void {
  for (const key of Object.keys(declaration)) {
    if (!known.includes(key)) {
      throw new Error(`${place} has the unknown key ${key}: use ${known.join(', ')}`);
    }
  }
  const kind = kinds[declaration.Kind ?? ''] ?? {};
  const twice = Object.keys(kind).find((key) => key in declaration);
  if (twice) {
    throw new Error(`${place} has ${twice} of its kind ${declaration.Kind}: remove one of them`);
  }
}

function requireSame(
  place: string,
  one: Declaration,
  otherPlace: string,
  other: Declaration,
  keys: readonly (keyof Declaration)[],
): void {
  for (const key of keys) {
    const [here, there] = [shown(one[key]), shown(other[key])];
    if (here !== there) {
      throw new Error(`${place} has ${key} ${here}, and ${otherPlace} ${there}: make them alike`);
    }
  }
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'none';

/** An expression of org-formation or of its templating, which only a deployment resolves. */
const isLiteral = (value: unknown): boolean =>
  typeof value === 'object' ? Array.isArray(value) : !String(value).includes('{{');

/** The module for TypeScript: a constant for each entry, so that bundles have what they use. */
export function moduleOf(entries: Iterable<readonly [string, Declaration]>, from: string): string {
  const constants = [...entries].map(([name, declaration]) => {
    const fields = [...common, ...constraints]
      .filter((key) => declaration[key] !== undefined && isLiteral(declaration[key]))
      .map((key) => `  ${uncapitalized(key)}: ${literal(declaration[key])},\n`);
    return `export const ${name} = {\n  name: '${name}',\n${fields.join('')}} as const;\n`;
  });
  return `// npm run docs writes this file from ${from}: change it there.\n\n${constants.join('\n')}`;
}

const uncapitalized = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const literal = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.replaceAll(/[\\']/g, '\\$&')}'`
    : Array.isArray(value)
      ? `[${value.map(literal).join(', ')}]`
      : JSON.stringify(value);
