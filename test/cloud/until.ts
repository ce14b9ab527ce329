/** Waits until something is so. Rejects when it is not within `longest` milliseconds. */
export async function until(isSo: () => Promise<boolean> | boolean, longest = 30_000): Promise<void> {
  const end = Date.now() + longest;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Not so within ${longest} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
