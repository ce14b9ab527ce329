import { LOWER_36, randomId } from "../../../service/ids.ts";

/** An id as API Gateway makes them: lower-case letters and digits. */
export function newId(length: number): string {
  return randomId(length, LOWER_36);
}
