import { CoverageError } from './errors.ts';

export interface Page<T> {
  items: readonly T[] | undefined;
  next: string | undefined;
}

/**
 * All items of a paged list. An empty page with a token is not the end:
 * AWS Organizations answers such pages.
 * @throws CoverageError when a token comes twice in a row, as the list would never end
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function collect<T>(
  fetchPage: (token: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await fetchPage(token);
    items.push(...(page.items ?? []));
    if (page.next && page.next === token) {
      throw new CoverageError(`A list does not end: the token '${token}' came twice`);
    }
    token = page.next || undefined;
  } while (token);
  return items;
}
