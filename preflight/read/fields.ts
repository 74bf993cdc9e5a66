import type { Tags } from 'ofn-rehearse';

/** The fields that have a value. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as ReturnType<typeof given<T>>;
}

export function tagsOf(tags: readonly { Key?: string; Value?: string }[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** JSON of what AWS answers as a structure; undefined without one. */
export const jsonOf = (value: object | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
