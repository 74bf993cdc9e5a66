/** `did you mean X? ` when a name is near to the one that was given, else nothing. */
export function didYouMean(given: string, names: Iterable<string>): string {
  const near = nearest(given, names);
  return near === undefined ? '' : `did you mean ${near}? `;
}

/** The name that differs least from the one that was given, if no more than a slip would differ. */
export function nearest(given: string, names: Iterable<string>): string | undefined {
  const [first] = Array.from(names, (name) => ({ name, distance: distanceOf(given, name) })).sort(
    (one, other) => one.distance - other.distance,
  );
  return first && first.distance <= Math.max(1, given.length / 4) ? first.name : undefined;
}

/** How many letters to change, add, leave out or swap, whatever the case: optimal string alignment. */
function distanceOf(given: string, name: string): number {
  const [from, to] = [given.toLowerCase(), name.toLowerCase()];
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isSwap ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
