/** A parameter of capabilities, as their _tasks.yml declare it and templates/parameters.ts has it. */
export interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'Number' | 'Boolean' | 'List<String>';
  /** The entry of templates/kinds.yml that it is one of. */
  readonly kind?: string;
  /** Absent where there is none, or an expression of org-formation. */
  readonly default?: unknown;
  /** Of a list: of each item. */
  readonly allowedValues?: readonly unknown[];
  readonly allowedPattern?: string;
  /** Completes "give …". */
  readonly constraintDescription?: string;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** The plural of what a number counts. */
  readonly unit?: string;
  /** The parameter whose value is less, unless either is 0 and may be. */
  readonly moreThan?: string;
  /** The parameter without which this one is not given. */
  readonly needs?: string;
  /** The version that brought it; absent before 0.2.0. */
  readonly since?: string;
}
