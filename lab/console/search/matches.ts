/** The most that a list of matches shows. */
const MOST = 40;

/** What has all of the words in its name or beside it, those first whose name begins with what is looked for. */
export function matches<T extends { readonly name: string }>(
  all: readonly T[],
  text: string,
  besides: (one: T) => string = () => "",
): T[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const found = all.filter((one) => {
    const searched = `${one.name} ${besides(one)}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  return found.sort((a, b) => rankOf(a.name, wanted) - rankOf(b.name, wanted)).slice(0, MOST);
}

function rankOf(name: string, wanted: string): number {
  const at = name.toLowerCase().indexOf(wanted);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}
