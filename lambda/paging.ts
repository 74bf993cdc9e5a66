/**
 * All pages of a list call, also empty pages with a successor.
 * (The paginators of the SDK accept nothing but their own client class.)
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function* pages<Page extends { NextToken?: string | undefined }>(
  read: (token: { NextToken?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    const page = await read(token ? { NextToken: token } : {});
    yield page;
    token = page.NextToken;
  } while (token);
}

/** The items of all pages; `pick` finds them in a page. */
export async function collect<Page extends { NextToken?: string | undefined }, Item>(
  read: (token: { NextToken?: string }) => Promise<Page>,
  pick: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages(read)) items.push(...(pick(page) ?? []));
  return items;
}
