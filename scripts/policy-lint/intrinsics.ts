import { attributeOf, type Resource } from './resources.ts';

/** A template of CloudFormation, read but not yet resolved. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, Parameter>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, Resource>>;
}

interface Parameter {
  readonly Type?: string;
  readonly Default?: unknown;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly unknown[];
}

/** Which branch of each Fn::If is taken: a statement may be in one of them only. */
export type Branch = 0 | 1;

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111111111111',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::StackId': 'arn:aws:cloudformation:eu-west-1:111111111111:stack/stack/id',
  'AWS::StackName': 'stack',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Values of parameters that have no default, by what their pattern allows. */
const examples = ['ofn-audit', '222222222222', 'o-exampleorg1'];

/** ARNs that come from outside the template, by the names of their parameters. */
const arns: readonly (readonly [RegExp, string])[] = [
  [/topicArn$/i, 'arn:aws:sns:eu-west-1:111111111111:topic'],
  [/jobDefinitionArn$/, 'arn:aws:batch:eu-west-1:111111111111:job-definition/name:1'],
];

function parameterValue(name: string, parameter: Parameter): unknown {
  const { Type = 'String', Default, AllowedPattern, AllowedValues } = parameter;
  const isList = /List/.test(Type);
  if (Default !== undefined && Default !== '') {
    return isList ? String(Default).split(',') : String(Default);
  }
  const pattern = AllowedPattern && new RegExp(`^(?:${AllowedPattern})$`);
  const value =
    AllowedValues?.map(String).find((allowed) => allowed !== '') ??
    (pattern && examples.find((example) => pattern.test(example))) ??
    arns.find(([pattern]) => pattern.test(name))?.[1] ??
    name;
  return isList ? [value] : value;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const single = (value: unknown): string => String(Array.isArray(value) ? value[0] : value);

/** Replaces the functions of CloudFormation by what they give, or by what is of the same form. */
export class Resolver {
  readonly #template: Template;
  readonly #branch: Branch;

  constructor(template: Template, branch: Branch) {
    this.#template = template;
    this.#branch = branch;
  }

  /** @returns undefined for AWS::NoValue, which is left out of lists and mappings */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.flatMap((item) => {
        const resolved = this.resolve(item);
        // A list in place of one value, as from Ref of a list.
        return resolved === undefined ? [] : isMapping(item) ? resolved : [resolved];
      });
    }
    if (!isMapping(value)) {
      return value;
    }
    const [name, argument] = Object.entries(value)[0] ?? [];
    if (Object.keys(value).length === 1 && (name === 'Ref' || name?.startsWith('Fn::'))) {
      return this.#call(name, argument);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, this.resolve(item)] as const)
        .filter(([, item]) => item !== undefined),
    );
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#reference(String(argument));
      case 'Fn::GetAtt': {
        const [id = '', ...rest] = Array.isArray(argument)
          ? argument.map(String)
          : String(argument).split('.');
        return this.#attribute(id, rest.join('.'));
      }
      case 'Fn::If':
        return this.resolve((argument as unknown[])[1 + this.#branch]);
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::Join': {
        const [separator, items] = argument as [string, unknown];
        return [this.resolve(items)].flat(2).join(separator);
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return single(this.resolve(text)).split(separator);
      }
      case 'Fn::Select': {
        const [index, items] = argument as [number, unknown];
        return [this.resolve(items)].flat()[Number(index)];
      }
      default:
        // Fn::FindInMap, Fn::ImportValue and the like: the name of what it would give.
        return JSON.stringify(argument);
    }
  }

  #reference(name: string): unknown {
    if (name === 'AWS::NoValue') {
      return undefined;
    }
    const parameter = this.#template.Parameters?.[name];
    return (
      pseudo[name] ??
      (parameter ? parameterValue(name, parameter) : this.#attribute(name, undefined))
    );
  }

  #attribute(id: string, attribute: string | undefined): string {
    const resource = this.#template.Resources?.[id];
    return resource
      ? attributeOf(id, resource, attribute, (property) => this.resolve(property))
      : [id, attribute].filter(Boolean).join('.');
  }

  #substitute(argument: unknown): string {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replaceAll(
      /\$\{(!?)([^}]+)\}/g,
      (_whole, literal: string, name: string) => {
        // ${!Name} is ${Name} for the next reader, such as a policy variable.
        if (literal) {
          return `\${${name}}`;
        }
        const given = (values as Record<string, unknown>)[name];
        if (given !== undefined) {
          return single(this.resolve(given));
        }
        const [id = '', ...rest] = name.split('.');
        return single(
          rest.length > 0 ? this.#attribute(id, rest.join('.')) : this.#reference(name),
        );
      },
    );
  }
}
