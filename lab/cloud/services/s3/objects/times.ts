/**
 * A time as S3 tells it: in whole seconds, like HTTP's dates. What it stores is finer, so that versions keep their order.
 */
export function toldTime(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}
