/** Whether something holds; `unknown` is neither, for want of a fact that only AWS has. */
export type Truth = boolean | 'unknown';

export const not = (truth: Truth): Truth => (truth === 'unknown' ? truth : !truth);

/** Whether all hold. One that does not decides, whatever is not known. */
export function every<T>(items: Iterable<T>, holds: (item: T) => Truth): Truth {
  let all: Truth = true;
  for (const item of items) {
    const truth = holds(item);
    if (truth === false) {
      return false;
    }
    if (truth === 'unknown') {
      all = truth;
    }
  }
  return all;
}

/** Whether one holds. */
export const some = <T>(items: Iterable<T>, holds: (item: T) => Truth): Truth =>
  not(every(items, (item) => not(holds(item))));
