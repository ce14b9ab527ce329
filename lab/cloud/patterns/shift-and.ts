/** Stands for any code point in a mask. */
export const ANY = -1;

/**
 * Where the first place ends, at an index or after it, at which a text has the code points of a mask; -1 when there is none.
 * All places are tried at once, 32 characters of the mask in one operation: the Shift-And algorithm, which takes no longer
 * for hostile texts than for others. https://en.wikipedia.org/wiki/Bitap_algorithm
 */
export function endOfFirst(text: string, from: number, mask: Int32Array): number {
  const { places, anywhere } = placesOf(mask);
  const words = anywhere.length;
  // Bit i is set when the characters up to here are the first i + 1 of the mask.
  const begun = new Uint32Array(words);
  const last = 1 << ((mask.length - 1) & 31);
  for (let at = from; at < text.length; ) {
    const found = text.codePointAt(at) as number;
    at += found > 0xffff ? 2 : 1;
    const here = places.get(found) ?? anywhere;
    let carried = 1;
    for (let word = 0; word < words; word++) {
      const before = begun[word] as number;
      begun[word] = ((before << 1) | carried) & (here[word] as number);
      carried = before >>> 31;
    }
    if ((begun[words - 1] as number) & last) return at;
  }
  return -1;
}

/** At which places of a mask each of its code points may stand, a bit for each; and those for all others. */
function placesOf(mask: Int32Array): { places: ReadonlyMap<number, Uint32Array>; anywhere: Uint32Array } {
  const anywhere = new Uint32Array(Math.ceil(mask.length / 32));
  mask.forEach((wanted, i) => {
    if (wanted === ANY) set(anywhere, i);
  });
  const places = new Map<number, Uint32Array>();
  mask.forEach((wanted, i) => {
    if (wanted === ANY) return;
    let bits = places.get(wanted);
    if (!bits) {
      bits = anywhere.slice();
      places.set(wanted, bits);
    }
    set(bits, i);
  });
  return { places, anywhere };
}

function set(bits: Uint32Array, i: number): void {
  bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31));
}
