import { invalidParameters } from "../../errors.ts";
import { type Projection, projectionOf } from "../projections.ts";

/** The projection that AttributesToGet makes: names are whole ones here, whatever signs they have. */
export function attributesToGet(names: readonly string[]): Projection {
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) throw invalidParameters(`Duplicate value in attribute name: ${repeated}`);
  return projectionOf(names.map((name) => [name]));
}
