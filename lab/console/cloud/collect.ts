/** All items of a list that comes in pages, such as those of the SDK's paginators. */
export async function collect<P, T>(
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) {
    all.push(...(itemsOf(page) ?? []));
    if (all.length >= most) break;
  }
  return all;
}

/** The pages of a list for which the SDK has no paginator. */
export async function* pagesOf<P extends { readonly NextToken?: string | undefined }>(
  ask: (token: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let token: string | undefined;
  do {
    const page = await ask(token);
    token = page.NextToken;
    yield page;
  } while (token);
}

/** An answer, or nothing when what is asked for is not there. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (/NotFound|NoSuch/.test((error as Error).name)) return undefined;
    throw error;
  }
}
