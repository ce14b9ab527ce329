/** For how many days a group can keep what is logged. */
export const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** For how long a group keeps what is logged, for people. */
export function retentionOf(days: number | undefined): string {
  if (days === undefined) return "forever";
  return days === 1 ? "1 day" : `${days} days`;
}
