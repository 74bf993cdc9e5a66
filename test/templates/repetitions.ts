import type { Parameter } from '../../organization/parameters.ts';

type Entry = Omit<Parameter, 'type'>;

/** A literal of TypeScript, without the underscores of numbers. */
const plain = (source: string): string => source.replaceAll(/(?<=\d)_(?=\d)/g, '');

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Enumerations in a text: values in quotes, or numbers, with commas or bars between them. */
const enumerations = (source: string): string[][] =>
  Array.from(
    source.matchAll(/(?:'[^'\n]*'|\b\d+\b)(?:\s*[,|]\s*(?:'[^'\n]*'|\b\d+\b))+/g),
    ([all]) => all.split(/\s*[,|]\s*/).map((value) => value.replaceAll("'", '')),
  );

function repeatsPattern(source: string, { allowedPattern }: Entry): boolean {
  if (allowedPattern === undefined) {
    return false;
  }
  const literal = allowedPattern.replaceAll('/', '\\/');
  const whole = [literal, `(${literal})?`].map((pattern) => `/^${pattern}$/`);
  // A part of another pattern; what is as short as \d{12} is its own word.
  const part = allowedPattern.length > 10 ? [literal, allowedPattern] : [];

  return [...whole, ...part].some((text) => source.includes(text));
}

function repeatsValues(source: string, { allowedValues = [] }: Entry): boolean {
  const values = allowedValues.map(String);

  return (
    values.length > 1 &&
    enumerations(source).some(
      (list) => values.length === list.length && values.every((value) => list.includes(value)),
    )
  );
}

function repeatsRange(source: string, { minValue, maxValue }: Entry): boolean {
  return (
    minValue !== undefined &&
    maxValue !== undefined &&
    new RegExp(
      `(?<!slice\\()\\b${minValue}, ${maxValue}\\b|>= ${minValue} && \\w+ <= ${maxValue}\\b`,
    ).test(source)
  );
}

function repeatsDefault(source: string, { name, default: value }: Entry): boolean {
  const literal = typeof value === 'string' ? `'${escaped(value)}'` : String(value);

  return (
    (typeof value === 'number' || (typeof value === 'string' && value !== '')) &&
    new RegExp(`\\b${name}\\b['\\])]*\\s*(\\?\\?|=|:|,)\\s*${literal}(?![\\w'])`).test(source)
  );
}

const repetitions = {
  pattern: repeatsPattern,
  values: repeatsValues,
  range: repeatsRange,
  default: repeatsDefault,
};

/** What a source writes again of the catalogue, each as `values of auditTools`. */
export function repetitionsIn(source: string, entries: readonly Entry[]): string[] {
  const text = plain(source);

  return entries.flatMap((entry) =>
    Object.entries(repetitions)
      .filter(([, repeats]) => repeats(text, entry))
      .map(([what]) => `${what} of ${entry.name}`),
  );
}
