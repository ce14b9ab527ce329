import { own } from "../../../own.ts";
import { notYet } from "../errors.ts";

// Templates name some things otherwise than the operations' inputs do, and may write numbers and booleans as text. What is
// declared with these converts the one into the other.

export type Value = Record<string, unknown>;
/** Converts a value of a template. The path says where it is, for errors. */
export type Convert = (value: never, path: string) => unknown;

export const same: Convert = (value: unknown) => value;
export const number: Convert = (value: unknown) => Number(value);
export const boolean: Convert = (value: unknown) => value === true || value === "true";
export const date: Convert = (value: string) => new Date(value);
/** `BucketOwnerRead` is `bucket-owner-read` in the API. */
export const kebab: Convert = (value: string) => value.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
export const list =
  (item: Convert): Convert =>
  (values: never[], path) =>
    values.map((value) => item(value, path));

/** Converts an object's properties, and refuses those it does not know, by name. A pair gives the input's name for one. */
export function shape(fields: Record<string, Convert | readonly [member: string, convert: Convert]>): Convert {
  return (value: Value, path) => {
    const converted: Value = {};
    for (const [name, given] of Object.entries(value)) {
      const field = own(fields, name);
      if (!field) throw unknownProperty(`${path}.${name}`);
      const [member, convert] = typeof field === "function" ? [name, field] : field;
      converted[member] = convert(given as never, `${path}.${name}`);
    }
    return converted;
  };
}

/** The refusal of a property that the lab does not have. */
export function unknownProperty(path: string): Error {
  return notYet(`the property ${path} of AWS::S3::Bucket`);
}
