/** The name, or the first like it that nobody has: `beach.jpg`, `beach (2).jpg`, `beach (3).jpg`. So both are kept. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let free = name;
  for (let number = 2; isTaken(free); number++) free = `${stem} (${number})${ending}`;
  return free;
}
