/**
 * Waits for work, but no longer than so many milliseconds of real time. Answers whether it ended in time; what it does later,
 * it does unseen. Rejects when the work does so in time.
 */
export async function endsWithin(milliseconds: number, work: Promise<unknown> | undefined): Promise<boolean> {
  if (!work) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
