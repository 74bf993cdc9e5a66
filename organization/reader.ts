import { patternOf } from '../lambda/pattern.ts';
import { SettingsError } from './errors.ts';
import type { Parameter } from './parameters.ts';

interface Enumerated<T> extends Parameter {
  readonly allowedValues: readonly T[];
}

interface Patterned extends Parameter {
  readonly allowedPattern: string;
  readonly constraintDescription: string;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads parameters that are set, or have a default.
 *
 * @throws SettingsError, each method, that names the parameter, the value, and what is allowed
 */
export class Reader {
  readonly #values: Values;
  readonly #file: string;

  /** @param file the file of the values, for messages */
  constructor(values: Values, file: string) {
    this.#values = values;
    this.#file = file;
  }

  /** A text, which is empty only where the default is. */
  text(parameter: Parameter): string {
    const value = this.#valueOf(parameter);
    if (typeof value !== 'string' || (value === '' && parameter.default !== '')) {
      throw this.#refused(`${parameter.name} is ${shown(value)}`, 'give it a text');
    }
    return value;
  }

  /** True or false. */
  flag(parameter: Parameter): boolean {
    const value = String(this.#valueOf(parameter));
    if (value !== 'true' && value !== 'false') {
      throw this.#refused(`${parameter.name} is '${value}'`, 'give it true or false');
    }
    return value === 'true';
  }

  /** A list of texts, or a text with commas. */
  list(parameter: Parameter): string[] {
    const value = this.#valueOf(parameter);
    const items = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
    if (!Array.isArray(items) || items.some((one) => typeof one !== 'string')) {
      throw this.#notAList(parameter, value);
    }
    return items;
  }

  /** A text that matches the parameter's pattern. */
  matching(parameter: Patterned): string {
    const value = this.text(parameter);
    if (!patternOf(parameter).test(value)) {
      const what = `${parameter.name} is '${value}'`;
      throw this.#refused(what, `give ${parameter.constraintDescription}`);
    }
    return value;
  }

  /** A list of one text or more that match the parameter's pattern. */
  allMatching(parameter: Patterned): string[] {
    const values = this.list(parameter);
    if (values.length === 0) {
      throw this.#notAList(parameter, values);
    }
    const wrong = values.find((value) => !patternOf(parameter).test(value));
    if (wrong !== undefined) {
      const what = `${parameter.name} has '${wrong}'`;
      throw this.#refused(what, `give ${parameter.constraintDescription}`);
    }
    return values;
  }

  /** One of the parameter's values. */
  oneOf<T extends string>(parameter: Enumerated<T>): T {
    const value = this.text(parameter);
    const found = parameter.allowedValues.find((allowed) => allowed === value);
    if (found === undefined) {
      const allowed = parameter.allowedValues.join(', ');
      throw this.#refused(`${parameter.name} is '${value}'`, `use one of ${allowed}`);
    }
    return found;
  }

  /** One of the parameter's numbers, which may be a text. */
  amount<T extends number>(parameter: Enumerated<T>): T {
    const value = this.#valueOf(parameter);
    const found = parameter.allowedValues.find((allowed) => String(allowed) === String(value));
    if (found === undefined) {
      const allowed = parameter.allowedValues.join(', ');
      throw this.#refused(`${parameter.name} is '${value}'`, `use one of ${allowed}`);
    }
    return found;
  }

  /** A list of the parameter's values. */
  anyOf<T extends string>(parameter: Enumerated<T>): T[] {
    return this.list(parameter).map((value) => {
      const found = parameter.allowedValues.find((allowed) => allowed === value);
      if (found === undefined) {
        const allowed = parameter.allowedValues.join(', ');
        throw this.#refused(`${parameter.name} has '${value}'`, `use any of ${allowed}`);
      }
      return found;
    });
  }

  #valueOf({ name, default: fallback }: Parameter): unknown {
    return this.#values[name] ?? fallback;
  }

  #notAList({ name }: Parameter, value: unknown): SettingsError {
    return this.#refused(`${name} is ${shown(value)}`, 'give it a list of texts');
  }

  #refused(what: string, allowed: string): SettingsError {
    return new SettingsError(`${this.#file}: ${what}: ${allowed}`);
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
