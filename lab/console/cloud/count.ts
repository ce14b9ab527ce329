/** How many items a list has, for the home page; a plus when there are more. */
export function countOf(items: readonly unknown[] = [], next: string | undefined): string {
  return `${items.length}${next === undefined ? "" : "+"}`;
}
