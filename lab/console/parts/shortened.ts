/** The beginning and the end of a text: what AWS and the CDK name, they tell apart at its end. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = Math.floor(longest / 3);
  return `${text.slice(0, longest - end - 1)}…${text.slice(-end)}`;
}
