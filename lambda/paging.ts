import { EndlessListError } from './errors.ts';

export interface Page<Item> {
  items: readonly Item[] | undefined;
  /** The token of the next page; undefined or empty on the last one. */
  next: string | undefined;
}

/**
 * All items of a paged list. An empty page with a token is not the end: AWS Organizations returns
 * such pages. (The paginators of the SDK accept only their own client class.)
 *
 * @throws EndlessListError when a token is returned twice in a row, as the list would never end
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function collect<Item>(
  readPage: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await readPage(token);
    items.push(...(page.items ?? []));
    if (page.next && page.next === token) {
      throw new EndlessListError(token);
    }
    token = page.next || undefined;
  } while (token);
  return items;
}
